package org.voiceport.srtp;

/** How many packets a master key may still protect: when either count is used up, so is the key (RFC 3711 §9.2). */
final class KeyLifetime {
    private long packetsLeft;
    private long controlPacketsLeft;

    KeyLifetime(long packets, long controlPackets) {
        this.packetsLeft = packets;
        this.controlPacketsLeft = controlPackets;
    }

    /** The most that RFC 3711 allows: 2^48 SRTP packets, 2^31 SRTCP packets. */
    static KeyLifetime full() {
        return new KeyLifetime(1L << 48, 1L << 31);
    }

    boolean over() {
        return packetsLeft <= 0 || controlPacketsLeft <= 0;
    }

    void spendPacket() {
        packetsLeft--;
    }

    void spendControlPacket() {
        controlPacketsLeft--;
    }
}
