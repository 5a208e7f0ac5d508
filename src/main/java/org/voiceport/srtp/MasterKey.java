package org.voiceport.srtp;

import java.util.Arrays;

/**
 * A master key and its salt, from which a context derives its session keys (RFC 3711 §4.3). Prints {@code ***}.
 * Immutable until it is closed; contexts made from it outlive it.
 */
public final class MasterKey implements AutoCloseable {
    /** Octets of the key. */
    public static final int KEY_LENGTH = 16;
    /** Octets of the salt. */
    public static final int SALT_LENGTH = 14;

    private final byte[] key;
    private final byte[] salt;
    private boolean closed;

    /**
     * Copies both arrays; the caller's own remain the caller's to wipe.
     *
     * @throws IllegalArgumentException if the key has not {@value #KEY_LENGTH} octets or the salt not
     *     {@value #SALT_LENGTH}
     */
    public MasterKey(byte[] key, byte[] salt) {
        if (key.length != KEY_LENGTH || salt.length != SALT_LENGTH) {
            throw new IllegalArgumentException("SRTP master key of " + key.length + " octets and salt of " + salt.length
                    + ": must be " + KEY_LENGTH + " and " + SALT_LENGTH);
        }
        this.key = key.clone();
        this.salt = salt.clone();
    }

    /** The keystream generator that key derivation runs on. */
    AesCounterMode counterMode() {
        if (closed) {
            throw new IllegalStateException("SRTP master key is closed");
        }
        return new AesCounterMode(key, salt);
    }

    /** Overwrites key and salt; contexts can't be made from them any more. */
    @Override
    public void close() {
        closed = true;
        Arrays.fill(key, (byte) 0);
        Arrays.fill(salt, (byte) 0);
    }

    @Override
    public String toString() {
        return "***";
    }
}
