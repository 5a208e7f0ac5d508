package org.voiceport.sccp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * Wherever a stream is split, the same messages are cut out of it at the same time, and never more than one of them is
 * held. An input is a byte whose upper two bits choose the limit and whose lower six say how many bytes follow that are
 * sizes of pieces, then the stream.
 */
class FramingFuzzTest {
    private static final int[] LIMITS = {FrameCutter.DEFAULT_LIMIT, 300, 32, FrameCutter.HEADER};
    private static final int MOST_PIECES = 64;

    /** What was cut out of a stream so far. */
    private record Cut(List<String> messages, boolean lost) {}

    @FuzzTest
    void pieces_give_the_messages_of_the_whole(byte[] input) {
        int sizes = input.length == 0 ? 0 : input[0] & (MOST_PIECES - 1);
        if (input.length < 1 + sizes) {
            return;
        }
        int limit = LIMITS[(input[0] & 0xFF) / MOST_PIECES];
        byte[] stream = Arrays.copyOfRange(input, 1 + sizes, input.length);
        assertEquals(expected(stream, limit), whole(stream, limit));
        Pieces pieces = new Pieces(limit);
        int at = 0;
        for (int piece = 0; at < stream.length; piece++) {
            int size = piece < sizes ? (input[1 + piece] & 0xFF) + 1 : stream.length - at;
            int end = Math.min(stream.length, at + size);
            pieces.arrive(Unpooled.wrappedBuffer(stream, at, end - at));
            at = end;
            assertEquals(whole(Arrays.copyOf(stream, at), limit), new Cut(pieces.messages, pieces.lost), "after " + at);
        }
    }

    /** By the layout of the header alone. */
    private static Cut expected(byte[] stream, int limit) {
        List<String> messages = new ArrayList<>();
        ByteBuf in = Unpooled.wrappedBuffer(stream);
        while (in.readableBytes() >= 4) {
            long length = in.getUnsignedIntLE(in.readerIndex());
            if (length < 4 || length > limit - 8) {
                return new Cut(messages, true);
            } else if (in.readableBytes() < 8 + length) {
                break;
            }
            messages.add(HexFormat.of().formatHex(stream, in.readerIndex() + 4, in.readerIndex() + 8 + (int) length));
            in.skipBytes(8 + (int) length);
        }
        return new Cut(messages, false);
    }

    private static Cut whole(byte[] stream, int limit) {
        FrameCutter cutter = new FrameCutter(limit);
        ByteBuf in = Unpooled.wrappedBuffer(stream);
        List<String> messages = new ArrayList<>();
        try {
            for (Frame frame = cutter.next(in); frame != null; frame = cutter.next(in)) {
                messages.add(told(frame));
            }
        } catch (MalformedMessage malformed) {
            assertTrue(malformed.framingLost());
            return new Cut(messages, true);
        }
        return new Cut(messages, false);
    }

    private static String told(Frame frame) {
        ByteBuf header = Unpooled.buffer(8).writeIntLE(frame.version()).writeIntLE(frame.id());
        return ByteBufUtil.hexDump(header) + ByteBufUtil.hexDump(frame.body());
    }

    /** A receiver that keeps what of one message has come, in a buffer that has no room for more than the limit. */
    private static final class Pieces {
        final List<String> messages = new ArrayList<>();
        boolean lost;

        private final FrameCutter cutter;
        private final ByteBuf held;

        Pieces(int limit) {
            cutter = new FrameCutter(limit);
            held = Unpooled.buffer(limit, limit);
        }

        void arrive(ByteBuf piece) {
            try {
                while (!lost && complete(piece)) {
                    messages.add(told(Objects.requireNonNull(cutter.next(held), "a message that lacks nothing")));
                    held.clear();
                }
            } catch (MalformedMessage malformed) {
                lost = true;
            }
        }

        /** Adds what the message lacks; false if the piece hasn't so much. */
        private boolean complete(ByteBuf piece) {
            for (int lacks = cutter.lacks(held); lacks > 0; lacks = cutter.lacks(held)) {
                if (!piece.isReadable()) {
                    return false;
                }
                held.writeBytes(piece, Math.min(lacks, piece.readableBytes()));
            }
            return true;
        }
    }
}
