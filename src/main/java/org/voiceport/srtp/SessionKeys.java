package org.voiceport.srtp;

import java.util.Arrays;

/**
 * The session keys of one direction, derived from a master key with a derivation rate of 0 (RFC 3711 §4.3.1), at work in
 * the two transforms.
 *
 * @param packets for RTP
 * @param control for RTCP
 */
record SessionKeys(PacketTransform packets, PacketTransform control) {
    static final int RTP_ENCRYPTION = 0x00;
    static final int RTP_AUTHENTICATION = 0x01;
    static final int RTP_SALT = 0x02;
    static final int RTCP_ENCRYPTION = 0x03;
    static final int RTCP_AUTHENTICATION = 0x04;
    static final int RTCP_SALT = 0x05;

    private static final int AUTHENTICATION_LENGTH = 20;

    static SessionKeys of(MasterKey master) {
        AesCounterMode generator = master.counterMode();
        try {
            return new SessionKeys(
                    transform(generator, RTP_ENCRYPTION, RTP_AUTHENTICATION, RTP_SALT),
                    transform(generator, RTCP_ENCRYPTION, RTCP_AUTHENTICATION, RTCP_SALT));
        } finally {
            generator.wipe();
        }
    }

    private static PacketTransform transform(AesCounterMode generator, int encryption, int authentication, int salt) {
        byte[] key = derive(generator, encryption, MasterKey.KEY_LENGTH);
        byte[] tagKey = derive(generator, authentication, AUTHENTICATION_LENGTH);
        byte[] sessionSalt = derive(generator, salt, MasterKey.SALT_LENGTH);
        try {
            return new CounterModeTransform(new AesCounterMode(key, sessionSalt), new HmacSha1(tagKey));
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(tagKey, (byte) 0);
            Arrays.fill(sessionSalt, (byte) 0);
        }
    }

    /**
     * The pseudo-random octets of a label. The label stands in octet 7 of the block, where the last octet of a packet's
     * SSRC stands, so derivation is the keystream of 'source' label at index 0 (RFC 3711 §4.3.3).
     */
    static byte[] derive(AesCounterMode generator, int label, int length) {
        byte[] octets = new byte[length];
        generator.apply(label, 0, octets, 0, length);
        return octets;
    }

    void wipe() {
        packets.wipe();
        control.wipe();
    }

    @Override
    public String toString() {
        return "***";
    }
}
