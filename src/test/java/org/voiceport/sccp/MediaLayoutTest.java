package org.voiceport.sccp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

/**
 * Which bodies of the media messages are read with addresses of 4 bytes (narrow), which with a type and 16 bytes (wide). Of
 * what a call manager says the length decides, whatever version the header carries; of what a port says, the version, and
 * the length where there is none.
 */
class MediaLayoutTest {
    private static final int LONGEST_NARROW_START = 116;
    private static final int SHORTEST_WIDE_OPEN = 128;
    private static final int LONGEST = 200;
    private static final int CALL_MANAGER_2 = 36;

    /** Each with a version of every layout in the header, and with none. */
    private static final int[] VERSIONS = {0, 3, 11, 15, 16, 17, 18, 20, 22};

    /** All lengths from {@code from} to {@code to} under every header. */
    private static void each(int from, int to, BodyTest test) throws MalformedMessage {
        for (int length = from; length <= to; length++) {
            for (int version : VERSIONS) {
                test.run(version, length, length + " bytes, header version " + version);
            }
        }
    }

    private interface BodyTest {
        void run(int version, int length, String where) throws MalformedMessage;
    }

    private static MediaMessage.StartMediaTransmission start(int version, ByteBuf body, int length)
            throws MalformedMessage {
        return (MediaMessage.StartMediaTransmission)
                MessageCodec.decode(new Frame(version, 0x008A, body.slice(0, length)))
                        .message();
    }

    private static MediaMessage.OpenReceiveChannel open(int version, ByteBuf body, int length) throws MalformedMessage {
        return (MediaMessage.OpenReceiveChannel) MessageCodec.decode(new Frame(version, 0x0105, body.slice(0, length)))
                .message();
    }

    /** Of no use in the narrow layout, while the wide one would give 10.0.0.9 and port 20000. */
    private static ByteBuf temptingStart() {
        ByteBuf body = Unpooled.buffer().writeZero(LONGEST);
        // Where the narrow layout has the UDP port the wide one has the address, after its type at 8.
        body.setInt(12, 0x0A000009);
        body.setIntLE(28, 20000);
        return body;
    }

    /** Of use in the narrow layout alone: 10.0.0.8 and port 24000. */
    private static ByteBuf narrowStart() {
        ByteBuf body = Unpooled.buffer().writeZero(LONGEST);
        body.setInt(8, 0x0A000008);
        body.setIntLE(12, 24000);
        return body;
    }

    @Test
    void short_start_media_transmission_is_never_read_in_the_wide_layout() throws MalformedMessage {
        each(0, LONGEST_NARROW_START, (version, length, where) -> {
            if (version == 0 && length == CALL_MANAGER_2) {
                return;
            }
            MediaMessage.StartMediaTransmission start = start(version, temptingStart(), length);
            assertTrue(start.remoteAddress().isAnyLocalAddress(), where);
            assertEquals(length < 16 ? 0 : 0x0900000A, start.remotePort(), where);
        });
    }

    @Test
    void long_start_media_transmission_is_read_in_the_wide_layout() throws MalformedMessage {
        each(LONGEST_NARROW_START + 1, LONGEST, (version, length, where) -> {
            MediaMessage.StartMediaTransmission start = start(version, temptingStart(), length);
            assertEquals("10.0.0.9", start.remoteAddress().getHostAddress(), where);
            assertEquals(20000, start.remotePort(), where);
        });
    }

    @Test
    void long_start_media_transmission_of_use_in_the_narrow_layout_alone_is_read_in_it() throws MalformedMessage {
        each(LONGEST_NARROW_START + 1, LONGEST, (version, length, where) -> {
            MediaMessage.StartMediaTransmission start = start(version, narrowStart(), length);
            assertEquals("10.0.0.8", start.remoteAddress().getHostAddress(), where);
            assertEquals(24000, start.remotePort(), where);
        });
    }

    @Test
    void long_start_media_transmission_of_no_use_in_either_layout_is_read_in_the_wide_one() throws MalformedMessage {
        ByteBuf body = temptingStart().setIntLE(28, 80);
        each(LONGEST_NARROW_START + 1, LONGEST, (version, length, where) -> {
            MediaMessage.StartMediaTransmission start = start(version, body, length);
            assertEquals("10.0.0.9", start.remoteAddress().getHostAddress(), where);
            assertEquals(80, start.remotePort(), where);
        });
    }

    @Test
    void start_media_transmission_of_36_bytes_is_that_of_call_manager_2_if_the_header_has_no_version()
            throws MalformedMessage {
        ByteBuf body = temptingStart().setInt(0, 0x0A000007);
        assertEquals("10.0.0.7", start(0, body, CALL_MANAGER_2).remoteAddress().getHostAddress());
        assertTrue(start(17, body, CALL_MANAGER_2).remoteAddress().isAnyLocalAddress());
    }

    @Test
    void short_open_receive_channel_is_never_read_in_the_wide_layout() throws MalformedMessage {
        // The source's address in the narrow layout; in the wide one its type, followed by the address.
        ByteBuf body =
                Unpooled.buffer().writeZero(LONGEST).setInt(100, 0x0A000008).setInt(104, 0x0A000009);
        each(104, SHORTEST_WIDE_OPEN - 1, (version, length, where) -> {
            MediaMessage.OpenReceiveChannel open = open(version, body, length);
            assertEquals("10.0.0.8", open.sourceAddress().getHostAddress(), where);
        });
        each(SHORTEST_WIDE_OPEN, LONGEST, (version, length, where) -> {
            MediaMessage.OpenReceiveChannel open = open(version, body, length);
            assertEquals("10.0.0.9", open.sourceAddress().getHostAddress(), where);
        });
    }

    @Test
    void acknowledgement_is_wide_from_version_17_and_without_a_version_from_its_wide_length() throws MalformedMessage {
        // The address in the narrow layout; in the wide one its type, followed by the address.
        ByteBuf body =
                Unpooled.buffer().writeZero(LONGEST).setInt(4, 0x0A000008).setInt(8, 0x0A000009);
        each(12, LONGEST, (version, length, where) -> {
            MediaMessage.OpenReceiveChannelAck ack = (MediaMessage.OpenReceiveChannelAck)
                    MessageCodec.decode(new Frame(version, 0x0022, body.slice(0, length)))
                            .message();
            boolean wide = version == 0 ? length >= 36 : version >= 17;
            assertEquals(wide ? "10.0.0.9" : "10.0.0.8", ack.address().getHostAddress(), where);
        });
    }
}
