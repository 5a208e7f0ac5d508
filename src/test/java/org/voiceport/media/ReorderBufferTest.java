package org.voiceport.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class ReorderBufferTest {
    private final List<Integer> out = new ArrayList<>();
    /** A packet's timestamp and payload tell its sequence number. */
    private final ReorderBuffer buffer = new ReorderBuffer((timestamp, bytes, offset, length, now) -> {
        assertEquals((byte) timestamp, bytes[offset], "payload of " + timestamp);
        out.add(timestamp);
    });

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
        arrive(10, 12, 13, 14, 15, 16);
        assertEquals(List.of(10), out);
        arrive(17);
        assertEquals(List.of(10, 12, 13, 14, 15, 16, 17), out);
    }

    @Test
    void gives_up_a_missing_one_when_its_time_is_over() {
        arrive(10, 12);
        buffer.tick(ReorderBuffer.HOLD - 1);
        assertEquals(List.of(10), out);
        buffer.tick(ReorderBuffer.HOLD);
        assertEquals(List.of(10, 12), out);
    }

    @Test
    void each_gap_waits_its_own_time() {
        arrive(10, 12);
        assertTrue(offer(14, 50));
        buffer.tick(ReorderBuffer.HOLD);
        assertEquals(List.of(10, 12), out);
        buffer.tick(ReorderBuffer.HOLD + 50);
        assertEquals(List.of(10, 12, 14), out);
    }

    @Test
    void refuses_one_that_comes_too_late() {
        arrive(10, 12);
        buffer.tick(ReorderBuffer.HOLD);
        assertFalse(offer(11, ReorderBuffer.HOLD));
    }

    @Test
    void refuses_a_duplicate_of_one_that_has_passed() {
        arrive(10);
        assertFalse(offer(10, 0));
    }

    @Test
    void refuses_a_duplicate_of_one_that_waits() {
        arrive(10, 12);
        assertFalse(offer(12, 0));
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
        buffer.flush(0);
        assertEquals(List.of(10, 12, 14), out);
    }

    @Test
    void whatever_comes_leaves_in_order_and_once() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(42);
        int accepted = 0;
        for (int i = 0; i < 20_000; i++) {
            int sequence = Math.max(0, i + random.nextInt(-8, 9));
            accepted += offer(sequence, i) ? 1 : 0;
        }
        buffer.flush(20_000);
        assertEquals(accepted, out.size());
        for (int i = 1; i < out.size(); i++) {
            assertTrue(out.get(i) > out.get(i - 1), "seed 42, packet " + i);
        }
    }

    private void arrive(int... sequences) {
        for (int sequence : sequences) {
            offer(sequence, 0);
        }
    }

    private boolean offer(int sequence, long now) {
        return buffer.offer(sequence, sequence, new byte[] {0, (byte) sequence}, 1, 1, now);
    }
}
