package org.voiceport.srtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {
    @Test
    void lets_any_first_index_pass() {
        assertEquals(0, new ReplayWindow().check(1L << 47));
    }

    @Test
    void refuses_an_index_that_has_passed() {
        ReplayWindow window = new ReplayWindow();
        window.accept(0);
        assertEquals(SrtpStatus.REPLAYED, window.check(0));
    }

    @Test
    void looking_alone_remembers_nothing() {
        ReplayWindow window = new ReplayWindow();
        assertEquals(0, window.check(7));
        assertEquals(0, window.check(7));
    }

    @Test
    void is_128_wide() {
        ReplayWindow window = new ReplayWindow();
        window.accept(1000);
        assertEquals(0, window.check(1000 - 127));
        assertEquals(SrtpStatus.TOO_OLD, window.check(1000 - 128));
    }

    @Test
    void agrees_with_a_simple_model() {
        for (int round = 0; round < 50; round++) { // a million indexes in all
            long seed = System.nanoTime();
            Random random = new Random(seed);
            ReplayWindow window = new ReplayWindow();
            Set<Long> passed = new HashSet<>();
            long highest = -1;
            for (int i = 0; i < 20_000; i++) {
                int reach = random.nextInt(20) == 0 ? 400 : 140;
                long index = Math.max(0, highest + random.nextInt(reach) - random.nextInt(reach));
                int expected =
                        highest - index >= 128 ? SrtpStatus.TOO_OLD : passed.contains(index) ? SrtpStatus.REPLAYED : 0;
                assertEquals(expected, window.check(index), "index " + index + " after " + highest + ", seed " + seed);
                if (expected == 0 && random.nextInt(4) > 0) {
                    window.accept(index);
                    passed.add(index);
                    highest = Math.max(highest, index);
                }
            }
        }
    }
}
