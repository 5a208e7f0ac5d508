package org.voiceport.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ReceptionStatisticsTest {
    private final ReceptionStatistics statistics = new ReceptionStatistics();

    @Test
    void nothing_received_is_nothing_lost() {
        assertEquals(0, statistics.received());
        assertEquals(0, statistics.lost());
        assertEquals(0, statistics.fractionLost());
        assertEquals(0, statistics.jitter());
        assertEquals(0, statistics.extendedHighestSequence());
    }

    @Test
    void counts_over_the_wrap() {
        receive(65_000, 66_000);
        assertEquals(1001, statistics.received());
        assertEquals(0, statistics.lost());
        assertEquals(66_000, statistics.extendedHighestSequence());
    }

    @Test
    void a_gap_is_loss() {
        receive(1, 10);
        receive(14, 20);
        assertEquals(3, statistics.lost());
    }

    @Test
    void a_late_packet_is_no_loss() {
        receive(1, 3);
        receive(5, 5);
        receive(4, 4);
        assertEquals(0, statistics.lost());
        assertEquals(5, statistics.extendedHighestSequence());
    }

    @Test
    void a_late_packet_from_before_the_wrap_adds_no_cycle() {
        receive(65_534, 65_534);
        receive(65_536, 65_537);
        receive(65_535, 65_535);
        assertEquals(65_537, statistics.extendedHighestSequence());
        assertEquals(0, statistics.lost());
    }

    @Test
    void duplicates_make_the_loss_negative() {
        receive(1, 2);
        receive(2, 2);
        receive(2, 2);
        assertEquals(-2, statistics.lost());
    }

    @Test
    void the_fraction_is_of_the_interval_in_256ths() {
        receive(1, 10);
        assertEquals(0, statistics.fractionLost());
        receive(13, 14); // 2 of 4 lost
        assertEquals(128, statistics.fractionLost());
        receive(15, 18);
        assertEquals(0, statistics.fractionLost());
    }

    @Test
    void a_silent_interval_has_no_fraction() {
        receive(1, 10);
        statistics.fractionLost();
        assertEquals(0, statistics.fractionLost());
    }

    @Test
    void the_fraction_stays_below_256() {
        receive(1, 1);
        statistics.fractionLost();
        receive(2_900, 2_900);
        assertEquals(255, statistics.fractionLost());
    }

    @Test
    void packets_without_a_time_count_and_say_nothing_on_jitter() {
        for (int i = 0; i < 100; i++) {
            if (i % 10 < 8) {
                statistics.onPacket(i, i * 160, i * 160);
            } else {
                statistics.onUntimedPacket(i);
            }
        }
        assertEquals(0, statistics.jitter());
        assertEquals(100, statistics.received());
        assertEquals(0, statistics.lost());
    }

    @Test
    void steady_packets_have_no_jitter() {
        receive(1, 100);
        assertEquals(0, statistics.jitter());
    }

    @Test
    void a_constant_delay_is_no_jitter() {
        for (int i = 0; i < 100; i++) {
            statistics.onPacket(i, i * 160, i * 160 + 4000);
        }
        assertEquals(0, statistics.jitter());
    }

    @Test
    void jitter_nears_the_mean_difference_of_transit() {
        for (int i = 0; i < 1000; i++) {
            statistics.onPacket(i, i * 160, i * 160 + (i % 2) * 80);
        }
        assertTrue(Math.abs(statistics.jitter() - 80) <= 1, () -> "jitter " + statistics.jitter());
    }

    @Test
    void jitter_moves_by_a_sixteenth() {
        statistics.onPacket(1, 160, 160);
        statistics.onPacket(2, 320, 320 + 160);
        assertEquals(10, statistics.jitter());
    }

    @Test
    void one_stray_packet_is_not_counted() {
        receive(1, 10);
        assertFalse(statistics.onPacket(20_000, 0, 0));
        assertTrue(statistics.onPacket(11, 11 * 160, 11 * 160));
        assertEquals(11, statistics.received());
        assertEquals(0, statistics.lost());
    }

    @Test
    void a_source_that_begins_anew_is_counted_anew() {
        receive(1, 10);
        assertFalse(statistics.onPacket(20_000, 0, 0));
        assertTrue(statistics.onPacket(20_001, 160, 160));
        assertEquals(1, statistics.received());
        assertEquals(20_001, statistics.extendedHighestSequence());
    }

    @Test
    void a_hostile_timestamp_does_not_make_jitter_negative() {
        statistics.onPacket(1, 0, 0);
        statistics.onPacket(2, Integer.MIN_VALUE, 0);
        assertEquals(1L << 27, statistics.jitter());
    }

    private void receive(int first, int last) {
        for (int i = first; i <= last; i++) {
            statistics.onPacket(i & 0xFFFF, i * 160, i * 160);
        }
    }
}
