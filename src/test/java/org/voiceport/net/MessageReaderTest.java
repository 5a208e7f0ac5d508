package org.voiceport.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.voiceport.event.Fault;
import org.voiceport.event.SecurityMode;
import org.voiceport.port.Server;
import org.voiceport.sccp.Decoded;
import org.voiceport.sccp.Message;

/** Bytes in, messages out, without a network. The clock is Netty's embedded one, which stands until it is moved. */
class MessageReaderTest {
    private static final Duration REST = Duration.ofSeconds(15);

    private final Out out = new Out();
    private final List<ByteBuf> given = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel(
            new MessageReader(4096, REST, LinkFaults.to(new Server("cm1", 2000, 2443), SecurityMode.NON_SECURE), out));

    @AfterEach
    void every_buffer_is_released() {
        channel.checkException();
        channel.finishAndReleaseAll();
        for (ByteBuf buffer : given) {
            assertEquals(0, buffer.refCnt());
        }
    }

    MessageReaderTest() {
        channel.freezeTime();
    }

    @Test
    void message_may_be_split_anywhere() {
        byte[] stream = Wires.join(Wires.REGISTER_REJECT, Wires.KEEP_ALIVE_ACK);
        for (int split = 1; split < stream.length; split++) {
            out.messages.clear();
            read(stream, 0, split);
            read(stream, split, stream.length);
            assertEquals(List.of("RegisterReject", "KeepAliveAck"), out.names(), "split at " + split);
        }
    }

    @Test
    void message_may_come_byte_by_byte() {
        byte[] stream = Wires.join(Wires.REGISTER_REJECT, Wires.KEEP_ALIVE_ACK);
        for (int i = 0; i < stream.length; i++) {
            read(stream, i, i + 1);
        }
        assertEquals(List.of("RegisterReject", "KeepAliveAck"), out.names());
    }

    @Test
    void several_messages_may_come_at_once() {
        read(Wires.join(Wires.KEEP_ALIVE_ACK, Wires.REGISTER_REJECT, Wires.UNKNOWN, Wires.KEEP_ALIVE_ACK));
        assertEquals(List.of("KeepAliveAck", "RegisterReject", "0x777", "KeepAliveAck"), out.names());
    }

    @Test
    void unknown_id_is_delivered_as_it_is() {
        read(Wires.UNKNOWN);
        Message.Unknown unknown = assertInstanceOf(Message.Unknown.class, out.messages.get(0));
        assertEquals(0x0777, unknown.id());
        assertEquals(4, unknown.body().length());
    }

    @Test
    void largest_message_passes() {
        read(Wires.frame(0x0777, new byte[4096 - 12]));
        assertEquals(List.of("0x777"), out.names());
    }

    @Test
    void message_above_the_limit_ends_the_stream() {
        read(Wires.frame(0x0777, new byte[4096 - 11]));
        Fault.Malformed fault = assertInstanceOf(Fault.Malformed.class, out.broken);
        assertTrue(fault.what().contains("length field above"), fault.what());
    }

    @Test
    void length_below_four_ends_the_stream_before_the_rest_has_come() {
        read(new byte[] {3, 0, 0, 0});
        assertInstanceOf(Fault.Malformed.class, out.broken);
    }

    @Test
    void length_below_four_ends_the_stream_wherever_it_is_split() {
        read(new byte[] {3, 0});
        assertNull(out.broken);
        read(new byte[] {0, 0});
        Fault.Malformed fault = assertInstanceOf(Fault.Malformed.class, out.broken);
        assertTrue(fault.what().contains("length field below"), fault.what());
    }

    @Test
    void nothing_is_read_behind_a_length_that_is_wrong() {
        read(Wires.join(new byte[] {(byte) 0xFF, (byte) 0xFF, 0, 0}, Wires.KEEP_ALIVE_ACK));
        assertEquals(List.of(), out.names());
    }

    @Test
    void message_that_cannot_be_read_is_dropped_and_named_without_its_bytes() {
        read(Wires.join(Wires.BAD_PROMPT, Wires.KEEP_ALIVE_ACK));
        assertEquals(List.of("KeepAliveAck"), out.names());
        assertEquals(1, out.dropped.size());
        String what = out.dropped.get(0).what();
        assertTrue(what.startsWith("cm1:2000 sent a message that can't be read: DisplayPromptStatusV2: "), what);
        assertFalse(what.contains("AAA"), what);
        assertNull(out.broken);
    }

