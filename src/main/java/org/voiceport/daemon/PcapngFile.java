package org.voiceport.daemon;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A capture in the newer format (draft-ietf-opsawg-pcapng): sections, each in a byte order of its own, of blocks
 * {@code type 4, total length 4, body, total length 4}. Blocks of no use here are skipped unseen.
 */
final class PcapngFile implements CaptureFile {
    private static final int SECTION = 0x0A0D0D0A;
    private static final int INTERFACE = 1;
    private static final int OLD_PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int ENHANCED_PACKET = 6;
    private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;

    private static final int FRAME = 12;
    private static final int MOST_INTERFACES = 1024;
    private static final int OPTION_RESOLUTION = 9;
    private static final int OPTION_OFFSET = 14;

    private final CaptureInput in;
    private final List<Interface> interfaces = new ArrayList<>();
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

    /**
     * What all packets of an interface have in common.
     *
     * @param snapLength longest packet, 0 for any
     * @param unitsPerSecond of its times
     * @param offsetSeconds to be added to its times
     */
    private record Interface(int linkType, long snapLength, BigInteger unitsPerSecond, long offsetSeconds) {
        private static final BigInteger MICROSECONDS = BigInteger.valueOf(1_000_000);
        private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);
        private static final BigInteger END_OF_9999 = BigInteger.valueOf(253_402_300_799L);

        static Interface of(ByteBuffer body) {
            BigInteger units = MICROSECONDS;
            long offset = 0;
            int linkType = body.getShort(0) & 0xFFFF;
            long snapLength = Integer.toUnsignedLong(body.getInt(4));
            body.position(8);
            while (body.remaining() >= 4) {
                int code = body.getShort() & 0xFFFF;
                int length = body.getShort() & 0xFFFF;
                int padded = (length + 3) & ~3;
                if (code == 0 || padded > body.remaining()) {
                    break;
                }
                if (code == OPTION_RESOLUTION && length == 1) {
                    int exponent = body.get(body.position()) & 0x7F;
                    boolean binary = body.get(body.position()) < 0;
                    units = (binary ? BigInteger.TWO : BigInteger.TEN).pow(exponent);
                } else if (code == OPTION_OFFSET && length == 8) {
                    offset = body.getLong(body.position());
                }
                body.position(body.position() + padded);
            }
            return new Interface(linkType, snapLength, units, offset);
        }

        /** The time of a packet, of which a damaged file may say anything. */
        Instant time(int high, int low) {
            BigInteger units = new BigInteger(Integer.toUnsignedString(high))
                    .shiftLeft(32)
                    .add(new BigInteger(Integer.toUnsignedString(low)));
            BigInteger[] seconds = units.divideAndRemainder(unitsPerSecond);
            long nanos = seconds[1].multiply(NANOS).divide(unitsPerSecond).longValue();
            long whole = seconds[0]
                    .add(BigInteger.valueOf(offsetSeconds))
                    .max(BigInteger.ZERO)
                    .min(END_OF_9999)
                    .longValue();
            return Instant.ofEpochSecond(whole, nanos);
        }
    }

    private PcapngFile(CaptureInput in) {
        this.in = in;
    }

    static boolean begins(int magic) {
        return magic == SECTION;
    }

    /** The file whose first block type is read already. */
    static PcapngFile open(CaptureInput in) throws IOException {
        PcapngFile file = new PcapngFile(in);
        file.section(in.offset() - 4);
        return file;
    }

    @Override
    public Optional<CapturedPacket> next() throws IOException {
        while (true) {
            long at = in.offset();
            ByteBuffer type = in.pieceOrEnd(4, order, "a block's type");
            if (!type.hasRemaining()) {
                return Optional.empty();
            }
            if (type.getInt(0) == SECTION) {
                section(at);
                continue;
            }
            long length = Integer.toUnsignedLong(
                    in.piece(4, order, "a block's length").getInt(0));
            if (length < FRAME || length % 4 != 0) {
                throw new CaptureException(at, "a block of " + length + " bytes: the file is damaged");
            }
            Optional<CapturedPacket> packet = block(at, type.getInt(0), length - FRAME);
            if (packet.isPresent()) {
                return packet;
            }
        }
    }

    /** Reads the rest of a section header: the new byte order stands in its middle. */
    private void section(long at) throws IOException {
        ByteBuffer head = in.piece(8, ByteOrder.BIG_ENDIAN, "a section's header");
        if (head.getInt(4) == BYTE_ORDER_MAGIC) {
            order = ByteOrder.BIG_ENDIAN;
        } else if (Integer.reverseBytes(head.getInt(4)) == BYTE_ORDER_MAGIC) {
            order = ByteOrder.LITTLE_ENDIAN;
        } else {
            throw new CaptureException(at, "a section without a byte order: the file is damaged");
        }
        long length = Integer.toUnsignedLong(head.order(order).getInt(0));
        if (length < 28 || length % 4 != 0) {
            throw new CaptureException(at, "a section header of " + length + " bytes: the file is damaged");
        }
        in.skip(length - 12, "a section's header");
        interfaces.clear();
    }

    private Optional<CapturedPacket> block(long at, int type, long bodyLength) throws IOException {
        int least = least(type);
        if (least == 0) {
            in.skip(bodyLength + 4, "a block");
            return Optional.empty();
        }
        if (bodyLength < least || bodyLength > CaptureInput.LONGEST_PIECE) {
            throw new CaptureException(at, "a block with a body of " + bodyLength + " bytes: the file is damaged");
        }
        ByteBuffer body = in.piece((int) bodyLength, order, "a block");
        in.skip(4, "a block's end");
        if (type != INTERFACE) {
            return Optional.of(packet(at, type, body));
        }
        if (interfaces.size() == MOST_INTERFACES) {
            throw new CaptureException(at, "more than " + MOST_INTERFACES + " interfaces: the file is damaged");
        }
        interfaces.add(Interface.of(body));
        return Optional.empty();
    }

    /** Bytes that stand at least in a block of {@code type}; 0 if it is of no use. */
    private static int least(int type) {
        return switch (type) {
            case INTERFACE -> 8;
            case OLD_PACKET, ENHANCED_PACKET -> 20;
            case SIMPLE_PACKET -> 4;
            default -> 0;
        };
    }

    private CapturedPacket packet(long at, int type, ByteBuffer body) throws CaptureException {
        int number = switch (type) {
            case ENHANCED_PACKET -> body.getInt(0);
            case OLD_PACKET -> body.getShort(0) & 0xFFFF;
            default -> 0;
        };
        if (number < 0 || number >= interfaces.size()) {
            throw new CaptureException(at, "a packet of an interface that isn't described: the file is damaged");
        }
        Interface from = interfaces.get(number);
        if (type == SIMPLE_PACKET) {
            long original = Integer.toUnsignedLong(body.getInt(0));
            long captured = from.snapLength == 0 ? original : Math.min(original, from.snapLength);
            return new CapturedPacket(Instant.EPOCH, from.linkType, slice(at, body, 4, captured));
        }
        Instant time = from.time(body.getInt(4), body.getInt(8));
        return new CapturedPacket(time, from.linkType, slice(at, body, 20, Integer.toUnsignedLong(body.getInt(12))));
    }

    private static ByteBuffer slice(long at, ByteBuffer body, int from, long length) throws CaptureException {
        if (length > body.limit() - from) {
            throw new CaptureException(at, "a packet longer than its block: the file is damaged");
        }
        return body.slice(from, (int) length).order(ByteOrder.BIG_ENDIAN);
    }
}
