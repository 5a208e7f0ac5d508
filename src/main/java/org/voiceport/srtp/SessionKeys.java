package org.voiceport.srtp;

import java.util.Arrays;

/** The session keys of one direction, derived from a master key (RFC 3711 §4.3, RFC 7714 §11). Prints {@code ***}. */
final class SessionKeys {
    static final int RTP_ENCRYPTION = 0x00;
    static final int RTP_AUTHENTICATION = 0x01;
    static final int RTP_SALT = 0x02;
    static final int RTCP_ENCRYPTION = 0x03;
    static final int RTCP_AUTHENTICATION = 0x04;
    static final int RTCP_SALT = 0x05;

    private static final int AUTHENTICATION_LENGTH = 20;

    private final SrtpProfile profile;
    private final SrtpEngine engine;
    private final AesCounterMode generator;
    private final KeySeries packets;
    private final KeySeries control;

    /** @throws IllegalArgumentException if the salt is not as long as the profile wants it */
    SessionKeys(SrtpProfile profile, MasterKey master, SrtpEngine engine) {
        this.profile = profile;
        this.engine = engine;
        this.generator = master.counterMode(profile);
        int rate = master.derivationRate();
        packets = new KeySeries(
                period -> transform(RTP_ENCRYPTION, RTP_AUTHENTICATION, RTP_SALT, profile.tagLength(), period), rate);
        control = new KeySeries(
                period ->
                        transform(RTCP_ENCRYPTION, RTCP_AUTHENTICATION, RTCP_SALT, profile.controlTagLength(), period),
                rate);
        if (rate == 0) {
            generator.wipe();
        }
    }

    /** For RTP packets, by index. */
    KeySeries packets() {
        return packets;
    }

    /** For RTCP packets, by index. */
    KeySeries control() {
        return control;
    }

    private PacketTransform transform(int encryption, int authentication, int salt, int tagLength, long period) {
        byte[] key = derive(generator, encryption, period, profile.keyLength());
        byte[] sessionSalt = derive(generator, salt, period, profile.saltLength());
        try {
            return profile == SrtpProfile.AEAD_AES_128_GCM
                    ? new GcmTransform(key, sessionSalt)
                    : new CounterModeTransform(
                            new AesCounterMode(key, sessionSalt), mac(authentication, period), tagLength);
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(sessionSalt, (byte) 0);
        }
    }

    private PacketMac mac(int label, long period) {
        byte[] key = derive(generator, label, period, AUTHENTICATION_LENGTH);
        try {
            return engine.mac(key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /**
     * The pseudo-random octets of a label and a period, {@code r} in the RFC. In the block that is encrypted the label stands
     * in octet 7, where the last octet of a packet's SSRC stands, and the period where a packet's index stands, so derivation
     * is the keystream of 'source' label at index r (RFC 3711 §4.3.3). For SRTCP, too, r has 48 bits here: as all
     * implementations place the label for a rate of 0, though §4.3.2 speaks of 32 bits.
     */
    static byte[] derive(AesCounterMode generator, int label, long period, int length) {
        byte[] octets = new byte[length];
        generator.apply(Scratch.ofThread(), label, period, octets, 0, length);
        return octets;
    }

    void wipe() {
        generator.wipe();
        packets.wipe();
        control.wipe();
    }

    @Override
    public String toString() {
        return "***";
    }
}
