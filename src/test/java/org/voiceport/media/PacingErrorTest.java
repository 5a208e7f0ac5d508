package org.voiceport.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PacingErrorTest {
    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;

    private final PacingError pacing = new PacingError();

    @Test
    void says_the_end_of_the_bucket_that_a_share_of_the_packets_lies_in() {
        for (int i = 0; i < 99; i++) {
            pacing.sent(5 * MICRO);
        }
        pacing.sent(3 * MILLI + 4 * MICRO);
        PacingError.Counts counts = pacing.counts();
        assertEquals(100, counts.sent());
        assertEquals(10 * MICRO, counts.lateness(0.5));
        assertEquals(10 * MICRO, counts.lateness(0.99));
        assertEquals(3 * MILLI + 10 * MICRO, counts.lateness(1));
    }

    @Test
    void agrees_with_a_sorted_list_to_the_width_of_a_bucket() {
        for (long seed = 0; seed < 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            PacingError some = new PacingError();
            long[] late = random.longs(1000, 0, SECOND).toArray();
            for (int i = 0; i < late.length; i++) {
                late[i] >>= random.nextInt(20);
                some.sent(late[i]);
            }
            Arrays.sort(late);
            for (double share : new double[] {0.5, 0.9, 0.99, 0.999, 1}) {
                long exact = late[(int) Math.ceil(share * late.length) - 1];
                long width = exact < 20 * MILLI ? 10 * MICRO : MILLI;
                assertEquals((exact / width + 1) * width, some.counts().lateness(share), "seed " + seed);
            }
        }
    }

    @Test
    void what_is_later_than_a_second_is_in_the_last_bucket_and_what_is_early_in_the_first() {
        pacing.sent(-5);
        assertEquals(10 * MICRO, pacing.counts().lateness(1));
        pacing.sent(Long.MAX_VALUE);
        assertEquals(SECOND + MILLI, pacing.counts().lateness(1));
    }

    @Test
    void counts_of_two_moments_are_subtracted_and_of_two_loops_added() {
        pacing.sent(5 * MILLI);
        pacing.leftOut(3);
        PacingError.Counts earlier = pacing.counts();
        pacing.sent(MILLI);
        pacing.leftOut(4);
        PacingError.Counts since = pacing.counts().since(earlier);
        assertEquals(1, since.sent());
        assertEquals(4, since.leftOut());
        assertEquals(MILLI + 10 * MICRO, since.lateness(1));
        PacingError.Counts both = since.plus(earlier);
        assertEquals(2, both.sent());
        assertEquals(7, both.leftOut());
    }

    @Test
    void nothing_sent_is_not_late() {
        assertEquals(0, PacingError.Counts.none().lateness(0.99));
    }
}
