package org.voiceport.event;

import java.util.regex.Pattern;

/**
 * The name under which a port registers, 1 to 15 characters from letters, digits, {@code .}, {@code _} and {@code -}
 * (the field on the wire is 16 bytes with its NUL). The same text is the CN of the port's certificate.
 */
public record DeviceName(String value) implements Comparable<DeviceName> {
    /** Longest name, in characters. */
    public static final int MAX_LENGTH = 15;

    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._-]{1," + MAX_LENGTH + "}");

    public DeviceName {
        if (!isLegal(value)) {
            throw new IllegalArgumentException("device name '" + value + "': 1 to " + MAX_LENGTH
                    + " characters from A-Z a-z 0-9 . _ - are needed");
        }
    }

    /** True if {@code text} can be a device name. */
    public static boolean isLegal(String text) {
        return LEGAL.matcher(text).matches();
    }

    @Override
    public int compareTo(DeviceName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
