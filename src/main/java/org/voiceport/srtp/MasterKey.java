package org.voiceport.srtp;

import java.util.Arrays;

/**
 * A master key and its salt, from which a context derives its session keys (RFC 3711 §4.3). Prints {@code ***}.
 * Immutable until it is closed; contexts made from it outlive it.
 */
public final class MasterKey implements AutoCloseable {
    /** Octets of the key. */
    public static final int KEY_LENGTH = 16;
    /** The highest key derivation rate, in packets. */
    public static final int MAX_DERIVATION_RATE = 1 << 24;

    private final byte[] key;
    private final byte[] salt;
    private final int derivationRate;
    private boolean closed;

    /** A key from which session keys are derived once; see {@link #MasterKey(byte[], byte[], int)}. */
    public MasterKey(byte[] key, byte[] salt) {
        this(key, salt, 0);
    }

    /**
     * Copies both arrays; the caller's own remain the caller's to wipe. How long the salt must be says the
     * {@link SrtpProfile#saltLength() profile} that the key is used with.
     *
     * @param derivationRate after how many packets of a source new session keys are derived, or 0 for never
     * @throws IllegalArgumentException if the key has not {@value #KEY_LENGTH} octets, or the salt is of no profile's length,
     *     or the rate not {@linkplain #derivationRateAllowed allowed}
     */
    public MasterKey(byte[] key, byte[] salt, int derivationRate) {
        if (key.length != KEY_LENGTH
                || Arrays.stream(SrtpProfile.values()).noneMatch(of -> of.saltLength() == salt.length)) {
            throw new IllegalArgumentException("SRTP master key of " + key.length + " octets and salt of " + salt.length
                    + ": must be " + KEY_LENGTH + " and what the profile wants");
        }
        if (!derivationRateAllowed(derivationRate)) {
            throw new IllegalArgumentException("SRTP key derivation rate " + Integer.toUnsignedString(derivationRate)
                    + ": must be 0 or a power of two up to 2^24");
        }
        this.key = key.clone();
        this.salt = salt.clone();
        this.derivationRate = derivationRate;
    }

    /** True for 0 and for powers of two from 1 to 2^24 (RFC 3711 §4.3.1). */
    public static boolean derivationRateAllowed(int rate) {
        return rate >= 0 && rate <= MAX_DERIVATION_RATE && Integer.bitCount(rate) <= 1;
    }

    int derivationRate() {
        return derivationRate;
    }

    /** The keystream generator that key derivation runs on. */
    AesCounterMode counterMode(SrtpProfile profile) {
        if (closed) {
            throw new IllegalStateException("SRTP master key is closed");
        }
        if (salt.length != profile.saltLength()) {
            throw new IllegalArgumentException("SRTP master salt of " + salt.length + " octets: " + profile
                    + " has one of " + profile.saltLength());
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
