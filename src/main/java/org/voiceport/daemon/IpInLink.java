package org.voiceport.daemon;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Finds the IP packet in what a link carried: Ethernet (with VLAN tags), Linux cooked (both versions), BSD loopback, raw IP.
 * The numbers are those of the LINKTYPE registry of pcap.
 */
final class IpInLink {
    private static final int BSD_LOOPBACK = 0;
    private static final int ETHERNET = 1;
    private static final int OPENBSD_LOOPBACK = 108;
    private static final int LINUX_COOKED = 113;
    private static final int LINUX_COOKED_2 = 276;

    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86DD;
    private static final int MOST_TAGS = 4;

    private IpInLink() {}

    /** True if packets of that link type can be read. */
    static boolean knows(int linkType) {
        return switch (linkType) {
            case BSD_LOOPBACK, ETHERNET, OPENBSD_LOOPBACK, LINUX_COOKED, LINUX_COOKED_2 -> true;
            default -> isRaw(linkType);
        };
    }

    /** Two numbers were given by systems of their own. */
    private static boolean isRaw(int linkType) {
        return switch (linkType) {
            case 12, 14, 101, 228, 229 -> true;
            default -> false;
        };
    }

    /** The IP packet from its first byte on; empty if there is none, or it is cut off before it begins. */
    static Optional<ByteBuffer> in(CapturedPacket packet) {
        ByteBuffer bytes = packet.bytes();
        return switch (packet.linkType()) {
            case ETHERNET -> behindType(bytes, 12);
            case LINUX_COOKED -> behindType(bytes, 14);
            // The type stands first, then 18 bytes of other things.
            case LINUX_COOKED_2 ->
                isIp(bytes, 0) ? from(bytes, 20) : isTag(bytes, 0) ? behindType(bytes, 22) : Optional.empty();
            // An address family in the byte order of the machine; the IP packet says its version itself.
            case BSD_LOOPBACK, OPENBSD_LOOPBACK -> from(bytes, 4);
            default -> isRaw(packet.linkType()) ? from(bytes, 0) : Optional.empty();
        };
    }

    private static Optional<ByteBuffer> behindType(ByteBuffer bytes, int typeAt) {
        int at = typeAt;
        for (int tags = 0; tags < MOST_TAGS && isTag(bytes, at); tags++) {
            at += 4;
        }
        return isIp(bytes, at) ? from(bytes, at + 2) : Optional.empty();
    }

    private static boolean isIp(ByteBuffer bytes, int at) {
        int type = type(bytes, at);
        return type == IPV4 || type == IPV6;
    }

    /** 802.1Q, 802.1ad, and the number that was used before it. */
    private static boolean isTag(ByteBuffer bytes, int at) {
        int type = type(bytes, at);
        return type == 0x8100 || type == 0x88A8 || type == 0x9100;
    }

    private static int type(ByteBuffer bytes, int at) {
        return bytes.limit() >= at + 2 ? bytes.getShort(at) & 0xFFFF : -1;
    }

    private static Optional<ByteBuffer> from(ByteBuffer bytes, int at) {
        return bytes.limit() > at ? Optional.of(bytes.slice(at, bytes.limit() - at)) : Optional.empty();
    }
}
