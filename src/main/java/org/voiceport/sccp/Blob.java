package org.voiceport.sccp;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.HexFormat;

/** Immutable bytes of a field that has no meaning here but is kept. Prints as hex. */
public final class Blob {
    private final byte[] bytes;

    private Blob(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of {@code bytes}. */
    public static Blob of(byte[] bytes) {
        return new Blob(bytes.clone());
    }

    /** Takes {@code bytes} as they are: the caller keeps no hold of them. */
    static Blob owning(byte[] bytes) {
        return new Blob(bytes);
    }

    /** Appends the first {@code count} bytes to {@code out}, zeros behind the end. */
    void write(int count, ByteBuf out) {
        int there = Math.min(count, bytes.length);
        out.writeBytes(bytes, 0, there).writeZero(count - there);
    }

    /** {@code size} zeros. */
    public static Blob zeros(int size) {
        return new Blob(new byte[size]);
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Blob blob && Arrays.equals(bytes, blob.bytes);
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
