package org.voiceport.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SequenceNumbersTest {
    @Test
    void distance_takes_the_short_way_over_the_wrap() {
        assertEquals(3, SequenceNumbers.distance(65_534, 1));
        assertEquals(-3, SequenceNumbers.distance(1, 65_534));
    }

    @Test
    void half_a_cycle_counts_as_behind() {
        assertEquals(-32_768, SequenceNumbers.distance(0, 32_768));
        assertEquals(-32_768, SequenceNumbers.distance(32_768, 0));
        assertEquals(32_767, SequenceNumbers.distance(0, 32_767));
    }

    @Test
    void a_number_is_not_newer_than_itself() {
        assertFalse(SequenceNumbers.newer(5, 5));
    }

    @Test
    void zero_is_newer_than_65535() {
        assertTrue(SequenceNumbers.newer(0, 65_535));
        assertFalse(SequenceNumbers.newer(65_535, 0));
    }

    @Test
    void zero_follows_65535() {
        assertEquals(0, SequenceNumbers.next(65_535));
    }

    @Test
    void extends_forward_and_back_over_the_wrap() {
        assertEquals(0x3_0001, SequenceNumbers.extended(0x2_FFFF, 1));
        assertEquals(0x2_FFFF, SequenceNumbers.extended(0x3_0001, 0xFFFF));
    }

    @Test
    void a_number_before_the_first_cycle_is_negative() {
        assertEquals(-1, SequenceNumbers.extended(3, 0xFFFF));
    }
}
