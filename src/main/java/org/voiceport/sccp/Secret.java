package org.voiceport.sccp;

import io.netty.buffer.ByteBuf;
import java.security.MessageDigest;
import java.util.Arrays;

/** Bytes that no log may show: a media key or salt, or the body of a message that could hold one. Prints {@code ***}. */
public final class Secret {
    /** No bytes. */
    public static final Secret EMPTY = new Secret(new byte[0]);

    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of {@code bytes}. */
    public static Secret of(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Secret(bytes.clone());
    }

    /** Takes {@code bytes} as they are: the caller keeps no hold of them. */
    static Secret owning(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Secret(bytes);
    }

    /** Appends the first {@code count} bytes to {@code out}, zeros behind the end. */
    void write(int count, ByteBuf out) {
        int there = Math.min(count, bytes.length);
        out.writeBytes(bytes, 0, there).writeZero(count - there);
    }

    /** A copy of the first {@code count} bytes, zeros behind the end. The caller wipes it. */
    public byte[] first(int count) {
        return Arrays.copyOf(bytes, count);
    }

    public int length() {
        return bytes.length;
    }

    /** True if all bytes are zero, as where no key was given. */
    public boolean isZero() {
        int any = 0;
        for (byte b : bytes) {
            any |= b;
        }
        return any == 0;
    }

    /** Overwrites the bytes with zeros, here and in every message that holds this object. */
    public void wipe() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes, secret.bytes);
    }

    @Override
    public int hashCode() {
        return bytes.length;
    }

    @Override
    public String toString() {
        return "***";
    }
}
