package org.voiceport.rtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Views of an RTP packet that lies in a byte array (RFC 3550 §5.1), and the writer of a plain header. Static, free of
 * allocation and of state, so any thread may call them.
 *
 * <p>Every accessor takes the array, the offset of the packet in it and, where it matters, the packet's length. Call
 * {@link #check} first: it alone looks at limits, the accessors trust its verdict.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 *  |                           timestamp                           |
 *  |                             SSRC                              |
 *  |              CSRC identifiers, CC times 32 bits               |
 *  |      defined by profile       |   length in 32-bit words      |  if X
 *  |                      extension, length words                  |
 * </pre>
 */
public final class RtpPacket {
    /** Octets of a header without CSRC and extension. */
    public static final int HEADER_LENGTH = 12;
    /** {@link #check}: shorter than its header, or not within the array. */
    public static final int TOO_SHORT = -1;
    /** {@link #check}: the version is not 2. */
    public static final int BAD_VERSION = -2;
    /** {@link #payloadLength}: the padding count is 0 or greater than what follows the header. */
    public static final int BAD_PADDING = -3;

    private static final int VERSION = 2;
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private RtpPacket() {}

    /**
     * Tells whether a header of RTP version 2 lies at {@code offset} in full, CSRC identifiers and extension included.
     * Says nothing on padding, because in an SRTP packet that is encrypted.
     *
     * @return the length of the header in octets (12 or more), or {@link #TOO_SHORT} or {@link #BAD_VERSION}
     */
    public static int check(byte[] buffer, int offset, int length) {
        if (offset < 0 || length < HEADER_LENGTH || length > buffer.length - offset) {
            return TOO_SHORT;
        }
        if (version(buffer, offset) != VERSION) {
            return BAD_VERSION;
        }
        int fixed = HEADER_LENGTH + 4 * csrcCount(buffer, offset);
        if (!extension(buffer, offset)) {
            return fixed <= length ? fixed : TOO_SHORT;
        }
        if (fixed + 4 > length) {
            return TOO_SHORT;
        }
        int header = fixed + 4 + 4 * unsignedShort(buffer, offset + fixed + 2);
        return header <= length ? header : TOO_SHORT;
    }

    /** The version, 0 to 3; RTP is 2. */
    public static int version(byte[] buffer, int offset) {
        return (buffer[offset] >> 6) & 0x03;
    }

    /** True if the payload ends with padding whose last octet counts it. */
    public static boolean padding(byte[] buffer, int offset) {
        return (buffer[offset] & 0x20) != 0;
    }

    /** True if a header extension follows the CSRC identifiers. */
    public static boolean extension(byte[] buffer, int offset) {
        return (buffer[offset] & 0x10) != 0;
    }

    /** How many CSRC identifiers the header has, 0 to 15. */
    public static int csrcCount(byte[] buffer, int offset) {
        return buffer[offset] & 0x0F;
    }

    /** The marker bit; for audio, the first packet after a silence (RFC 3551 §4.1). */
    public static boolean marker(byte[] buffer, int offset) {
        return (buffer[offset + 1] & 0x80) != 0;
    }

    /** The payload type, 0 to 127. */
    public static int payloadType(byte[] buffer, int offset) {
        return buffer[offset + 1] & 0x7F;
    }

    /** The sequence number, 0 to 65535. */
    public static int sequence(byte[] buffer, int offset) {
        return unsignedShort(buffer, offset + 2);
    }

    /** The timestamp, 32 bits unsigned, in units of the payload's clock; compare by the sign of a difference. */
    public static int timestamp(byte[] buffer, int offset) {
        return (int) INTS.get(buffer, offset + 4);
    }

    /** The synchronization source, 32 bits without order. */
    public static int ssrc(byte[] buffer, int offset) {
        return (int) INTS.get(buffer, offset + 8);
    }

    /** The header's length in octets with CSRC identifiers and extension, of a packet that passed {@link #check}. */
    public static int headerLength(byte[] buffer, int offset) {
        int fixed = HEADER_LENGTH + 4 * csrcCount(buffer, offset);
        return extension(buffer, offset) ? fixed + 4 + 4 * unsignedShort(buffer, offset + fixed + 2) : fixed;
    }

    /** Where in the array the payload of a packet that passed {@link #check} begins. */
    public static int payloadOffset(byte[] buffer, int offset) {
        return offset + headerLength(buffer, offset);
    }

    /**
     * The payload's length in octets, padding taken off, of a packet in clear that passed {@link #check}.
     *
     * @return 0 or more, or {@link #BAD_PADDING}
     */
    public static int payloadLength(byte[] buffer, int offset, int length) {
        int rest = length - headerLength(buffer, offset);
        if (!padding(buffer, offset)) {
            return rest;
        }
        int pad = rest > 0 ? buffer[offset + length - 1] & 0xFF : 0;
        return pad > 0 && pad <= rest ? rest - pad : BAD_PADDING;
    }

    /**
     * Writes a header of {@value #HEADER_LENGTH} octets: version 2, no padding, no extension, no CSRC.
     *
     * @param payloadType 0 to 127
     * @param sequence its low 16 bits are taken
     * @throws IndexOutOfBoundsException if the array has no room, which is the caller's mistake
     */
    public static void writeHeader(
            byte[] buffer, int offset, int payloadType, boolean marker, int sequence, int timestamp, int ssrc) {
        buffer[offset] = (byte) (VERSION << 6);
        buffer[offset + 1] = (byte) ((marker ? 0x80 : 0) | (payloadType & 0x7F));
        SHORTS.set(buffer, offset + 2, (short) sequence);
        INTS.set(buffer, offset + 4, timestamp);
        INTS.set(buffer, offset + 8, ssrc);
    }

    private static int unsignedShort(byte[] buffer, int offset) {
        return (short) SHORTS.get(buffer, offset) & 0xFFFF;
    }
}
