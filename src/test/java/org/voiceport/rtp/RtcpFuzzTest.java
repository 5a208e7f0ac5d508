package org.voiceport.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** What passes {@link RtcpPacket#check} can be walked and read to its end. An input is a compound packet. */
class RtcpFuzzTest {
    @FuzzTest
    void any_compound_packet_is_refused_or_can_be_walked(byte[] compound) {
        int packets = RtcpPacket.check(compound, 0, compound.length);
        if (packets < 0) {
            assertTrue(packets >= RtcpPacket.TOO_MANY, "status " + packets);
            return;
        }
        assertTrue(packets >= 1 && packets <= RtcpPacket.MAX_PACKETS);
        int at = 0;
        for (int i = 0; i < packets; i++) {
            assertEquals(2, RtcpPacket.version(compound, at));
            read(compound, at);
            at += RtcpPacket.packetLength(compound, at);
        }
        assertEquals(compound.length, at);
    }

    private static void read(byte[] compound, int at) {
        int type = RtcpPacket.type(compound, at);
        if (type == RtcpPacket.SENDER_REPORT || type == RtcpPacket.RECEIVER_REPORT) {
            for (int i = 0; i < RtcpPacket.count(compound, at); i++) {
                ReportBlock block = RtcpPacket.reportBlock(compound, at, i);
                assertTrue(block.fractionLost() >= 0 && block.fractionLost() <= 0xFF);
            }
        }
        if (type == RtcpPacket.SENDER_REPORT) {
            assertTrue(RtcpPacket.senderPackets(compound, at) >= 0 && RtcpPacket.senderOctets(compound, at) >= 0);
            assertEquals(
                    (int) (RtcpPacket.ntpTimestamp(compound, at) >>> 16),
                    RtcpPacket.middle(RtcpPacket.ntpTimestamp(compound, at)));
        }
        if (type == RtcpPacket.SOURCE_DESCRIPTION) {
            assertTrue(RtcpPacket.cname(compound, at).length() <= RtcpPacket.MAX_CNAME);
        }
        if (RtcpPacket.count(compound, at) > 0 && type <= RtcpPacket.BYE && type >= RtcpPacket.SENDER_REPORT) {
            assertEquals(compound[at + 7], (byte) RtcpPacket.ssrc(compound, at));
        }
    }
}
