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
    /** Bytes of a master salt of the AES-CM suites. */
    public static final int SALT_LENGTH = 14;

    private final MediaProtection suite;
    private final byte[] key;
    private final byte[] salt;

    /** Takes over the arrays; {@code suite} is one of the SRTP suites. */
    public MediaKey(MediaProtection suite, byte[] key, byte[] salt) {
        if (!suite.encrypted() || key.length != KEY_LENGTH || salt.length != SALT_LENGTH) {
            throw new IllegalArgumentException(
                    "a media key has an SRTP suite, " + KEY_LENGTH + " bytes of key and " + SALT_LENGTH + " of salt");
        }
        this.suite = suite;
        this.key = key;
        this.salt = salt;
    }

    /** The SRTP suite that the key is for. */
    public MediaProtection suite() {
        return suite;
    }

    /** The master key, 16 bytes, not a copy. */
    public byte[] key() {
        return key;
    }

    /** The master salt, 14 bytes, not a copy. */
    public byte[] salt() {
        return salt;
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
