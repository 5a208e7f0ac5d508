package org.voiceport.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/**
 * A stranger's packets get a status and change nothing: not themselves, not the receiver, which takes the next genuine
 * one. An input is packets with a byte in front of each, its size.
 */
class SrtpFuzzTest {
    private static final int MOST_PACKETS = 32;

    @FuzzTest
    void no_strangers_packet_changes_anything(byte[] input) {
        for (SrtpProfile profile : SrtpProfile.values()) {
            try (SrtpSender sender = TestPackets.sender(profile);
                    SrtpReceiver receiver = TestPackets.receiver(profile)) {
                genuine(sender, receiver, 1);
                int at = 0;
                for (int packets = 0; at < input.length && packets < MOST_PACKETS; packets++) {
                    int end = Math.min(input.length, at + 1 + (input[at] & 0xFF));
                    byte[] packet = Arrays.copyOfRange(input, at + 1, end);
                    refused(receiver, packet);
                    at = end;
                }
                assertEquals(1, receiver.sources());
                genuine(sender, receiver, 2);
            }
        }
    }

    private static void refused(SrtpReceiver receiver, byte[] packet) {
        byte[] buffer = packet.clone();
        int status = receiver.unprotect(buffer, 0, buffer.length);
        assertTrue(status < 0 && !SrtpStatus.words(status).startsWith("unknown"), "status " + status);
        int control = receiver.unprotectControl(buffer, 0, buffer.length);
        assertTrue(control < 0 && !SrtpStatus.words(control).startsWith("unknown"), "status " + control);
        assertArrayEquals(packet, buffer);
    }

    private static void genuine(SrtpSender sender, SrtpReceiver receiver, int sequence) {
        byte[] plain = TestPackets.rtp(TestPackets.SSRC, sequence, 160);
        byte[] packet = TestPackets.protect(sender, plain);
        assertEquals(plain.length, receiver.unprotect(packet, 0, packet.length));
        assertArrayEquals(plain, Arrays.copyOf(packet, plain.length));
        byte[] report = TestPackets.rtcp(TestPackets.SSRC, "port");
        byte[] control = TestPackets.protectControl(sender, report);
        assertEquals(report.length, receiver.unprotectControl(control, 0, control.length));
    }
}
