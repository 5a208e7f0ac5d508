package org.voiceport.trust;

import java.util.Arrays;
import java.util.HexFormat;

/** Bytes that never change: copied on the way in and out, equal by content, printed as lower-case hex. */
public final class Octets {
    static final Octets NONE = new Octets(new byte[0]);

    private final byte[] bytes;

    private Octets(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of {@code bytes}. */
    public static Octets of(byte[] bytes) {
        return bytes.length == 0 ? NONE : new Octets(bytes.clone());
    }

    static Octets of(byte[] bytes, int from, int to) {
        return from == to ? NONE : new Octets(Arrays.copyOfRange(bytes, from, to));
    }

    /** A copy that belongs to the caller. */
    public byte[] toArray() {
        return bytes.clone();
    }

    /** Number of bytes. */
    public int length() {
        return bytes.length;
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /** For use in this package without a copy; nobody writes into it. */
    byte[] shared() {
        return bytes;
    }

    /** The same number without leading zero bytes: how serial numbers compare, whatever sign byte they carry. */
    Octets withoutLeadingZeros() {
        int from = 0;
        while (from < bytes.length && bytes[from] == 0) {
            from++;
        }
        return from == 0 ? this : of(bytes, from, bytes.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
