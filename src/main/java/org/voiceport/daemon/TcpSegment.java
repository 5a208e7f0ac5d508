package org.voiceport.daemon;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.voiceport.sccp.Addresses;

/**
 * A TCP segment of a capture.
 *
 * @param sequence of its first byte; of the SYN itself if there is one
 * @param data as far as captured
 */
record TcpSegment(
        InetSocketAddress from, InetSocketAddress to, int sequence, boolean syn, boolean reset, ByteBuffer data) {
    private static final int TCP = 6;
    private static final int MOST_EXTENSIONS = 8;
    private static final int SYN = 0x02;
    private static final int RST = 0x04;

    /** The segment in an IP packet; empty for anything else, fragments among them. */
    static Optional<TcpSegment> in(ByteBuffer ip) {
        return switch (ip.get(0) >> 4 & 15) {
            case 4 -> inIpv4(ip);
            case 6 -> inIpv6(ip);
            default -> Optional.empty();
        };
    }

    private static Optional<TcpSegment> inIpv4(ByteBuffer ip) {
        int header = (ip.get(0) & 15) * 4;
        if (header < 20 || ip.limit() < header || ip.get(9) != TCP) {
            return Optional.empty();
        }
        boolean fragment = (ip.getShort(6) & 0x3FFF) != 0;
        if (fragment) {
            return Optional.empty();
        }
        // 0 where the network card was to cut the packet up: then it ends where the capture does.
        int total = ip.getShort(2) & 0xFFFF;
        int end = total == 0 ? ip.limit() : Math.min(total, ip.limit());
        return end < header ? Optional.empty() : of(bytes(ip, 12, 4), bytes(ip, 16, 4), ip.slice(header, end - header));
    }

    private static Optional<TcpSegment> inIpv6(ByteBuffer ip) {
        if (ip.limit() < 40) {
            return Optional.empty();
        }
        int length = ip.getShort(4) & 0xFFFF;
        int end = length == 0 ? ip.limit() : Math.min(40 + length, ip.limit());
        int next = ip.get(6) & 0xFF;
        int at = 40;
        for (int i = 0; i < MOST_EXTENSIONS && next != TCP; i++) {
            if (end < at + 8) {
                return Optional.empty();
            }
            int size = extension(ip, next, at);
            if (size == 0) {
                return Optional.empty();
            }
            next = ip.get(at) & 0xFF;
            at += size;
        }
        return next != TCP || end < at
                ? Optional.empty()
                : of(bytes(ip, 8, 16), bytes(ip, 24, 16), ip.slice(at, end - at));
    }

    /** Size of an extension header (RFC 8200 §4); 0 if TCP can't follow it here. */
    private static int extension(ByteBuffer ip, int type, int at) {
        int words = ip.get(at + 1) & 0xFF;
        return switch (type) {
            case 0, 43, 60 -> 8 + words * 8;
            case 51 -> (words + 2) * 4;
            // A fragment header without a fragment.
            case 44 -> (ip.getShort(at + 2) & 0xFFF9) == 0 ? 8 : 0;
            default -> 0;
        };
    }

    private static Optional<TcpSegment> of(byte[] source, byte[] destination, ByteBuffer tcp) {
        if (tcp.limit() < 20) {
            return Optional.empty();
        }
        int header = (tcp.get(12) >> 4 & 15) * 4;
        if (header < 20 || header > tcp.limit()) {
            return Optional.empty();
        }
        int flags = tcp.get(13);
        return Optional.of(new TcpSegment(
                new InetSocketAddress(Addresses.of(source), tcp.getShort(0) & 0xFFFF),
                new InetSocketAddress(Addresses.of(destination), tcp.getShort(2) & 0xFFFF),
                tcp.getInt(4),
                (flags & SYN) != 0,
                (flags & RST) != 0,
                tcp.slice(header, tcp.limit() - header)));
    }

    private static byte[] bytes(ByteBuffer from, int at, int size) {
        byte[] bytes = new byte[size];
        from.get(at, bytes);
        return bytes;
    }

    /** A copy of the data from {@code skip} on, which is less than its length. */
    byte[] dataFrom(int skip) {
        byte[] bytes = new byte[data.limit()];
        data.get(0, bytes);
        return Arrays.copyOfRange(bytes, skip, bytes.length);
    }
}
