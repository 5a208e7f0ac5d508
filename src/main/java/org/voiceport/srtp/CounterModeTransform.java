package org.voiceport.srtp;

/** AES_CM with HMAC_SHA1, the default transforms of RFC 3711 §5, on what the JDK offers every program. */
final class CounterModeTransform implements PacketTransform {
    private final AesCounterMode aes;
    private final HmacSha1 hmac;

    /** Takes over both. */
    CounterModeTransform(AesCounterMode aes, HmacSha1 hmac) {
        this.aes = aes;
        this.hmac = hmac;
    }

    @Override
    public void applyKeystream(int ssrc, long index, byte[] buffer, int offset, int length) {
        aes.apply(ssrc, index, buffer, offset, length);
    }

    @Override
    public byte[] tag(byte[] buffer, int offset, int length, int rolloverCounter) {
        return hmac.of(buffer, offset, length, rolloverCounter);
    }

    @Override
    public byte[] tag(byte[] buffer, int offset, int length) {
        return hmac.of(buffer, offset, length);
    }

    @Override
    public void wipe() {
        aes.wipe();
        hmac.wipe();
    }
}
