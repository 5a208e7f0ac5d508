package org.voiceport.srtp;

/**
 * How packets are encrypted and authenticated: AES in counter mode with a 128-bit key and HMAC-SHA1 (RFC 3711 §4.1.1,
 * §4.2.1); the two differ in the tag of RTP packets only. RTCP packets have a tag of {@value #CONTROL_TAG_LENGTH}
 * octets with both (RFC 3711 §5.2, RFC 4568 §6.2).
 */
public enum SrtpProfile {
    AES_CM_128_HMAC_SHA1_32(4),
    AES_CM_128_HMAC_SHA1_80(10);

    /** Octets of the tag of an SRTCP packet. */
    public static final int CONTROL_TAG_LENGTH = 10;
    /** By how much {@link SrtpSender#protectControl} lengthens a packet: E flag and index, then the tag. */
    public static final int CONTROL_OVERHEAD = 4 + CONTROL_TAG_LENGTH;

    private final int tagLength;

    SrtpProfile(int tagLength) {
        this.tagLength = tagLength;
    }

    /** Octets of the tag of an SRTP packet: by how much {@link SrtpSender#protect} lengthens a packet. */
    public int tagLength() {
        return tagLength;
    }

    /** Octets of a master key. */
    public int keyLength() {
        return MasterKey.KEY_LENGTH;
    }

    /** Octets of a master salt. */
    public int saltLength() {
        return MasterKey.SALT_LENGTH;
    }
}
