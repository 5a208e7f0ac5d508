package org.voiceport.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.voiceport.event.DeviceName;

class LineLimitTest {
    private static final DeviceName MAD = new DeviceName("CiscoUM1-VI1");
    private static final DeviceName CALM = new DeviceName("CiscoUM1-VI2");
    private static final long SECOND = 1_000_000_000L;

    private final LineLimit limit = new LineLimit();

    private int burst(long now, int lines) {
        int passed = 0;
        for (int i = 0; i < lines; i++) {
            passed += limit.pass(MAD, now) >= 0 ? 1 : 0;
        }
        return passed;
    }

    @Test
    void lets_a_burst_pass_and_no_more() {
        assertEquals(LineLimit.BURST, burst(-5, 10_000));
    }

    @Test
    void lets_the_long_run_pass() {
        burst(0, 10_000);
        assertEquals(LineLimit.PER_SECOND, burst(SECOND, 10_000));
    }

    @Test
    void tells_once_how_many_were_left_out() {
        burst(0, LineLimit.BURST + 7);
        assertEquals(7, limit.pass(MAD, SECOND));
        assertEquals(0, limit.pass(MAD, SECOND));
    }

    @Test
    void one_port_does_not_touch_another() {
        burst(0, 10_000);
        assertEquals(0, limit.pass(CALM, 0));
    }

    @Test
    void is_whole_again_after_quiet() {
        burst(0, 10_000);
        assertEquals(LineLimit.BURST, burst(10 * SECOND, 10_000));
    }
}
