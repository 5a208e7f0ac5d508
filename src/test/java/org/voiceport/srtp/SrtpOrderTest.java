package org.voiceport.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Replay, reordering and loss, around the wrap of the sequence number above all. */
class SrtpOrderTest {
    private static final SrtpProfile PROFILE = SrtpProfile.AES_CM_128_HMAC_SHA1_80;

    private final SrtpSender sender = TestPackets.sender(PROFILE);
    private final SrtpReceiver receiver = TestPackets.receiver(PROFILE);

    @Test
    void a_packet_passes_once() {
        byte[] packet = secured(1);
        assertEquals(0, arrives(packet));
        assertEquals(SrtpStatus.REPLAYED, arrives(packet));
    }

    @Test
    void a_control_packet_passes_once() {
        byte[] packet = TestPackets.protectControl(sender, TestPackets.rtcp(1, "port"));
        assertEquals(0, TestPackets.controlVerdict(receiver, packet));
        assertEquals(SrtpStatus.REPLAYED, TestPackets.controlVerdict(receiver, packet));
    }

    @Test
    void packets_in_reverse_order_pass_within_the_window() {
        List<byte[]> packets = new ArrayList<>();
        for (int sequence = 500; sequence < 500 + ReplayWindow.WIDTH; sequence++) {
            packets.add(secured(sequence));
        }
        Collections.reverse(packets);
        packets.forEach(packet -> assertEquals(0, arrives(packet)));
    }

    @Test
    void a_packet_behind_the_window_is_too_old() {
        byte[] late = secured(1);
        assertEquals(0, arrives(secured(1 + ReplayWindow.WIDTH)));
        assertEquals(SrtpStatus.TOO_OLD, arrives(late));
    }

    @Test
    void a_control_packet_behind_the_window_is_too_old() {
        byte[] late = TestPackets.protectControl(sender, TestPackets.rtcp(1, "port"));
        for (int i = 0; i < ReplayWindow.WIDTH; i++) {
            assertEquals(
                    0,
                    TestPackets.controlVerdict(
                            receiver, TestPackets.protectControl(sender, TestPackets.rtcp(1, "port"))));
        }
        assertEquals(SrtpStatus.TOO_OLD, TestPackets.controlVerdict(receiver, late));
    }

    @Test
    void the_first_packet_may_have_any_sequence_number() {
        assertEquals(0, arrives(secured(65_535)));
        assertEquals(0, arrives(secured(0)));
    }

    @Test
    void packets_lost_on_both_sides_of_the_wrap_do_no_harm() {
        assertEquals(0, arrives(secured(65_000)));
        for (int sequence = 65_001; sequence < 66_200; sequence++) {
            secured(sequence & 0xFFFF);
        }
        assertEquals(0, arrives(secured(66_200 & 0xFFFF)));
    }

    @Test
    void a_late_packet_from_before_the_wrap_passes_after_it() {
        assertEquals(0, arrives(secured(65_500)));
        byte[] late = secured(65_534);
        assertEquals(0, arrives(secured(65_535)));
        assertEquals(0, arrives(secured(3)));
        assertEquals(0, arrives(late));
        assertEquals(SrtpStatus.REPLAYED, arrives(late));
        assertEquals(0, arrives(secured(4)));
    }

    @Test
    void many_wraps_keep_the_rollover_counters_in_step() {
        for (int index = 40_000; index < 10 << 16; index += 9_973) {
            assertEquals(0, arrives(secured(index & 0xFFFF)), "index " + index);
        }
    }

    @Test
    void the_same_sequence_number_a_cycle_later_is_another_packet() {
        byte[] first = secured(100);
        assertEquals(0, arrives(first));
        assertEquals(0, arrives(secured(30_000)));
        assertEquals(0, arrives(secured(60_000)));
        assertEquals(0, arrives(secured(100)));
        assertEquals(SrtpStatus.REPLAYED, arrives(first));
    }

    @Test
    void the_sender_refuses_to_use_a_sequence_number_twice() {
        secured(10);
        byte[] again = new byte[100];
        System.arraycopy(TestPackets.rtp(TestPackets.SSRC, 10, 50), 0, again, 0, 62);
        byte[] before = again.clone();
        assertEquals(SrtpStatus.REPLAYED, sender.protect(again, 0, 62));
        assertArrayEquals(before, again);
    }

    private byte[] secured(int sequence) {
        return TestPackets.protect(sender, TestPackets.rtp(TestPackets.SSRC, sequence, 40));
    }

    private int arrives(byte[] packet) {
        return TestPackets.verdict(receiver, packet);
    }
}
