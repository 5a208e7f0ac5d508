package org.voiceport.sccp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameCutterTest {
    private final FrameCutter cutter = new FrameCutter(FrameCutter.DEFAULT_LIMIT);

    private static ByteBuf message(int id, int body) {
        ByteBuf message = Unpooled.buffer().writeIntLE(body + 4).writeIntLE(17).writeIntLE(id);
        for (int i = 0; i < body; i++) {
            message.writeByte(i);
        }
        return message;
    }

    private List<Integer> ids(ByteBuf in) throws MalformedMessage {
        List<Integer> ids = new ArrayList<>();
        for (Frame frame = cutter.next(in); frame != null; frame = cutter.next(in)) {
            ids.add(frame.id());
        }
        return ids;
    }

    @Test
    void gives_header_and_body_of_a_message() throws MalformedMessage {
        Frame frame = cutter.next(message(0x0111, 8));
        assertNotNull(frame);
        assertEquals(17, frame.version());
        assertEquals(0x0111, frame.id());
        assertEquals(8, frame.body().readableBytes());
        assertEquals(7, frame.body().getByte(frame.body().readerIndex() + 7));
    }

    @TestFactory
    Stream<DynamicTest> waits_for_the_rest_wherever_a_stream_is_split() {
        ByteBuf stream = Unpooled.buffer().writeBytes(message(1, 5)).writeBytes(message(2, 16));
        int total = stream.readableBytes();
        return IntStream.rangeClosed(0, total)
                .mapToObj(split -> dynamicTest("at " + split, () -> {
                    ByteBuf in = Unpooled.buffer().writeBytes(stream, 0, split);
                    List<Integer> ids = new ArrayList<>(ids(in));
                    int whole = split < 17 ? 0 : split < total ? 1 : 2;
                    assertEquals(whole, ids.size(), "messages before the split");
                    in.writeBytes(stream, split, total - split);
                    ids.addAll(ids(in));
                    assertEquals(List.of(1, 2), ids);
                    assertEquals(0, in.readableBytes());
                }));
    }

    @Test
    void takes_nothing_while_a_message_is_not_all_there() throws MalformedMessage {
        ByteBuf in = message(1, 100).writerIndex(111);
        assertNull(cutter.next(in));
        assertEquals(0, in.readerIndex());
    }

    @Test
    void cuts_many_messages_out_of_one_segment() throws MalformedMessage {
        ByteBuf in = Unpooled.buffer();
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            in.writeBytes(message(i, i % 7));
            expected.add(i);
        }
        assertEquals(expected, ids(in));
    }

    @Test
    void takes_a_message_without_a_body() throws MalformedMessage {
        assertEquals(List.of(0x0100), ids(message(0x0100, 0)));
    }

    @Test
    void takes_a_message_of_exactly_the_limit() throws MalformedMessage {
        assertEquals(List.of(9), ids(message(9, FrameCutter.DEFAULT_LIMIT - FrameCutter.HEADER)));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 3, 4089, 4096, 0x7FFFFFFF, 0x80000000L, 0xFFFFFFF8L, 0xFFFFFFFFL})
    void rejects_a_length_that_cannot_be_right_as_soon_as_it_is_read(long length) {
        ByteBuf in = Unpooled.buffer().writeIntLE((int) length);
        MalformedMessage malformed = assertThrows(MalformedMessage.class, () -> cutter.next(in));
        assertTrue(malformed.framingLost());
        assertTrue(malformed.what().startsWith("length field"), malformed.what());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 3, 4089, 0x7FFFFFFF, 0x80000000L, 0xFFFFFFFFL})
    void lacks_nothing_behind_a_length_that_cannot_be_right(long length) {
        ByteBuf in = Unpooled.buffer();
        assertEquals(4, cutter.lacks(in));
        assertEquals(0, cutter.lacks(in.writeIntLE((int) length)));
    }

    @Test
    void lacks_the_rest_of_a_message_whose_length_is_known() {
        ByteBuf whole = message(1, 100);
        for (int there = 4; there <= 112; there++) {
            assertEquals(112 - there, cutter.lacks(whole.slice(0, there)), there + " bytes are there");
        }
    }

    @Test
    void rejects_a_limit_below_the_header() {
        assertThrows(IllegalArgumentException.class, () -> new FrameCutter(11));
    }

    @TestFactory
    Stream<DynamicTest> garbage_is_messages_or_malformed_and_never_loops() {
        return LongStream.range(0, 200)
                .mapToObj(seed -> dynamicTest("seed " + seed, () -> {
                    Random random = new Random(seed);
                    byte[] garbage = new byte[random.nextInt(3000)];
                    random.nextBytes(garbage);
                    ByteBuf in = Unpooled.wrappedBuffer(garbage);
                    // Lengths of garbage are mostly absurd: bend them so that the bodies are reached, too.
                    for (int at = 0; at + 12 < garbage.length; ) {
                        int length = 4 + random.nextInt(400);
                        in.setIntLE(at, length);
                        in.setIntLE(at + 4, random.nextInt(30));
                        in.setIntLE(at + 8, random.nextInt(0x160));
                        at += length + 8;
                    }
                    assertTrue(readAll(in) <= garbage.length / 12, "more messages than fit");
                }));
    }

    private int readAll(ByteBuf in) {
        int messages = 0;
        while (true) {
            try {
                Frame frame = cutter.next(in);
                if (frame == null) {
                    return messages;
                }
                messages++;
                assertNotNull(MessageCodec.decode(frame).message().toString());
            } catch (MalformedMessage malformed) {
                if (malformed.framingLost()) {
                    return messages;
                }
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> any_body_of_any_message_at_any_version_is_read_or_malformed() {
        return Catalogue.rows().stream()
                .map(row -> dynamicTest(row.name(), () -> {
                    Random random = new Random(row.id());
                    for (int i = 0; i < 2000; i++) {
                        byte[] body = new byte[random.nextInt(200)];
                        random.nextBytes(body);
                        Frame frame = new Frame(random.nextInt(-2, 30), row.id(), Unpooled.wrappedBuffer(body));
                        try {
                            assertNotNull(MessageCodec.decode(frame).message());
                        } catch (MalformedMessage malformed) {
                            assertTrue(malformed.what().startsWith(row.name() + ": "), malformed.what());
                        }
                    }
                }));
    }
}
