package org.voiceport.srtp;

import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * HMAC-SHA1 on what the JDK offers every program: a digest that is keyed anew for each packet. Slower than a kept state by
 * two compressions, but {@code Mac} and cloned digests leave garbage, and this does not.
 */
final class DigestMac implements PacketMac {
    private static final int BLOCK = 64;

    private final byte[] innerKey = new byte[BLOCK];
    private final byte[] outerKey = new byte[BLOCK];

    /** Copies the key, which has at most 64 octets. */
    DigestMac(byte[] key) {
        Arrays.fill(innerKey, (byte) 0x36);
        Arrays.fill(outerKey, (byte) 0x5C);
        for (int i = 0; i < key.length; i++) {
            innerKey[i] ^= key[i];
            outerKey[i] ^= key[i];
        }
    }

    @Override
    public void compute(Scratch scratch, byte[] buffer, int offset, int length) {
        MessageDigest sha1 = scratch.digest;
        sha1.update(innerKey, 0, BLOCK);
        sha1.update(buffer, offset, length);
        finish(sha1, scratch.result);
    }

    @Override
    public void compute(Scratch scratch, byte[] buffer, int offset, int length, int last) {
        MessageDigest sha1 = scratch.digest;
        sha1.update(innerKey, 0, BLOCK);
        sha1.update(buffer, offset, length);
        BigEndian.putInt(scratch.result, 0, last);
        sha1.update(scratch.result, 0, 4);
        finish(sha1, scratch.result);
    }

    private void finish(MessageDigest sha1, byte[] result) {
        try {
            sha1.digest(result, 0, LENGTH);
            sha1.update(outerKey, 0, BLOCK);
            sha1.update(result, 0, LENGTH);
            sha1.digest(result, 0, LENGTH);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-1 gives 20 octets", e);
        }
    }

    @Override
    public void write(Scratch scratch, byte[] buffer, int offset, int length) {
        System.arraycopy(scratch.result, 0, buffer, offset, length);
    }

    @Override
    public boolean matches(Scratch scratch, byte[] buffer, int offset, int length) {
        int difference = 0;
        for (int i = 0; i < length; i++) {
            difference |= scratch.result[i] ^ buffer[offset + i];
        }
        return difference == 0;
    }

    @Override
    public void wipe() {
        Arrays.fill(innerKey, (byte) 0);
        Arrays.fill(outerKey, (byte) 0);
    }
}
