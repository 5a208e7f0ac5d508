package org.voiceport.sccp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Messages that real CallManagers sent (3.1, 3.3, 4.1); some were captured with their end cut off. */
class RealFramesTest {
    @SuppressWarnings("unchecked")
    private static Map<String, byte[]> frames() {
        Map<String, byte[]> frames = new TreeMap<>();
        ((Map<String, Map<Object, String>>) JsonResource.load("/sccp/callmanager-frames.json"))
                .forEach((group, messages) -> messages.forEach((name, hex) ->
                        frames.put(group + "/" + name, HexFormat.of().parseHex(hex))));
        return frames;
    }

    /** All frames, read as far as they go. */
    static Stream<Message> messages() {
        return frames().values().stream().map(frame -> {
            try {
                return Frames.decode(trimmed(frame)).message();
            } catch (MalformedMessage malformed) {
                throw new AssertionError(malformed);
            }
        });
    }

    private static byte[] frame(String name) {
        return frames().get(name);
    }

    private static int length(byte[] frame) {
        return Unpooled.wrappedBuffer(frame).getIntLE(0) + 8;
    }

    private static boolean isWhole(byte[] frame) {
        return length(frame) == frame.length;
    }

    /** The frame with a length field that says what is there. */
    private static byte[] trimmed(byte[] frame) {
        byte[] trimmed = frame.clone();
        Unpooled.wrappedBuffer(trimmed).setIntLE(0, frame.length - 8);
        return trimmed;
    }

    private static int id(byte[] frame) {
        return Unpooled.wrappedBuffer(frame).getIntLE(8);
    }

    private static byte[] encoded(Message message, int longestBody) {
        ByteBuf out = Unpooled.buffer();
        MessageCodec.encode(message, 0, longestBody, out);
        return ByteBufUtil.getBytes(out);
    }

    private static Stream<DynamicTest> of(boolean whole, FrameTest test) {
        return frames().entrySet().stream()
                .filter(entry -> isWhole(entry.getValue()) == whole)
                .map(entry -> dynamicTest(entry.getKey(), () -> test.run(entry.getValue())));
    }

    private interface FrameTest {
        void run(byte[] frame) throws Exception;
    }

    @Test
    void there_are_30_whole_and_16_cut_ones() {
        assertEquals(46, frames().size());
        assertEquals(
                30, frames().values().stream().filter(RealFramesTest::isWhole).count());
    }

    @TestFactory
    Stream<DynamicTest> each_is_a_known_message() {
        return Stream.of(true, false)
                .flatMap(whole -> of(
                        whole,
                        frame -> assertFalse(Frames.decode(trimmed(frame)).message() instanceof Message.Unknown)));
    }

    @TestFactory
    Stream<DynamicTest> whole_ones_have_every_field_and_nothing_beyond() {
        return of(true, frame -> {
            Decoded decoded = Frames.decode(frame);
            assertEquals(0, decoded.missing());
            assertEquals(0, decoded.surplus());
        });
    }

    @TestFactory
    Stream<DynamicTest> whole_ones_encode_to_the_same_bytes_but_for_stale_ones() {
        return of(true, frame -> {
            byte[] again = encoded(Frames.decode(frame).message(), frame.length - FrameCutter.HEADER);
            assertArrayEquals(StaleBytes.zeroed(frame, frame, id(frame)), StaleBytes.zeroed(again, frame, id(frame)));
        });
    }

    @TestFactory
    Stream<DynamicTest> stale_bytes_mean_nothing() {
        return of(
                true,
                frame -> assertEquals(
                        Frames.decode(frame).message(),
                        Frames.decode(StaleBytes.zeroed(frame, frame, id(frame)))
                                .message()));
    }

    @TestFactory
    Stream<DynamicTest> cut_ones_encode_to_bytes_that_begin_the_same_but_for_stale_ones() {
        return of(false, frame -> {
            byte[] again = encoded(Frames.decode(trimmed(frame)).message(), Integer.MAX_VALUE);
            assertTrue(again.length >= frame.length, "shorter than what was captured");
            byte[] beginning = Arrays.copyOf(again, frame.length);
            // All but the length field.
            assertArrayEquals(
                    Arrays.copyOfRange(StaleBytes.zeroed(frame, frame, id(frame)), 4, frame.length),
                    Arrays.copyOfRange(StaleBytes.zeroed(beginning, frame, id(frame)), 4, frame.length));
        });
    }

    @Test
    void a_call_rings_with_the_large_reference_of_a_call_manager() throws MalformedMessage {
        CallMessage.CallState ring =
                (CallMessage.CallState) Frames.decode(frame("cm_call_ring/132")).message();
        assertEquals(CallPhase.RING_IN, ring.phase());
        assertEquals(1, ring.line());
        assertEquals(0x0100001F, ring.callReference());
    }

    @Test
    void the_short_open_receive_channel_names_call_codec_and_no_key() throws MalformedMessage {
        MediaMessage.OpenReceiveChannel open = (MediaMessage.OpenReceiveChannel)
                Frames.decode(frame("cm_call_open_rx/148")).message();
        assertEquals(0x0100001F, open.callReference());
        assertEquals(20, open.packetMillis());
        assertEquals(Payload.G711U, open.payload());
        assertFalse(open.key().present());
    }

    @Test
    void the_short_start_media_transmission_names_address_port_and_codec() throws MalformedMessage {
        MediaMessage.StartMediaTransmission start = (MediaMessage.StartMediaTransmission)
                Frames.decode(frame("cm_call_media/154")).message();
        assertEquals("10.102.219.27", start.remoteAddress().getHostAddress());
        assertEquals(60186, start.remotePort());
        assertEquals(20, start.packetMillis());
        assertEquals(Payload.G711U, start.payload());
        assertEquals(184, start.precedence());
        assertFalse(start.key().present());
    }

    @Test
    void the_short_acknowledgement_has_no_call_reference() throws MalformedMessage {
        MediaMessage.OpenReceiveChannelAck ack = (MediaMessage.OpenReceiveChannelAck)
                Frames.decode(frame("cm_call_media/155")).message();
        assertEquals(MediaStatus.OK, ack.status());
        assertEquals("10.102.10.209", ack.address().getHostAddress());
        assertEquals(0x4000, ack.port());
        assertEquals(0, ack.callReference());
    }

    @Test
    void text_ends_at_the_first_nul() throws MalformedMessage {
        SetupMessage.LineStatRes line = (SetupMessage.LineStatRes)
                Frames.decode(trimmed(frame("cm31_reg/line_stat"))).message();
        assertEquals("1003", line.number());
    }
}
