package org.voiceport.srtp;

/**
 * The two cryptographic operations on a packet, with session keys of their own: one object for RTP, one for RTCP. Knows
 * nothing of packet formats, indexes or windows. Not for use by two threads at once, free of allocation per call.
 */
interface PacketTransform {
    /** XORs octets with the keystream that belongs to a source and a packet index of 48 bits. */
    void applyKeystream(int ssrc, long index, byte[] buffer, int offset, int length);

    /** The tag, not cut to length, of an SRTP packet; the array holds until the next call. */
    byte[] tag(byte[] buffer, int offset, int length, int rolloverCounter);

    /** The tag, not cut to length, of an SRTCP packet, whose index is part of the octets. */
    byte[] tag(byte[] buffer, int offset, int length);

    /** Overwrites the session keys; the object must not be used after. */
    void wipe();
}
