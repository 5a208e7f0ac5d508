package org.voiceport.daemon;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Optional;

/**
 * A capture in the older format (draft-ietf-opsawg-pcap), in either byte order, with micro- or nanoseconds:
 *
 * <pre>
 * file:   magic 4, version 2+2, 8 unused, snapshot length 4, link type 4 (the low 16 bits)
 * packet: seconds 4, fraction 4, captured length 4, original length 4, bytes
 * </pre>
 */
final class PcapFile implements CaptureFile {
    private static final int MICROSECONDS = 0xA1B2C3D4;
    private static final int NANOSECONDS = 0xA1B23C4D;
    private static final int HEADER_BEHIND_MAGIC = 20;
    private static final int PACKET_HEADER = 16;

    private final CaptureInput in;
    private final ByteOrder order;
    private final int nanosPerUnit;
    private final int linkType;

    private PcapFile(CaptureInput in, ByteOrder order, int nanosPerUnit, int linkType) {
        this.in = in;
        this.order = order;
        this.nanosPerUnit = nanosPerUnit;
        this.linkType = linkType;
    }

    static boolean begins(int magic) {
        int turned = Integer.reverseBytes(magic);
        return magic == MICROSECONDS || magic == NANOSECONDS || turned == MICROSECONDS || turned == NANOSECONDS;
    }

    /** @param magic the first four bytes, which are read already */
    static PcapFile open(CaptureInput in, int magic) throws IOException {
        boolean bigEndian = magic == MICROSECONDS || magic == NANOSECONDS;
        ByteOrder order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        int plain = bigEndian ? magic : Integer.reverseBytes(magic);
        ByteBuffer header = in.piece(HEADER_BEHIND_MAGIC, order, "the file header");
        return new PcapFile(in, order, plain == NANOSECONDS ? 1 : 1000, header.getInt(16) & 0xFFFF);
    }

    @Override
    public Optional<CapturedPacket> next() throws IOException {
        long at = in.offset();
        ByteBuffer header = in.pieceOrEnd(PACKET_HEADER, order, "a packet's header");
        if (!header.hasRemaining()) {
            return Optional.empty();
        }
        long captured = Integer.toUnsignedLong(header.getInt(8));
        if (captured > CaptureInput.LONGEST_PIECE) {
            throw new CaptureException(at, "a packet of " + captured + " bytes: the file is damaged");
        }
        long nanos = Integer.toUnsignedLong(header.getInt(4)) * nanosPerUnit;
        Instant time = Instant.ofEpochSecond(Integer.toUnsignedLong(header.getInt(0)), nanos);
        return Optional.of(
                new CapturedPacket(time, linkType, in.piece((int) captured, ByteOrder.BIG_ENDIAN, "a packet")));
    }
}
