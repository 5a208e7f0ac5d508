package org.voiceport.messaging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class BacklogTest {
    private static final Duration NOT_AT_ALL = Duration.ZERO;

    private final Backlog backlog = new Backlog();
    private final short[] portion = new short[Backlog.PORTION];

    @Test
    void gives_nothing_while_nothing_came() throws Exception {
        assertEquals(0, backlog.take(portion, NOT_AT_ALL));
    }

    @Test
    void tells_the_end_once_all_is_taken() throws Exception {
        backlog.write(new short[10], 0, 10);
        backlog.finish();
        assertEquals(10, backlog.take(portion, Duration.ofHours(1)));
        assertEquals(-1, backlog.take(portion, Duration.ofHours(1)));
    }

    @Test
    void takes_nothing_after_the_end() throws Exception {
        backlog.finish();
        backlog.write(new short[10], 0, 10);
        assertEquals(-1, backlog.take(portion, NOT_AT_ALL));
        assertEquals(0, backlog.lost());
    }

    @Test
    void wakes_the_reader_for_a_portion() throws Exception {
        Thread tick = new Thread(() -> backlog.write(new short[Backlog.PORTION], 0, Backlog.PORTION));
        tick.start();
        assertEquals(Backlog.PORTION, backlog.take(portion, Duration.ofHours(1)));
        tick.join();
    }

    @Test
    void drops_and_counts_what_is_more_than_ten_seconds() throws Exception {
        short[] said = Office.speech(11_000, 1);
        for (int at = 0; at < said.length; at += 160) {
            backlog.write(said, at, 160);
        }
        assertEquals(8000, backlog.lost());
        short[] all = new short[said.length];
        assertEquals(80_000, backlog.take(all, NOT_AT_ALL));
        assertArrayEquals(Arrays.copyOf(said, 80_000), Arrays.copyOf(all, 80_000));
    }

    @Test
    void gives_every_sample_once_in_order_however_it_is_cut() throws Exception {
        long seed = System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        short[] said = Office.speech(60_000, 2);
        short[] taken = new short[said.length];
        int written = 0;
        int read = 0;
        while (read < said.length) {
            int more = Math.min(random.nextInt(3000), said.length - written);
            backlog.write(said, written, more);
            written += more;
            short[] some = new short[random.nextInt(3000)];
            int count = backlog.take(some, NOT_AT_ALL);
            System.arraycopy(some, 0, taken, read, count);
            read += count;
        }
        assertArrayEquals(said, taken, "seed " + seed);
        assertEquals(0, backlog.lost(), "seed " + seed);
    }
}
