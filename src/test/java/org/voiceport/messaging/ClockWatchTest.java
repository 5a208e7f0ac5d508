package org.voiceport.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockWatchTest {
    private static final Duration STEP = Duration.ofMinutes(10);

    private Instant wall = Instant.parse("2026-03-01T12:00:00Z");
    /** Near its end, where it wraps round. */
    private long nanos = Long.MAX_VALUE - Duration.ofHours(30).toNanos();

    private final ClockWatch watch = new ClockWatch(wall, nanos);

    /** Both clocks go on for so long, and somebody sets the wall clock. */
    private ClockWatch.Verdict after(Duration time, Duration set) {
        nanos += time.toNanos();
        wall = wall.plus(time).plus(set);
        return watch.look(wall, nanos);
    }

    private ClockWatch.Verdict after(Duration time) {
        return after(time, Duration.ZERO);
    }

    @Test
    void a_clock_that_goes_on_is_relied_on() {
        for (int i = 0; i < 100; i++) {
            assertTrue(after(STEP).reliable());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-86_400, -3600, -1, 1, 3600, 86_400})
    void small_steps_are_none_and_may_add_up(long seconds) {
        for (int i = 0; i < 50; i++) {
            assertTrue(after(STEP, Duration.ofSeconds(seconds)).reliable());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-36_500, -2, 2, 400, 36_500})
    void a_clock_that_is_set_by_days_is_doubted(long days) {
        ClockWatch.Verdict verdict = after(STEP, Duration.ofDays(days));
        assertEquals(Duration.ofDays(days), verdict.off());
        assertTrue(verdict.first());
        assertFalse(after(STEP).reliable());
        assertFalse(after(STEP).first());
    }

    @Test
    void a_clock_that_is_set_back_to_what_it_was_is_relied_on_at_once() {
        after(STEP, Duration.ofDays(400));
        assertTrue(after(STEP, Duration.ofDays(-400)).reliable());
    }

    @Test
    void a_clock_that_goes_on_for_a_day_from_where_it_was_set_is_relied_on() {
        after(STEP, Duration.ofDays(400));
        assertFalse(after(Duration.ofHours(23)).reliable());
        assertTrue(after(Duration.ofHours(1)).reliable());
        assertTrue(after(STEP).reliable());
    }

    @Test
    void a_second_jump_begins_the_day_anew() {
        after(STEP, Duration.ofDays(400));
        after(Duration.ofHours(23));
        assertTrue(after(STEP, Duration.ofDays(10)).first());
        assertFalse(after(Duration.ofHours(23)).reliable());
        assertTrue(after(Duration.ofHours(1)).reliable());
    }
}
