package org.voiceport.srtp;

/**
 * Encryption and authentication of whole packets under session keys of their own: one object for RTP, one for RTCP. Knows
 * where things stand in a packet, nothing of windows or lifetimes. Packets are transformed in place, whose limits and
 * header the caller has checked. Not for two threads at once.
 */
interface PacketTransform {
    /**
     * Encrypts all behind the header and puts the tag behind the packet.
     *
     * @param index 48 bits: rollover counter and sequence number
     * @param header octets that stay in clear
     * @param length of the packet in clear
     */
    void protect(int ssrc, long index, byte[] buffer, int offset, int header, int length);

    /**
     * Decrypts all behind the header if the tag is right.
     *
     * @param length of the packet without its tag
     * @return false if the tag is wrong: then the buffer is as it was
     */
    boolean unprotect(int ssrc, long index, byte[] buffer, int offset, int header, int length);

    /** The same for RTCP: encrypts, and adds tag and index. */
    void protectControl(int ssrc, long index, byte[] buffer, int offset, int length);

    /** The same for RTCP; {@code length} is without tag and index, whose E flag is set. */
    boolean unprotectControl(int ssrc, long index, byte[] buffer, int offset, int length);

    /** Overwrites the session keys; the object must not be used after. */
    void wipe();
}
