package org.voiceport.port;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static void isWithin(Duration wait, long least, long most) {
        assertTrue(wait.toMillis() >= least && wait.toMillis() <= most, wait + " is not " + least + " to " + most);
    }

    @Test
    void first_waits_double_until_the_longest() {
        for (int seed = 0; seed < 200; seed++) {
            Backoff backoff = new Backoff(Timings.DEFAULT, new Random(seed));
            isWithin(backoff.next(), 1_000, 5_000);
            isWithin(backoff.next(), 2_000, 10_000);
            isWithin(backoff.next(), 4_000, 20_000);
            for (int i = 0; i < 100; i++) {
                isWithin(backoff.next(), 8_000, 120_000);
            }
            isWithin(backoff.next(), 60_000, 120_000);
        }
    }

    @Test
    void after_a_reset_the_next_wait_is_a_first_one() {
        Backoff backoff = new Backoff(Timings.DEFAULT, new Random(7));
        for (int i = 0; i < 10; i++) {
            backoff.next();
        }
        backoff.reset();
        isWithin(backoff.next(), 1_000, 5_000);
    }

    @Test
    void a_return_that_was_asked_for_waits_5_seconds_at_most() {
        Backoff backoff = new Backoff(Timings.DEFAULT, new Random(7));
        for (int i = 0; i < 1000; i++) {
            isWithin(backoff.soon(), 0, 5_000);
        }
    }

    @Test
    void ports_do_not_all_wait_the_same_time() {
        long different = java.util.stream.IntStream.range(0, 100)
                .mapToObj(seed -> new Backoff(Timings.DEFAULT, new Random(seed)).next())
                .distinct()
                .count();
        assertTrue(different > 80, different + " of 100 waits differ");
    }

    @Test
    void zero_waits_are_possible() {
        Timings none = new Timings(
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO);
        isWithin(new Backoff(none, new Random(1)).next(), 0, 1);
        isWithin(new Backoff(none, new Random(1)).soon(), 0, 1);
    }
}
