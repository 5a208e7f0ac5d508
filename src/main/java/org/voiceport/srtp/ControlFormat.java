package org.voiceport.srtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.voiceport.rtp.RtcpPacket;

/**
 * Where things stand in an SRTCP packet (RFC 3711 §3.4):
 *
 * <pre>
 *  | RTCP header, SSRC: 8 octets | encrypted ... |E| index, 31 bits | tag, 10 octets |
 *  |&lt;---------------- authenticated ---------------------------->|
 * </pre>
 */
final class ControlFormat {
    /** Octets in front that stay in clear. */
    static final int HEADER = 8;

    private static final int ENCRYPTED = 0x8000_0000;
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private ControlFormat() {}

    /** True if a packet of version 2 that has a whole header lies at the offset. */
    static boolean plausible(byte[] buffer, int offset, int length) {
        return offset >= 0
                && length >= HEADER
                && length <= buffer.length - offset
                && RtcpPacket.version(buffer, offset) == 2;
    }

    static void writeIndex(byte[] buffer, int offset, long index) {
        INTS.set(buffer, offset, ENCRYPTED | (int) index);
    }

    static boolean encrypted(byte[] buffer, int offset) {
        return ((int) INTS.get(buffer, offset) & ENCRYPTED) != 0;
    }

    static long index(byte[] buffer, int offset) {
        return (int) INTS.get(buffer, offset) & ~ENCRYPTED;
    }
}
