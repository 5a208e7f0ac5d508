package org.voiceport.port;

import java.util.Arrays;
import org.voiceport.event.MediaProtection;

/**
 * The SRTP master key and salt of one direction of one call, as the call manager gave them. Whoever takes it wipes it
 * with {@link #close()}. Prints {@code ***}.
 */
public final class MediaKey implements AutoCloseable {
    /** Bytes of an AES-128 master key. */
    public static final int KEY_LENGTH = 16;

    private final MediaProtection suite;
    private final byte[] key;
    private final byte[] salt;
    private final int derivationRate;

    /**
     * Takes over the arrays.
     *
     * @param suite one of the SRTP suites
     * @param salt of {@link #saltLength} bytes
     * @param derivationRate after how many packets new session keys are derived, a power of two from 1 to 2^24, or 0 for
     *     never (RFC 3711 §4.3.1)
     */
    public MediaKey(MediaProtection suite, byte[] key, byte[] salt, int derivationRate) {
        if (!suite.encrypted() || key.length != KEY_LENGTH || salt.length != saltLength(suite)) {
            throw new IllegalArgumentException(
                    "a media key has an SRTP suite, " + KEY_LENGTH + " bytes of key and the salt of the suite");
        }
        if (!derivationRateAllowed(derivationRate)) {
            throw new IllegalArgumentException("a media key's derivation rate is 0 or a power of two up to 2^24");
        }
        this.suite = suite;
        this.key = key;
        this.salt = salt;
        this.derivationRate = derivationRate;
    }

    /** Bytes of a suite's master salt: 14, or 12 for GCM (RFC 3711 §5.3, RFC 7714 §12). */
    public static int saltLength(MediaProtection suite) {
        return suite == MediaProtection.AEAD_AES_128_GCM ? 12 : 14;
    }

    static boolean derivationRateAllowed(int rate) {
        return rate >= 0 && rate <= 1 << 24 && Integer.bitCount(rate) <= 1;
    }

    /** The SRTP suite that the key is for. */
    public MediaProtection suite() {
        return suite;
    }

    /** The master key, 16 bytes, not a copy. */
    public byte[] key() {
        return key;
    }

    /** The master salt, 14 or 12 bytes, not a copy. */
    public byte[] salt() {
        return salt;
    }

    /** After how many packets new session keys are derived, or 0 for never. */
    public int derivationRate() {
        return derivationRate;
    }

    /** Overwrites key and salt with zeros. */
    @Override
    public void close() {
        Arrays.fill(key, (byte) 0);
        Arrays.fill(salt, (byte) 0);
    }

    @Override
    public String toString() {
        return suite.name() + " ***";
    }
}
