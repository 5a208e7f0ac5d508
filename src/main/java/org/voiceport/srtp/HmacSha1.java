package org.voiceport.srtp;

import java.security.DigestException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * HMAC-SHA1 (RFC 2104) on a digest that is keyed anew for each packet: slower than a kept state by two compressions,
 * but {@code Mac} and cloned digests leave garbage, and this does not.
 */
final class HmacSha1 {
    /** Octets of a full result. */
    static final int LENGTH = 20;

    private static final int BLOCK = 64;

    private final MessageDigest sha1;
    private final byte[] innerKey = new byte[BLOCK];
    private final byte[] outerKey = new byte[BLOCK];
    private final byte[] result = new byte[LENGTH];
    private final byte[] trailer = new byte[4];

    /** Copies the key, which has at most 64 octets. */
    HmacSha1(byte[] key) {
        Arrays.fill(innerKey, (byte) 0x36);
        Arrays.fill(outerKey, (byte) 0x5C);
        for (int i = 0; i < key.length; i++) {
            innerKey[i] ^= key[i];
            outerKey[i] ^= key[i];
        }
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has SHA-1", e);
        }
    }

    /** The HMAC of some octets; the array is this object's own and holds until the next call. */
    byte[] of(byte[] buffer, int offset, int length) {
        sha1.update(innerKey, 0, BLOCK);
        sha1.update(buffer, offset, length);
        return finish();
    }

    /** The HMAC of some octets with four more behind them, most significant first. */
    byte[] of(byte[] buffer, int offset, int length, int last) {
        sha1.update(innerKey, 0, BLOCK);
        sha1.update(buffer, offset, length);
        trailer[0] = (byte) (last >> 24);
        trailer[1] = (byte) (last >> 16);
        trailer[2] = (byte) (last >> 8);
        trailer[3] = (byte) last;
        sha1.update(trailer, 0, 4);
        return finish();
    }

    private byte[] finish() {
        try {
            sha1.digest(result, 0, LENGTH);
            sha1.update(outerKey, 0, BLOCK);
            sha1.update(result, 0, LENGTH);
            sha1.digest(result, 0, LENGTH);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-1 gives 20 octets", e);
        }
        return result;
    }

    void wipe() {
        Arrays.fill(innerKey, (byte) 0);
        Arrays.fill(outerKey, (byte) 0);
        Arrays.fill(result, (byte) 0);
        sha1.reset();
    }
}
