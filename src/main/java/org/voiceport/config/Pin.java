package org.voiceport.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The PIN of a mailbox: 4 to 16 digits that nothing prints. */
public final class Pin {
    static final String FORM = "[0-9]{4,16}";

    private final String digits;

    private Pin(String digits) {
        this.digits = digits;
    }

    /**
     * The PIN of these digits.
     *
     * @throws IllegalArgumentException if they aren't 4 to 16 digits; the message doesn't repeat them
     */
    public static Pin of(String digits) {
        if (!digits.matches(FORM)) {
            throw new IllegalArgumentException("a PIN is 4 to 16 digits");
        }
        return new Pin(digits);
    }

    /** True if exactly these digits were entered; takes the same time wherever they differ. */
    public boolean matches(String entered) {
        return MessageDigest.isEqual(bytes(digits), bytes(entered));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pin pin && matches(pin.digits);
    }

    @Override
    public int hashCode() {
        return digits.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
