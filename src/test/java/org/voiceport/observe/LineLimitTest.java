package org.voiceport.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.voiceport.event.DeviceName;

class LineLimitTest {
    private static final DeviceName MAD = new DeviceName("CiscoUM1-VI1");
    private static final DeviceName CALM = new DeviceName("CiscoUM1-VI2");
    private static final long SECOND = 1_000_000_000L;

    private static final int BURST = 300;
    private static final int PER_SECOND = 50;

    private final LineLimit limit = new LineLimit(BURST, PER_SECOND);

    private int burst(long now, int lines) {
        int passed = 0;
        for (int i = 0; i < lines; i++) {
            passed += limit.pass(MAD, now) == LineLimit.Verdict.PASS ? 1 : 0;
        }
        return passed;
    }

    @Test
    void lets_a_burst_pass_and_no_more() {
        assertEquals(BURST, burst(-5, 10_000));
    }

    @Test
    void lets_the_long_run_pass() {
        burst(0, 10_000);
        assertEquals(PER_SECOND, burst(SECOND, 10_000));
    }

    @Test
    void tells_once_how_many_were_left_out() {
        burst(0, BURST + 7);
        assertEquals(7, limit.takeLeftOut(MAD));
        assertEquals(0, limit.takeLeftOut(MAD));
    }

    @Test
    void tells_the_first_that_is_left_out_from_the_others_and_again_after_the_count() {
        burst(0, BURST);
        assertEquals(LineLimit.Verdict.FIRST_LEFT_OUT, limit.pass(MAD, 0));
        assertEquals(LineLimit.Verdict.LEFT_OUT, limit.pass(MAD, 0));
        assertEquals(2, limit.takeLeftOut(MAD));
        assertEquals(LineLimit.Verdict.FIRST_LEFT_OUT, limit.pass(MAD, 0));
    }

    @Test
    void one_kind_does_not_touch_another() {
        burst(0, 10_000);
        assertEquals(LineLimit.Verdict.PASS, limit.pass(CALM, 0));
        assertEquals(LineLimit.Verdict.PASS, limit.pass("DAEMON-004", 0));
        assertEquals(0, limit.takeLeftOut(CALM));
        assertEquals(0, limit.takeLeftOut("never asked"));
    }

    @Test
    void is_whole_again_after_quiet() {
        burst(0, 10_000);
        assertEquals(BURST, burst(10 * SECOND, 10_000));
    }
}
