package org.voiceport.messaging;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.voiceport.audio.Tones;

class SilenceMeterTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final SilenceMeter meter = new SilenceMeter(Duration.ofSeconds(2), 0);

    @Test
    void two_seconds_of_nothing_are_too_long() {
        meter.hear(new short[15_999], 15_999, 0);
        assertFalse(meter.isTooLong(0));
        meter.hear(new short[1], 1, 0);
        assertTrue(meter.isTooLong(0));
    }

    @Test
    void a_word_starts_the_count_anew() {
        meter.hear(new short[12_000], 12_000, 0);
        meter.hear(Tones.sine(500, 40, -45), 320, 0);
        meter.hear(new short[12_000], 12_000, 0);
        assertFalse(meter.isTooLong(0));
    }

    @Test
    void the_noise_of_a_quiet_line_is_silence() {
        meter.hear(Tones.sine(500, 2000, -60), 16_000, 0);
        assertTrue(meter.isTooLong(0));
    }

    @Test
    void no_samples_at_all_are_silence_by_the_clock() {
        meter.hear(Tones.sine(500, 1000, -20), 8000, SECOND);
        assertFalse(meter.isTooLong(3 * SECOND - 1));
        assertTrue(meter.isTooLong(3 * SECOND));
    }
}
