package org.voiceport.sccp;

/**
 * A value of one of the protocol's enumerations. Unknown values are kept and print as hex, so these are records with
 * named constants instead of enums.
 */
public interface Code {
    /** The number on the wire, unsigned 32-bit. */
    int value();

    /** The name of {@code value} in {@code names} (index is the value), or the value in hex. */
    static String name(int value, String... names) {
        return value >= 0 && value < names.length && !names[value].isEmpty() ? names[value] : hex(value);
    }

    /** {@code 0x1F}, at least two digits. */
    static String hex(int value) {
        return value >= 0 && value < 16 ? "0x0" + Integer.toHexString(value) : "0x" + Integer.toHexString(value);
    }
}
