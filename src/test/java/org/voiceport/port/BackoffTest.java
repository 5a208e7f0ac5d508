package org.voiceport.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
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

    /** Their call manager restarts: all lose it at once, and it takes them back only after half an hour. */
    @Test
    void the_tries_of_2500_ports_after_a_common_loss_are_spread() {
        int ports = 2500;
        int[] tries = new int[1800];
        for (int port = 0; port < ports; port++) {
            Backoff backoff = new Backoff(Timings.DEFAULT, new Random(port));
            for (long at = backoff.next().toMillis();
                    at < tries.length * 1000L;
                    at += backoff.next().toMillis()) {
                tries[(int) (at / 1000)]++;
            }
        }
        assertEquals(0, tries[0], "nobody comes back in the first second");
        assertTrue(Arrays.stream(tries).max().orElseThrow() < ports / 3, "at first within 4 s");
        assertTrue(Arrays.stream(tries, 10, 60).max().orElseThrow() < ports / 6, "after the first tries");
        int later = Arrays.stream(tries, 300, tries.length).max().orElseThrow();
        assertTrue(later < ports / 30, "a minute or two between two tries of a port, but " + later + " in a second");
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
