package org.voiceport.srtp;

import org.voiceport.rtp.RtcpPacket;

/** What all SRTCP packets have: 8 octets in clear, and somewhere behind the rest the E flag and the index (RFC 3711 §3.4). */
final class ControlFormat {
    /** Octets in front that stay in clear. */
    static final int HEADER = 8;
    /** Octets of the E flag and the index. */
    static final int INDEX_LENGTH = 4;

    private static final int ENCRYPTED = 0x8000_0000;

    private ControlFormat() {}

    /** True if a packet of version 2 that has a whole header lies at the offset. */
    static boolean plausible(byte[] buffer, int offset, int length) {
        return offset >= 0
                && length >= HEADER
                && length <= buffer.length - offset
                && RtcpPacket.version(buffer, offset) == 2;
    }

    static void writeIndex(byte[] buffer, int offset, long index) {
        BigEndian.putInt(buffer, offset, ENCRYPTED | (int) index);
    }

    static boolean encrypted(byte[] buffer, int offset) {
        return (BigEndian.intAt(buffer, offset) & ENCRYPTED) != 0;
    }

    static long index(byte[] buffer, int offset) {
        return BigEndian.intAt(buffer, offset) & ~ENCRYPTED;
    }
}
