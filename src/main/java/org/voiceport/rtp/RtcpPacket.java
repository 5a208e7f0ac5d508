package org.voiceport.rtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Writes and reads the RTCP packets of one pair of streams in a byte array (RFC 3550 §6): SR, RR, SDES with a CNAME,
 * BYE, stacked into a compound packet. Static and without state, so any thread may call it.
 *
 * <p><b>Writing.</b> Each {@code write…} puts one packet at an offset and returns where the next one goes, or
 * {@link #NO_ROOM}; given a negative offset it returns that, so that calls chain and one test at the end is enough.
 *
 * <p><b>Reading.</b> {@link #check} judges the whole compound packet once. Then walk it: a packet at offset {@code o} is
 * followed by one at {@code o + packetLength(buffer, o)} until the end. Ask {@link #type} before a type's own accessors.
 *
 * <pre>
 *  |V=2|P|  count  |  packet type  |   length in words, minus 1    |
 *  |                     SSRC of the sender                        |
 *  |  SR only: NTP timestamp (64), RTP timestamp, packets, octets  |
 *  |  SR, RR: count report blocks of 24 octets                     |
 * </pre>
 */
public final class RtcpPacket {
    /** Packet type of a sender report. */
    public static final int SENDER_REPORT = 200;
    /** Packet type of a receiver report. */
    public static final int RECEIVER_REPORT = 201;
    /** Packet type of a source description. */
    public static final int SOURCE_DESCRIPTION = 202;
    /** Packet type of a goodbye. */
    public static final int BYE = 203;

    /** {@link #check}: a packet is cut short, or not within the array. */
    public static final int TOO_SHORT = -1;
    /** {@link #check}: the version is not 2. */
    public static final int BAD_VERSION = -2;
    /** {@link #check}: padding elsewhere than at the end, or its count is wrong. */
    public static final int BAD_PADDING = -3;
    /** {@link #check}: the first packet is neither SR nor RR (RFC 3550 §6.1). */
    public static final int BAD_ORDER = -4;
    /** {@link #check}: a packet's length has no room for what its count tells. */
    public static final int BAD_LENGTH = -5;
    /** {@link #check}: more packets than {@link #MAX_PACKETS}. */
    public static final int TOO_MANY = -6;
    /** Writing: the array ends before the packet does. */
    public static final int NO_ROOM = -7;

    /** How many packets a compound packet may hold here. */
    public static final int MAX_PACKETS = 16;
    /** How many octets of UTF-8 a CNAME may have (its length is one octet on the wire). */
    public static final int MAX_CNAME = 255;

    private static final int HEADER = 8;
    private static final int SENDER_INFO = 20;
    private static final int REPORT = 24;
    private static final int MAX_REPORTS = 31;
    private static final int CNAME = 1;
    private static final long NTP_EPOCH_OFFSET = 2_208_988_800L;
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private RtcpPacket() {}

    /**
     * Writes a sender report without report blocks.
     *
     * @param ntpTimestamp as from {@link #ntpTimestamp(Instant)}
     * @param rtpTimestamp the same moment on the stream's clock
     * @param packets RTP packets sent so far, modulo 2^32
     * @param octets payload octets sent so far, modulo 2^32
     */
    public static int writeSenderReport(
            byte[] buffer, int offset, int ssrc, long ntpTimestamp, int rtpTimestamp, int packets, int octets) {
        int end = writeHead(buffer, offset, SENDER_REPORT, 0, ssrc, HEADER + SENDER_INFO);
        if (end >= 0) {
            LONGS.set(buffer, offset + 8, ntpTimestamp);
            INTS.set(buffer, offset + 16, rtpTimestamp);
            INTS.set(buffer, offset + 20, packets);
            INTS.set(buffer, offset + 24, octets);
        }
        return end;
    }

    /** Writes a receiver report without report blocks. */
    public static int writeReceiverReport(byte[] buffer, int offset, int ssrc) {
        return writeHead(buffer, offset, RECEIVER_REPORT, 0, ssrc, HEADER);
    }

    /**
     * Adds a report block to the SR or RR that begins at {@code report} and ends at {@code offset}; up to 31.
     *
     * @return where the next packet goes, or {@link #NO_ROOM}
     */
    public static int writeReportBlock(byte[] buffer, int report, int offset, ReportBlock block) {
        if (offset < 0) {
            return offset;
        }
        if (buffer.length - offset < REPORT || count(buffer, report) == MAX_REPORTS) {
            return NO_ROOM;
        }
        INTS.set(buffer, offset, block.ssrc());
        INTS.set(buffer, offset + 4, block.fractionLost() << 24 | (block.lost() & 0xFF_FFFF));
        INTS.set(buffer, offset + 8, (int) block.highestSequence());
        INTS.set(buffer, offset + 12, (int) block.jitter());
        INTS.set(buffer, offset + 16, block.lastSenderReport());
        INTS.set(buffer, offset + 20, (int) block.delaySinceLastSenderReport());
        buffer[report]++;
        SHORTS.set(buffer, report + 2, (short) ((offset + REPORT - report) / 4 - 1));
        return offset + REPORT;
    }

    /**
     * Writes a source description with the one item that is mandatory.
     *
     * @throws IllegalArgumentException if the name is longer than {@link #MAX_CNAME} octets
     */
    public static int writeCname(byte[] buffer, int offset, int ssrc, String cname) {
        byte[] name = cname.getBytes(StandardCharsets.UTF_8);
        if (name.length > MAX_CNAME) {
            throw new IllegalArgumentException("CNAME of " + name.length + " octets: at most " + MAX_CNAME);
        }
        // The list of items ends with at least one zero octet, up to the next 32-bit border (RFC 3550 §6.5).
        int length = HEADER + (2 + name.length) / 4 * 4 + 4;
        int end = writeHead(buffer, offset, SOURCE_DESCRIPTION, 1, ssrc, length);
        if (end >= 0) {
            for (int i = offset + HEADER; i < end; i++) {
                buffer[i] = 0;
            }
            buffer[offset + HEADER] = CNAME;
            buffer[offset + HEADER + 1] = (byte) name.length;
            System.arraycopy(name, 0, buffer, offset + HEADER + 2, name.length);
        }
        return end;
    }

    /** Writes a goodbye of one source, without a reason. */
    public static int writeBye(byte[] buffer, int offset, int ssrc) {
        return writeHead(buffer, offset, BYE, 1, ssrc, HEADER);
    }

    private static int writeHead(byte[] buffer, int offset, int type, int count, int ssrc, int length) {
        if (offset < 0) {
            return offset;
        }
        if (buffer.length - offset < length) {
            return NO_ROOM;
        }
        buffer[offset] = (byte) (0x80 | count);
        buffer[offset + 1] = (byte) type;
        SHORTS.set(buffer, offset + 2, (short) (length / 4 - 1));
        INTS.set(buffer, offset + 4, ssrc);
        return offset + length;
    }

    /**
     * Tells whether a well-formed compound packet fills the given octets (RFC 3550 A.2, and each packet has room for
     * what its count says).
     *
     * @return how many packets it holds, 1 to {@link #MAX_PACKETS}, or one of the negative constants
     */
    public static int check(byte[] buffer, int offset, int length) {
        if (offset < 0 || length < HEADER || length > buffer.length - offset) {
            return TOO_SHORT;
        }
        int first = type(buffer, offset);
        if (first != SENDER_REPORT && first != RECEIVER_REPORT) {
            return version(buffer, offset) == 2 ? BAD_ORDER : BAD_VERSION;
        }
        int end = offset + length;
        int packets = 0;
        for (int at = offset; at < end; at += packetLength(buffer, at)) {
            int verdict = ++packets > MAX_PACKETS ? TOO_MANY : checkOne(buffer, at, end);
            if (verdict < 0) {
                return verdict;
            }
        }
        return packets;
    }

    private static int checkOne(byte[] buffer, int at, int end) {
        if (end - at < 4) {
            return TOO_SHORT;
        }
        if (version(buffer, at) != 2) {
            return BAD_VERSION;
        }
        int length = packetLength(buffer, at);
        if (length > end - at) {
            return TOO_SHORT;
        }
        int pad = 0;
        if ((buffer[at] & 0x20) != 0) {
            pad = buffer[at + length - 1] & 0xFF;
            if (at + length != end || pad == 0 || pad % 4 != 0 || pad > length - 4) {
                return BAD_PADDING;
            }
        }
        int count = count(buffer, at);
        int needed = switch (type(buffer, at)) {
            case SENDER_REPORT -> HEADER + SENDER_INFO + REPORT * count;
            case RECEIVER_REPORT -> HEADER + REPORT * count;
            case SOURCE_DESCRIPTION -> 4 + 8 * count; // a chunk: SSRC, and an end that fills a word
            case BYE -> 4 + 4 * count;
            default -> 4;
        };
        return needed <= length - pad ? length : BAD_LENGTH;
    }

    /** The version, 0 to 3; RTCP is 2. */
    public static int version(byte[] buffer, int offset) {
        return (buffer[offset] >> 6) & 0x03;
    }

    /** Report blocks of an SR or RR, chunks of an SDES, sources of a BYE: 0 to 31. */
    public static int count(byte[] buffer, int offset) {
        return buffer[offset] & 0x1F;
    }

    /** The packet type, 0 to 255; types that are not named here may follow the first packet and are to be skipped. */
    public static int type(byte[] buffer, int offset) {
        return buffer[offset + 1] & 0xFF;
    }

    /** The length of this one packet in octets, header included: 4 to 262144. */
    public static int packetLength(byte[] buffer, int offset) {
        return 4 * (((short) SHORTS.get(buffer, offset + 2) & 0xFFFF) + 1);
    }

    /** Who sent an SR or RR, or the first source of an SDES or BYE whose count is not 0. */
    public static int ssrc(byte[] buffer, int offset) {
        return (int) INTS.get(buffer, offset + 4);
    }

    /** The NTP timestamp of an SR. */
    public static long ntpTimestamp(byte[] buffer, int offset) {
        return (long) LONGS.get(buffer, offset + 8);
    }

    /** The RTP timestamp of an SR. */
    public static int rtpTimestamp(byte[] buffer, int offset) {
        return (int) INTS.get(buffer, offset + 16);
    }

    /** The packets that the sender of an SR has sent, modulo 2^32. */
    public static long senderPackets(byte[] buffer, int offset) {
        return unsigned(buffer, offset + 20);
    }

    /** The payload octets that the sender of an SR has sent, modulo 2^32. */
    public static long senderOctets(byte[] buffer, int offset) {
        return unsigned(buffer, offset + 24);
    }

    /**
     * One report block of an SR or RR.
     *
     * @param number 0 to {@link #count} - 1
     */
    public static ReportBlock reportBlock(byte[] buffer, int offset, int number) {
        int info = type(buffer, offset) == SENDER_REPORT ? SENDER_INFO : 0;
        int at = offset + HEADER + info + REPORT * number;
        int loss = (int) INTS.get(buffer, at + 4);
        return new ReportBlock(
                (int) INTS.get(buffer, at),
                loss >>> 24,
                loss << 8 >> 8,
                unsigned(buffer, at + 8),
                unsigned(buffer, at + 12),
                (int) INTS.get(buffer, at + 16),
                unsigned(buffer, at + 20));
    }

    /** True if a BYE names that source. */
    public static boolean byeOf(byte[] buffer, int offset, int ssrc) {
        for (int i = 0; i < count(buffer, offset); i++) {
            if ((int) INTS.get(buffer, offset + 4 + 4 * i) == ssrc) {
                return true;
            }
        }
        return false;
    }

    /**
     * Looks for what an SR or RR says of one source.
     *
     * @return the number of its report block, or -1
     */
    public static int reportOn(byte[] buffer, int offset, int ssrc) {
        int info = type(buffer, offset) == SENDER_REPORT ? SENDER_INFO : 0;
        for (int i = 0; i < count(buffer, offset); i++) {
            if ((int) INTS.get(buffer, offset + HEADER + info + REPORT * i) == ssrc) {
                return i;
            }
        }
        return -1;
    }

    /** The CNAME in the first chunk of an SDES that passed {@link #check}; empty if it has none or is cut short. */
    public static String cname(byte[] buffer, int offset) {
        int end = offset + packetLength(buffer, offset);
        int at = offset + HEADER;
        while (count(buffer, offset) > 0 && at + 2 <= end && buffer[at] != 0) {
            int length = buffer[at + 1] & 0xFF;
            if (at + 2 + length > end) {
                return "";
            }
            if (buffer[at] == CNAME) {
                return new String(buffer, at + 2, length, StandardCharsets.UTF_8);
            }
            at += 2 + length;
        }
        return "";
    }

    /** A moment as a 64-bit NTP timestamp: seconds since 1900 modulo 2^32, then 2^-32 of a second (RFC 3550 §4). */
    public static long ntpTimestamp(Instant moment) {
        long fraction = ((long) moment.getNano() << 32) / 1_000_000_000L;
        return (moment.getEpochSecond() + NTP_EPOCH_OFFSET) << 32 | fraction;
    }

    /** The middle 32 bits of an NTP timestamp, by which a report block names an SR. */
    public static int middle(long ntpTimestamp) {
        return (int) (ntpTimestamp >>> 16);
    }

    private static long unsigned(byte[] buffer, int offset) {
        return (int) INTS.get(buffer, offset) & 0xFFFF_FFFFL;
    }
}
