package org.voiceport.srtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES in counter mode as RFC 3711 §4.1.1 has it. The counter blocks are laid out here and encrypted in one go by
 * AES/ECB, because to initialise the JDK's own CTR mode for each packet costs more than the encryption and leaves
 * garbage.
 *
 * <pre>
 *   octet   0      4       8                14    16
 *          | salt, 14 octets                |  0   |
 *      XOR |  0   | SSRC  | packet index    |  0   |
 *        + |                               | block |
 * </pre>
 */
final class AesCounterMode {
    private static final VarHandle NATIVE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final int BLOCK = 16;
    private static final int BLOCKS = Scratch.KEYSTREAM / BLOCK;

    private final Cipher aes;
    private long saltHigh;
    private long saltLow;

    /** Copies both: a key of 16 octets, a salt of 14, or fewer for the master salt of GCM, which zeros fill up (RFC 7714 §11). */
    AesCounterMode(byte[] key, byte[] salt) {
        byte[] padded = Arrays.copyOf(salt, BLOCK);
        saltHigh = BigEndian.longAt(padded, 0);
        saltLow = BigEndian.longAt(padded, 8);
        Arrays.fill(padded, (byte) 0);
        try {
            aes = Cipher.getInstance("AES/ECB/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has AES/ECB/NoPadding", e);
        }
    }

    /**
     * XORs octets with the keystream of one packet, which encrypts and decrypts.
     *
     * @param index 48 bits: rollover counter and sequence number, or the SRTCP index
     * @param length at most 65536 blocks, since the block counter has 16 bits
     */
    void apply(Scratch scratch, int ssrc, long index, byte[] buffer, int offset, int length) {
        long high = saltHigh ^ (ssrc & 0xFFFF_FFFFL);
        long low = saltLow ^ (index << 16);
        int done = 0;
        while (done < length) {
            int part = Math.min(length - done, BLOCKS * BLOCK);
            int firstBlock = done / BLOCK;
            fillKeystream(scratch, high, low + firstBlock, (part + BLOCK - 1) / BLOCK);
            xor(scratch.keystream, buffer, offset + done, part);
            done += part;
        }
    }

    private void fillKeystream(Scratch scratch, long high, long low, int blocks) {
        byte[] counters = scratch.counters;
        for (int i = 0; i < blocks; i++) {
            BigEndian.putLong(counters, i * BLOCK, high);
            BigEndian.putLong(counters, i * BLOCK + 8, low + i);
        }
        try {
            aes.update(counters, 0, blocks * BLOCK, scratch.keystream, 0);
        } catch (ShortBufferException e) {
            throw new IllegalStateException("ECB gives as much as it takes", e);
        }
    }

    private static void xor(byte[] keystream, byte[] buffer, int offset, int length) {
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            NATIVE.set(buffer, offset + i, (long) NATIVE.get(buffer, offset + i) ^ (long) NATIVE.get(keystream, i));
        }
        for (; i < length; i++) {
            buffer[offset + i] ^= keystream[i];
        }
    }

    /** Overwrites what this object holds. The cipher's own key schedule is out of reach: it is replaced, then garbage. */
    void wipe() {
        saltHigh = 0;
        saltLow = 0;
        try {
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[BLOCK], "AES"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES takes any key of 16 octets", e);
        }
    }
}
