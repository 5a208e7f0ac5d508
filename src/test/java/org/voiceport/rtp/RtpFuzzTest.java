package org.voiceport.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** What passes {@link RtpPacket#check} can be taken apart within its bounds. An input is a packet. */
class RtpFuzzTest {
    @FuzzTest
    void any_packet_is_refused_or_can_be_taken_apart(byte[] packet) {
        int header = RtpPacket.check(packet, 0, packet.length);
        if (header < 0) {
            assertTrue(header == RtpPacket.TOO_SHORT || header == RtpPacket.BAD_VERSION, "status " + header);
            return;
        }
        assertTrue(header >= RtpPacket.HEADER_LENGTH && header <= packet.length);
        assertEquals(header, RtpPacket.headerLength(packet, 0));
        assertEquals(header, RtpPacket.payloadOffset(packet, 0));
        int payload = RtpPacket.payloadLength(packet, 0, packet.length);
        if (RtpPacket.padding(packet, 0)) {
            assertTrue(payload == RtpPacket.BAD_PADDING || (payload >= 0 && header + payload < packet.length));
        } else {
            assertEquals(packet.length - header, payload);
        }
        byte[] written = new byte[RtpPacket.HEADER_LENGTH];
        RtpPacket.writeHeader(
                written,
                0,
                RtpPacket.payloadType(packet, 0),
                RtpPacket.marker(packet, 0),
                RtpPacket.sequence(packet, 0),
                RtpPacket.timestamp(packet, 0),
                RtpPacket.ssrc(packet, 0));
        for (int i = 1; i < written.length; i++) {
            assertEquals(packet[i], written[i], "octet " + i);
        }
    }
}
