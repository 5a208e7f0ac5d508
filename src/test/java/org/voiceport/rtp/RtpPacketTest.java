package org.voiceport.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RtpPacketTest {
    /** Two CSRC identifiers, an extension of one word, 3 octets of payload, 5 of padding. */
    private static final byte[] RICH = HexFormat.of()
            .parseHex("B2" + "88" + "FFFE" + "80000001" + "CAFEBABE" + "00000001" + "00000002" + "BEDE0001" + "10AA0000"
                    + "010203" + "0000000005");

    @Test
    void reads_each_field() {
        assertEquals(2, RtpPacket.version(RICH, 0));
        assertTrue(RtpPacket.padding(RICH, 0));
        assertTrue(RtpPacket.extension(RICH, 0));
        assertEquals(2, RtpPacket.csrcCount(RICH, 0));
        assertTrue(RtpPacket.marker(RICH, 0));
        assertEquals(8, RtpPacket.payloadType(RICH, 0));
        assertEquals(0xFFFE, RtpPacket.sequence(RICH, 0));
        assertEquals(0x80000001, RtpPacket.timestamp(RICH, 0));
        assertEquals(0xCAFEBABE, RtpPacket.ssrc(RICH, 0));
    }

    @Test
    void header_ends_after_csrcs_and_extension() {
        assertEquals(28, RtpPacket.check(RICH, 0, RICH.length));
        assertEquals(28, RtpPacket.headerLength(RICH, 0));
        assertEquals(28, RtpPacket.payloadOffset(RICH, 0));
    }

    @Test
    void payload_ends_before_the_padding() {
        assertEquals(3, RtpPacket.payloadLength(RICH, 0, RICH.length));
    }

    @Test
    void reads_at_an_offset() {
        byte[] array = new byte[RICH.length + 7];
        System.arraycopy(RICH, 0, array, 5, RICH.length);
        assertEquals(28, RtpPacket.check(array, 5, RICH.length));
        assertEquals(33, RtpPacket.payloadOffset(array, 5));
        assertEquals(3, RtpPacket.payloadLength(array, 5, RICH.length));
        assertEquals(0xFFFE, RtpPacket.sequence(array, 5));
    }

    @Test
    void every_cut_through_the_header_is_too_short() {
        for (int length = 0; length < 28; length++) {
            assertEquals(RtpPacket.TOO_SHORT, RtpPacket.check(RICH, 0, length), "length " + length);
        }
    }

    @Test
    void a_packet_outside_its_array_is_too_short() {
        assertEquals(RtpPacket.TOO_SHORT, RtpPacket.check(RICH, 0, RICH.length + 1));
        assertEquals(RtpPacket.TOO_SHORT, RtpPacket.check(RICH, 1, RICH.length));
        assertEquals(RtpPacket.TOO_SHORT, RtpPacket.check(RICH, -1, RICH.length));
    }

    @Test
    void rejects_other_versions() {
        byte[] packet = RICH.clone();
        for (int version : new int[] {0, 1, 3}) {
            packet[0] = (byte) (version << 6 | 0x32);
            assertEquals(RtpPacket.BAD_VERSION, RtpPacket.check(packet, 0, packet.length));
        }
    }

    @Test
    void rejects_padding_of_no_octets() {
        byte[] packet = RICH.clone();
        packet[packet.length - 1] = 0;
        assertEquals(RtpPacket.BAD_PADDING, RtpPacket.payloadLength(packet, 0, packet.length));
    }

    @Test
    void rejects_padding_that_reaches_into_the_header() {
        byte[] packet = RICH.clone();
        packet[packet.length - 1] = 9;
        assertEquals(RtpPacket.BAD_PADDING, RtpPacket.payloadLength(packet, 0, packet.length));
    }

    @Test
    void rejects_padding_where_there_is_no_payload() {
        assertEquals(RtpPacket.BAD_PADDING, RtpPacket.payloadLength(RICH, 0, 28));
    }

    @Test
    void padding_may_be_all_there_is() {
        byte[] packet = RICH.clone();
        packet[packet.length - 1] = 8;
        assertEquals(0, RtpPacket.payloadLength(packet, 0, packet.length));
    }

    @Test
    void writes_a_plain_header() {
        byte[] buffer = new byte[16];
        Arrays.fill(buffer, (byte) 0xFF);
        RtpPacket.writeHeader(buffer, 2, 0, true, 0x12345, 0x89ABCDEF, 0xCAFEBABE);
        assertArrayEquals(HexFormat.of().parseHex("FFFF" + "8080234589ABCDEFCAFEBABE" + "FFFF"), buffer);
    }

    @Test
    void a_plain_header_has_nothing_extra() {
        byte[] buffer = new byte[12];
        RtpPacket.writeHeader(buffer, 0, 18, false, 1, 2, 3);
        assertFalse(RtpPacket.marker(buffer, 0));
        assertEquals(12, RtpPacket.check(buffer, 0, 12));
        assertEquals(0, RtpPacket.payloadLength(buffer, 0, 12));
    }
}
