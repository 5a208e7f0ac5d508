package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RefreshPaceTest {
    /** Near the wrap of the clock, which may begin anywhere. */
    private static final long BEGIN = Long.MAX_VALUE - Duration.ofMinutes(3).toNanos();

    private final RefreshPace pace = new RefreshPace();
    private long now = BEGIN;

    private void passes(Duration time) {
        now += time.toNanos();
    }

    private Duration delay() {
        return pace.delay(now);
    }

    @Test
    void the_first_one_begins_at_once() {
        assertEquals(Duration.ZERO, delay());
    }

    @Test
    void the_next_one_waits_a_little_and_less_the_later_it_is_asked_for() {
        pace.done(now, true);
        assertEquals(Duration.ofSeconds(5), delay());
        passes(Duration.ofSeconds(2));
        assertEquals(Duration.ofSeconds(3), delay());
        passes(Duration.ofSeconds(3));
        assertEquals(Duration.ZERO, delay());
    }

    @Test
    void those_that_bring_nothing_new_come_ever_more_seldom_up_to_two_minutes() {
        int[] seconds = {5, 10, 20, 40, 80, 120, 120};
        for (int distance : seconds) {
            pace.done(now, false);
            assertEquals(Duration.ofSeconds(distance), delay());
            passes(delay());
        }
    }

    @Test
    void one_that_brings_news_makes_the_next_one_come_soon() {
        for (int i = 0; i < 4; i++) {
            pace.done(now, false);
        }
        pace.done(now, true);
        assertEquals(Duration.ofSeconds(5), delay());
    }

    @Test
    void after_ten_quiet_minutes_the_next_one_is_a_first_one() {
        for (int i = 0; i < 6; i++) {
            pace.done(now, false);
        }
        passes(Duration.ofMinutes(11));
        assertEquals(Duration.ZERO, delay());
        pace.done(now, false);
        assertEquals(Duration.ofSeconds(5), delay());
    }
}
