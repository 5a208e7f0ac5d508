package org.voiceport.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Several sources under one key: they change, come back, and are bounded, and nothing of theirs can be replayed. */
class SrtpSourcesTest {
    private static final SrtpProfile PROFILE = SrtpProfile.AES_CM_128_HMAC_SHA1_80;

    private final SrtpSender sender = TestPackets.sender(PROFILE);
    private final SrtpReceiver receiver = TestPackets.receiver(PROFILE);

    @Test
    void sources_are_kept_apart() {
        for (int ssrc = 1; ssrc <= Streams.LIMIT; ssrc++) {
            assertEquals(0, arrives(secured(ssrc, 9)));
        }
        assertEquals(Streams.LIMIT, receiver.sources());
    }

    @Test
    void a_source_may_change_in_mid_call_many_times() {
        for (int ssrc = 1; ssrc <= Streams.MOST; ssrc++) {
            for (int sequence = 65_530; sequence < 65_550; sequence++) {
                assertEquals(0, arrives(secured(ssrc, sequence & 0xFFFF)), "source " + ssrc);
            }
        }
        assertEquals(Streams.MOST, receiver.sources());
    }

    @Test
    void packets_of_a_source_that_had_to_make_room_cannot_be_replayed() {
        byte[] first = secured(1, 100);
        byte[] second = secured(1, 300);
        byte[] third = secured(1, 301);
        arrives(first);
        arrives(second);
        othersTakeAllPlaces();
        assertEquals(SrtpStatus.TOO_OLD, arrives(first));
        assertEquals(SrtpStatus.REPLAYED, arrives(second));
        assertEquals(0, arrives(third));
        assertEquals(SrtpStatus.REPLAYED, arrives(third));
    }

    @Test
    void control_packets_of_a_source_that_had_to_make_room_cannot_be_replayed() {
        byte[] control = TestPackets.protectControl(sender, TestPackets.rtcp(1, "port"));
        assertEquals(0, TestPackets.controlVerdict(receiver, control));
        othersTakeAllPlaces();
        assertEquals(SrtpStatus.REPLAYED, TestPackets.controlVerdict(receiver, control));
        byte[] next = TestPackets.protectControl(sender, TestPackets.rtcp(1, "port"));
        assertEquals(0, TestPackets.controlVerdict(receiver, next));
    }

    @Test
    void a_source_that_comes_back_goes_on_with_its_rollover_counter() {
        for (int index = 60_000; index < 3 << 16; index += 20_000) {
            assertEquals(0, arrives(secured(1, index & 0xFFFF)));
        }
        othersTakeAllPlaces();
        assertEquals(0, arrives(secured(1, 65_000)));
        assertEquals(0, arrives(secured(1, 5)));
    }

    @Test
    void sources_that_take_turns_all_go_on() {
        for (int sequence = 1; sequence < 200; sequence++) {
            for (int ssrc = 1; ssrc <= 2 * Streams.LIMIT; ssrc++) {
                assertEquals(0, arrives(secured(ssrc, sequence)), "source " + ssrc);
            }
        }
        assertEquals(2 * Streams.LIMIT, receiver.sources());
    }

    @Test
    void the_source_heard_last_keeps_its_window() {
        byte[] late = secured(1, 10);
        arrives(secured(1, 11));
        for (int ssrc = 2; ssrc <= 20; ssrc++) {
            arrives(secured(ssrc, 1));
            arrives(secured(1, 11 + ssrc));
        }
        assertEquals(0, arrives(late));
    }

    @Test
    void the_first_source_beyond_the_bound_is_refused_and_the_others_go_on() {
        for (int ssrc = 1; ssrc <= Streams.MOST; ssrc++) {
            assertEquals(0, arrives(secured(ssrc, 1)));
        }
        byte[] beyond = TestPackets.protect(TestPackets.sender(PROFILE), TestPackets.rtp(1000, 1, 20));
        assertEquals(SrtpStatus.TOO_MANY_SSRCS, arrives(beyond));
        assertEquals(0, arrives(secured(1, 2)));
        assertEquals(0, arrives(secured(Streams.MOST, 2)));
    }

    @Test
    void forged_packets_of_new_sources_make_nobody_make_room() {
        arrives(secured(1, 1));
        byte[] late = secured(1, 2);
        arrives(secured(1, 3));
        for (int ssrc = 2; ssrc < 1000; ssrc++) {
            assertEquals(SrtpStatus.AUTH_FAILED, arrives(TestPackets.rtp(ssrc, 1, 30)));
        }
        assertEquals(1, receiver.sources());
        assertEquals(0, arrives(late));
    }

    @Test
    void the_sender_uses_no_keystream_of_a_source_twice_that_had_to_make_room() {
        secured(1, 100);
        for (int ssrc = 2; ssrc <= 1 + Streams.LIMIT; ssrc++) {
            secured(ssrc, 1);
        }
        byte[] again = Arrays.copyOf(TestPackets.rtp(1, 100, 40), 80);
        byte[] before = again.clone();
        assertEquals(SrtpStatus.REPLAYED, sender.protect(again, 0, 52));
        assertArrayEquals(before, again);
    }

    @Test
    void the_sender_takes_no_source_beyond_the_bound() {
        for (int ssrc = 1; ssrc <= Streams.MOST; ssrc++) {
            secured(ssrc, 1);
        }
        byte[] beyond = Arrays.copyOf(TestPackets.rtp(1000, 1, 40), 80);
        assertEquals(SrtpStatus.TOO_MANY_SSRCS, sender.protect(beyond, 0, 52));
    }

    @Test
    void a_late_joiner_needs_the_rollover_counter() {
        byte[] packet = secured(1, 65_000);
        for (int index = 65_000 + 30_000; index < 5 << 16; index += 30_000) {
            packet = secured(1, index & 0xFFFF);
        }
        assertEquals(SrtpStatus.AUTH_FAILED, arrives(packet));
        receiver.join(1, 4);
        assertEquals(0, arrives(packet));
        assertEquals(SrtpStatus.REPLAYED, arrives(packet));
    }

    @Test
    void joining_a_source_that_was_heard_has_no_effect() {
        assertEquals(0, arrives(secured(1, 1)));
        receiver.join(1, 4);
        assertEquals(0, arrives(secured(1, 2)));
    }

    private void othersTakeAllPlaces() {
        for (int ssrc = 101; ssrc <= 100 + Streams.LIMIT; ssrc++) {
            assertEquals(0, arrives(secured(ssrc, 1)));
        }
    }

    private byte[] secured(int ssrc, int sequence) {
        return TestPackets.protect(sender, TestPackets.rtp(ssrc, sequence, 40));
    }

    private int arrives(byte[] packet) {
        return TestPackets.verdict(receiver, packet);
    }
}
