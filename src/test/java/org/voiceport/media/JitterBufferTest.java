package org.voiceport.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Single cases; {@link JitterBufferModelTest} has all that can come together. */
class JitterBufferTest {
    private static final long MILLI = 1_000_000;

    private final List<Integer> out = new ArrayList<>();
    private final List<Integer> missing = new ArrayList<>();
    /** A packet's payload tells its sequence number. */
    private final JitterBuffer buffer = new JitterBuffer((kind, timestamp, before, bytes, offset, length, now) -> {
        out.add((bytes[offset] & 0xFF) << 8 | (bytes[offset + 1] & 0xFF));
        missing.add(before);
    });
    /** Below zero, as nanoTime may be. */
    private long now = -5 * MILLI;

    @Test
    void passes_what_is_in_order_at_once() {
        arrive(10, 11, 12);
        assertEquals(List.of(10, 11, 12), out);
    }

    @Test
    void waits_for_one_that_is_missing() {
        arrive(10, 12, 13);
        assertEquals(List.of(10), out);
    }

    @Test
    void puts_exchanged_packets_in_order() {
        arrive(10, 12, 13, 11, 14);
        assertEquals(List.of(10, 11, 12, 13, 14), out);
    }

    @Test
    void keeps_order_where_numbers_wrap() {
        arrive(65534, 0, 65535, 2, 1);
        assertEquals(List.of(65534, 65535, 0, 1, 2), out);
    }

    @Test
    void gives_up_a_missing_one_when_its_places_are_full() {
        arrive(10);
        for (int i = 12; i < 11 + JitterBuffer.SLOTS; i++) {
            arrive(i);
        }
        assertEquals(List.of(10), out);
        arrive(11 + JitterBuffer.SLOTS);
        assertEquals(1 + JitterBuffer.SLOTS, out.size());
    }

    @Test
    void gives_up_a_missing_one_when_its_time_is_over() {
        arrive(10, 12);
        pass(patienceMillis() - 1);
        assertEquals(List.of(10), out);
        pass(1);
        assertEquals(List.of(10, 12), out);
        assertEquals(List.of(0, 1), missing);
    }

    @Test
    void each_gap_waits_its_own_time() {
        arrive(10, 12);
        pass(5);
        arrive(14);
        pass(patienceMillis() - 5);
        assertEquals(List.of(10, 12), out);
        pass(5);
        assertEquals(List.of(10, 12, 14), out);
    }

    @Test
    void what_comes_between_does_not_make_a_packet_wait_longer() {
        arrive(10, 14);
        pass(40);
        arrive(12);
        pass(patienceMillis() - 40);
        assertEquals(List.of(10, 12, 14), out);
    }

    @Test
    void time_in_which_the_machine_stood_still_gives_nothing_up() {
        arrive(10, 12);
        now += 2000 * MILLI;
        buffer.tick(now);
        assertEquals(List.of(10), out);
        arrive(11);
        assertEquals(List.of(10, 11, 12), out);
    }

    @Test
    void refuses_one_that_comes_too_late() {
        arrive(10, 12);
        pass(200);
        assertFalse(offer(11));
        assertEquals(List.of(1L, 0L), List.of(buffer.late(), buffer.lost()));
    }

    @Test
    void one_from_before_the_first_is_late_and_was_never_lost() {
        arrive(10);
        assertFalse(offer(9));
        assertEquals(List.of(1L, 0L), List.of(buffer.late(), buffer.lost()));
    }

    @Test
    void waits_longer_when_packets_have_come_late() {
        talk(0, 1000, 20);
        assertEquals(JitterEstimate.SHORTEST, buffer.patience());
        arrive(1001);
        pass(90);
        assertFalse(offer(1000));
        assertTrue(buffer.patience() >= 100 * MILLI, () -> "patience " + buffer.patience());
        arrive(1003);
        pass(90);
        assertTrue(offer(1002));
    }

    @Test
    void waits_less_again_when_the_network_is_good_for_a_while() {
        talk(0, 10, 20);
        arrive(11);
        pass(150);
        arrive(10);
        talk(12, 400, 20);
        assertTrue(buffer.patience() > 60 * MILLI, () -> "forgot too soon: " + buffer.patience());
        talk(400, 2000, 20);
        assertEquals(JitterEstimate.SHORTEST, buffer.patience());
    }

    @Test
    void never_waits_longer_than_200_ms() {
        talk(0, 50, 20);
        for (int i = 51; i < 200; i += 2) {
            pass(i % 3 * 200L);
            arrive(i);
        }
        assertEquals(JitterEstimate.LONGEST, buffer.patience());
    }

    @Test
    void a_pause_says_nothing_on_the_network() {
        talk(0, 1000, 20);
        pass(5000);
        talk(1000, 1100, 20);
        assertEquals(JitterEstimate.SHORTEST, buffer.patience());
    }

    @Test
    void refuses_a_duplicate_of_one_that_has_passed() {
        arrive(10);
        assertFalse(offer(10));
        assertEquals(1, buffer.duplicates());
    }

    @Test
    void refuses_a_duplicate_of_one_that_waits() {
        arrive(10, 12);
        assertFalse(offer(12));
        assertEquals(1, buffer.duplicates());
    }

    @Test
    void a_long_gap_is_given_up_at_once() {
        arrive(10, 12, 500);
        assertEquals(List.of(10, 12, 500), out);
    }

    @Test
    void a_source_that_begins_anew_is_followed() {
        arrive(5000, 100, 101);
        assertEquals(List.of(5000, 100, 101), out);
    }

    @Test
    void flushing_passes_all_that_waits() {
        arrive(10, 12, 14);
        buffer.flush(now);
        assertEquals(List.of(10, 12, 14), out);
        assertEquals(List.of(2L, 0L), List.of(buffer.lost(), buffer.late()));
    }

    @Test
    void a_source_that_sets_its_numbers_back_a_little_is_followed_while_its_sound_goes_on() {
        talk(1000, 1050, 20);
        for (int i = 0; i < 3; i++) {
            offer(990 + i, (1050 + i) * 160);
            pass(20);
        }
        assertEquals(List.of(991, 992), out.subList(50, out.size()), "the second in sequence confirms it");
    }

    @Test
    void telephone_events_say_nothing_on_time() {
        talk(0, 1000, 20);
        for (int i = 1000; i < 1100; i++) {
            buffer.offer(PacketKind.EVENT, i, 1000 * 160, bytes(i), 1, 2, now);
            pass(20);
        }
        assertEquals(JitterEstimate.SHORTEST, buffer.patience());
        assertEquals(1100, out.size());
    }

    private void arrive(int... sequences) {
        for (int sequence : sequences) {
            offer(sequence);
        }
    }

    /** A packet every so many ms, the first one now. */
    private void talk(int from, int to, int millis) {
        for (int sequence = from; sequence < to; sequence++) {
            arrive(sequence);
            pass(millis);
        }
    }

    private long patienceMillis() {
        return buffer.patience() / MILLI + 1;
    }

    /** Ticks every millisecond. */
    private void pass(long millis) {
        for (long i = 0; i < millis; i++) {
            now += MILLI;
            buffer.tick(now);
        }
    }

    private boolean offer(int sequence) {
        return offer(sequence, sequence * 160);
    }

    private boolean offer(int sequence, int timestamp) {
        return buffer.offer(PacketKind.SOUND, sequence, timestamp, bytes(sequence), 1, 2, now);
    }

    private static byte[] bytes(int sequence) {
        return new byte[] {0, (byte) (sequence >> 8), (byte) sequence};
    }
}
