package org.voiceport.srtp;

/**
 * How packets are encrypted and authenticated: AES in counter mode with HMAC-SHA1 (RFC 3711 §4.1.1, §4.2.1), of which two
 * differ in the tag of RTP packets only, or AES-GCM (RFC 7714). All have a 128-bit master key.
 */
public enum SrtpProfile {
    /** RTCP packets have a tag of 80 bits all the same (RFC 3711 §5.2, RFC 4568 §6.2). */
    AES_CM_128_HMAC_SHA1_32(14, 4, 10),
    AES_CM_128_HMAC_SHA1_80(14, 10, 10),
    /** Leaves garbage per packet, as the JDK's cipher does. */
    AEAD_AES_128_GCM(12, 16, 16);

    private final int saltLength;
    private final int tagLength;
    private final int controlTagLength;

    SrtpProfile(int saltLength, int tagLength, int controlTagLength) {
        this.saltLength = saltLength;
        this.tagLength = tagLength;
        this.controlTagLength = controlTagLength;
    }

    /** Octets of the tag of an SRTP packet: by how much {@link SrtpSender#protect} lengthens a packet. */
    public int tagLength() {
        return tagLength;
    }

    /** Octets of the tag of an SRTCP packet. */
    public int controlTagLength() {
        return controlTagLength;
    }

    /** By how much {@link SrtpSender#protectControl} lengthens a packet, in octets: E flag and index, and the tag. */
    public int controlOverhead() {
        return ControlFormat.INDEX_LENGTH + controlTagLength;
    }

    /** Octets of a master key. */
    public int keyLength() {
        return MasterKey.KEY_LENGTH;
    }

    /** Octets of a master salt. */
    public int saltLength() {
        return saltLength;
    }

    /** Where the E flag and the index of an SRTCP packet stand behind the octets that were there before protection. */
    int controlIndexAt() {
        return this == AEAD_AES_128_GCM ? controlTagLength : 0;
    }
}