    @Test
    void three_bad_messages_in_a_row_end_the_stream() {
        read(Wires.join(Wires.BAD_PROMPT, Wires.BAD_PROMPT, Wires.BAD_PROMPT, Wires.KEEP_ALIVE_ACK));
        assertEquals(2, out.dropped.size());
        Fault.Malformed fault = assertInstanceOf(Fault.Malformed.class, out.broken);
        assertTrue(fault.what().contains("3 messages in a row"), fault.what());
        assertEquals(List.of(), out.names());
    }

    @Test
    void good_message_forgives_the_bad_ones_before_it() {
        byte[] two = Wires.join(Wires.BAD_PROMPT, Wires.BAD_PROMPT, Wires.KEEP_ALIVE_ACK);
        read(Wires.join(two, two));
        assertEquals(4, out.dropped.size());
        assertNull(out.broken);
    }

    @Test
    void rest_of_a_message_that_does_not_come_ends_the_stream() {
        read(Wires.REGISTER_REJECT, 0, 13);
        pass(REST.minusMillis(1));
        assertNull(out.broken);
        pass(Duration.ofMillis(1));
        Fault.LinkLost fault = assertInstanceOf(Fault.LinkLost.class, out.broken);
        assertTrue(fault.what().contains("first 13 bytes of a message; the rest didn't come in 15 s"), fault.what());
    }

    @Test
    void bytes_that_trickle_in_do_not_prolong_the_wait() {
        read(Wires.REGISTER_REJECT, 0, 4);
        pass(Duration.ofSeconds(10));
        read(Wires.REGISTER_REJECT, 4, 8);
        pass(Duration.ofSeconds(5));
        assertInstanceOf(Fault.LinkLost.class, out.broken);
    }

    @Test
    void each_half_message_has_its_own_wait() {
        byte[] stream = Wires.join(Wires.REGISTER_REJECT, Wires.REGISTER_REJECT);
        read(stream, 0, 4);
        pass(Duration.ofSeconds(10));
        read(stream, 4, 20);
        pass(Duration.ofSeconds(10));
        assertNull(out.broken);
        pass(Duration.ofSeconds(5));
        assertInstanceOf(Fault.LinkLost.class, out.broken);
    }

    @Test
    void no_wait_is_left_when_a_message_is_complete() {
        read(Wires.REGISTER_REJECT, 0, 4);
        read(Wires.REGISTER_REJECT, 4, Wires.REGISTER_REJECT.length);
        pass(REST.multipliedBy(2));
        assertNull(out.broken);
    }

    @Test
    void nothing_is_delivered_to_a_listener_that_has_left() {
        out.leavesAfter = 1;
        read(Wires.join(Wires.KEEP_ALIVE_ACK, Wires.KEEP_ALIVE_ACK, Wires.KEEP_ALIVE_ACK));
        assertEquals(1, out.messages.size());
    }

    @Test
    void half_message_at_the_end_of_the_connection_leaves_no_timer() {
        read(Wires.REGISTER_REJECT, 0, 4);
        channel.close().syncUninterruptibly();
        pass(REST.multipliedBy(2));
        assertNull(out.broken);
    }

    private void read(byte[] bytes) {
        read(bytes, 0, bytes.length);
    }

    private void read(byte[] bytes, int from, int to) {
        ByteBuf buffer = channel.alloc().buffer().writeBytes(Unpooled.wrappedBuffer(bytes, from, to - from));
        given.add(buffer);
        channel.writeInbound(buffer);
    }

    private void pass(Duration time) {
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
    }

    private static final class Out implements MessageReader.Outlet {
        final List<Message> messages = new ArrayList<>();
        final List<Fault> dropped = new ArrayList<>();
        Fault broken;
        int leavesAfter = Integer.MAX_VALUE;

        List<String> names() {
            return messages.stream().map(Message::name).toList();
        }

        @Override
        public void message(Decoded decoded) {
            messages.add(decoded.message());
        }

        @Override
        public void dropped(Fault fault) {
            dropped.add(fault);
        }

        @Override
        public void broken(Fault fault) {
            assertNull(broken, "broken twice");
            broken = fault;
        }

        @Override
        public boolean listens() {
            return broken == null && messages.size() < leavesAfter;
        }
    }
}
