package org.voiceport.event;

/** What really protects one direction of a call's media. */
public enum MediaProtection {
    /** No stream in this direction. */
    NONE("none"),
    /** RTP in clear. */
    RTP("RTP"),
    /** SRTP, AES counter mode with a 32-bit tag (RFC 3711). */
    AES_CM_128_HMAC_SHA1_32("SRTP AES_CM_128_HMAC_SHA1_32"),
    /** SRTP, AES counter mode with an 80-bit tag (RFC 3711). */
    AES_CM_128_HMAC_SHA1_80("SRTP AES_CM_128_HMAC_SHA1_80"),
    /** SRTP, AES in Galois/counter mode with a 128-bit tag (RFC 7714). */
    AEAD_AES_128_GCM("SRTP AEAD_AES_128_GCM");

    private final String words;

    MediaProtection(String words) {
        this.words = words;
    }

    /** For logs and tables: {@code RTP}, or {@code SRTP} and its suite. */
    public String words() {
        return words;
    }

    /** True for every SRTP suite. */
    public boolean encrypted() {
        return this != NONE && this != RTP;
    }

    @Override
    public String toString() {
        return words;
    }
}
