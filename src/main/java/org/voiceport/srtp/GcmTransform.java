package org.voiceport.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AEAD_AES_128_GCM (RFC 7714 §8, §9) on the JDK's cipher.
 *
 * <pre>
 *   SRTP   | header   | encrypted ... | tag |                       authenticated besides: header
 *   SRTCP  | 8 octets | encrypted ... | tag |E| index, 31 bits |    authenticated besides: 8 octets, E and index
 *   nonce  | 0, 0 | SSRC | ROC | SEQ |  XOR salt;  of SRTCP | 0, 0 | SSRC | 0, 0 | 0 and index |  XOR salt
 * </pre>
 *
 * Unlike {@link CounterModeTransform}, this leaves garbage: the JDK's cipher takes each nonce as an object. And a wrong tag
 * is an exception inside the JDK, which is caught here.
 */
final class GcmTransform implements PacketTransform {
    static final int SALT_LENGTH = 12;
    static final int TAG_LENGTH = 16;

    private static final int ENOUGH_FOR_AUDIO = 512;

    private final Cipher aes;
    private final byte[] salt;
    private final byte[] nonce = new byte[SALT_LENGTH];
    private final byte[] index31 = new byte[ControlFormat.INDEX_LENGTH];
    /** Where the JDK decrypts: it clears what it has decrypted if the tag is wrong, and a packet has to stay as it was. */
    private byte[] decrypted = new byte[ENOUGH_FOR_AUDIO];

    private SecretKeySpec key;

    /** Copies both: a key of 16 octets, a salt of {@value #SALT_LENGTH}. */
    GcmTransform(byte[] key, byte[] salt) {
        this.key = new SecretKeySpec(key, "AES");
        this.salt = salt.clone();
        try {
            aes = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has AES/GCM/NoPadding", e);
        }
    }

    @Override
    public void protect(int ssrc, long index, byte[] buffer, int offset, int header, int length) {
        setNonce(ssrc, index);
        try {
            begin(Cipher.ENCRYPT_MODE, buffer, offset, header);
            aes.doFinal(buffer, offset + header, length - header, buffer, offset + header);
        } catch (GeneralSecurityException e) {
            throw unexpected(e);
        }
    }

    @Override
    public boolean unprotect(int ssrc, long index, byte[] buffer, int offset, int header, int length) {
        setNonce(ssrc, index);
        try {
            begin(Cipher.DECRYPT_MODE, buffer, offset, header);
            return decrypt(buffer, offset + header, length - header);
        } catch (GeneralSecurityException e) {
            throw unexpected(e);
        }
    }

    @Override
    public void protectControl(int ssrc, long index, byte[] buffer, int offset, int length) {
        int header = ControlFormat.HEADER;
        setNonce(ssrc, index);
        ControlFormat.writeIndex(index31, 0, index);
        try {
            begin(Cipher.ENCRYPT_MODE, buffer, offset, header);
            aes.updateAAD(index31);
            aes.doFinal(buffer, offset + header, length - header, buffer, offset + header);
        } catch (GeneralSecurityException e) {
            throw unexpected(e);
        }
        ControlFormat.writeIndex(buffer, offset + length + TAG_LENGTH, index);
    }

    @Override
    public boolean unprotectControl(int ssrc, long index, byte[] buffer, int offset, int length) {
        int header = ControlFormat.HEADER;
        setNonce(ssrc, index);
        try {
            begin(Cipher.DECRYPT_MODE, buffer, offset, header);
            aes.updateAAD(buffer, offset + length + TAG_LENGTH, ControlFormat.INDEX_LENGTH);
            return decrypt(buffer, offset + header, length - header);
        } catch (GeneralSecurityException e) {
            throw unexpected(e);
        }
    }

    /** An SRTCP index has 31 bits, so that one layout serves both kinds of packets. */
    private void setNonce(int ssrc, long index) {
        BigEndian.putShort(nonce, 0, BigEndian.shortAt(salt, 0));
        BigEndian.putInt(nonce, 2, BigEndian.intAt(salt, 2) ^ ssrc);
        BigEndian.putShort(nonce, 6, BigEndian.shortAt(salt, 6) ^ (int) (index >>> 32));
        BigEndian.putInt(nonce, 8, BigEndian.intAt(salt, 8) ^ (int) index);
    }

    private void begin(int mode, byte[] buffer, int offset, int header) throws GeneralSecurityException {
        aes.init(mode, key, new GCMParameterSpec(8 * TAG_LENGTH, nonce));
        aes.updateAAD(buffer, offset, header);
    }

    private boolean decrypt(byte[] buffer, int offset, int length) throws GeneralSecurityException {
        if (decrypted.length < length) {
            decrypted = new byte[length];
        }
        try {
            aes.doFinal(buffer, offset, length + TAG_LENGTH, decrypted, 0);
        } catch (AEADBadTagException e) {
            return false;
        }
        System.arraycopy(decrypted, 0, buffer, offset, length);
        return true;
    }

    private static IllegalStateException unexpected(GeneralSecurityException e) {
        return new IllegalStateException("AES-GCM takes any key, nonce and packet that are new", e);
    }

    @Override
    public void wipe() {
        Arrays.fill(salt, (byte) 0);
        Arrays.fill(nonce, (byte) 0);
        Arrays.fill(decrypted, (byte) 0);
        key = new SecretKeySpec(new byte[16], "AES");
        try {
            aes.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(8 * TAG_LENGTH, nonce));
        } catch (GeneralSecurityException e) {
            throw unexpected(e);
        }
    }
}
