package org.voiceport.sccp;

/** Media encryption algorithm of a key block (wire reference 4.1). */
public record EncryptionAlgorithm(int value) implements Code {
    public static final EncryptionAlgorithm NONE = new EncryptionAlgorithm(0);
    public static final EncryptionAlgorithm AES_128_CM_HMAC_SHA1_32 = new EncryptionAlgorithm(1);
    public static final EncryptionAlgorithm AES_128_CM_HMAC_SHA1_80 = new EncryptionAlgorithm(2);
    public static final EncryptionAlgorithm F8_128_HMAC_SHA1_32 = new EncryptionAlgorithm(3);
    public static final EncryptionAlgorithm F8_128_HMAC_SHA1_80 = new EncryptionAlgorithm(4);
    public static final EncryptionAlgorithm AEAD_AES_128_GCM = new EncryptionAlgorithm(5);
    public static final EncryptionAlgorithm AEAD_AES_256_GCM = new EncryptionAlgorithm(6);

    @Override
    public String toString() {
        return switch (value) {
            case 0 -> "none";
            case 1 -> "AES_CM_128_HMAC_SHA1_32";
            case 2 -> "AES_CM_128_HMAC_SHA1_80";
            case 3 -> "F8_128_HMAC_SHA1_32";
            case 4 -> "F8_128_HMAC_SHA1_80";
            case 5 -> "AEAD_AES_128_GCM";
            case 6 -> "AEAD_AES_256_GCM";
            default -> Code.hex(value);
        };
    }
}
