package org.voiceport.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Payloads that other software reads and writes (test data of LiveKit's media-sdk and of Babblevoice's projectrtp). */
class TelephoneEventTest {
    @Test
    void reads_a_star_that_is_over() {
        byte[] star = HexFormat.of().parseHex("0a8a0820");
        assertEquals(10, TelephoneEvent.event(star, 0));
        assertTrue(TelephoneEvent.end(star, 0));
        assertEquals(10, TelephoneEvent.volume(star, 0));
        assertEquals(2080, TelephoneEvent.duration(star, 0));
    }

    @Test
    void reads_the_packet_that_begins_a_three() {
        byte[] packet = HexFormat.of().parseHex("80e503b5000244a01ee361fb030a00a0");
        int payload = RtpPacket.payloadOffset(packet, 0);
        assertEquals(101, RtpPacket.payloadType(packet, 0));
        assertTrue(RtpPacket.marker(packet, 0));
        assertEquals(3, TelephoneEvent.event(packet, payload));
        assertFalse(TelephoneEvent.end(packet, payload));
        assertEquals(160, TelephoneEvent.duration(packet, payload));
    }

    @Test
    void writes_the_same_octets() {
        assertWritten("0a8a0820", 10, true, 2080);
        assertWritten("040a0140", 4, false, 320);
    }

    @Test
    void a_duration_too_long_is_told_as_the_longest() {
        assertWritten("040affff", 4, false, 65_535);
        assertWritten("040affff", 4, false, 65_536);
    }

    private static void assertWritten(String hex, int event, boolean end, int duration) {
        byte[] written = new byte[6];
        TelephoneEvent.write(written, 1, event, end, 10, duration);
        byte[] expected = HexFormat.of().parseHex("00" + hex + "00");
        assertArrayEquals(expected, written);
    }
}
