package org.voiceport.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TonesTest {
    @Test
    void the_beep_lasts_three_tenths_of_a_second() {
        assertEquals(2400, Tones.beep().length);
    }

    @Test
    void the_beep_is_at_1_khz_and_nowhere_else() {
        short[] beep = Tones.beep();
        double all = Level.dbov(beep, 80, 2240);
        assertEquals(all, ToneMeter.dbov(beep, 80, 2320, 1000), 0.01);
    }

    @Test
    void a_tone_has_the_level_asked_for() {
        short[] tone = Tones.sine(440, 1000, -20);
        assertEquals(-20, Level.dbov(tone, 400, 7200), 0.02);
    }

    @Test
    void the_loudest_tone_fits() {
        short[] tone = Tones.sine(2000, 100, -3.02);
        assertEquals(-3.02, Level.dbov(tone, 80, 640), 0.02);
    }

    /** A click is a jump: no step between samples may be greater than the sine's own steepest one. */
    @Test
    void the_edges_do_not_click() {
        short[] tone = Tones.sine(1001, 300, -10);
        double steepest = 2 * Math.PI * 1001 / Source.RATE * 32768 * Math.pow(10, -10 / 20.0) * Math.sqrt(2);
        int before = 0;
        for (short sample : tone) {
            assertTrue(Math.abs(sample - before) <= steepest);
            before = sample;
        }
        assertTrue(Level.dbov(tone, 0, 8) < -30 && Level.dbov(tone, tone.length - 8, 8) < -30);
    }

    @Test
    void a_tone_of_no_length_is_empty() {
        assertEquals(0, Tones.sine(1000, 0, -10).length);
    }

    @Test
    void refuses_what_8000_samples_a_second_cannot_say() {
        assertThrows(IllegalArgumentException.class, () -> Tones.sine(4000, 100, -10));
        assertThrows(IllegalArgumentException.class, () -> Tones.sine(Double.NaN, 100, -10));
    }

    @Test
    void refuses_a_level_that_would_clip() {
        assertThrows(IllegalArgumentException.class, () -> Tones.sine(1000, 100, -3));
    }

    @Test
    void refuses_an_endless_tone() {
        assertThrows(IllegalArgumentException.class, () -> Tones.sine(1000, Integer.MAX_VALUE, -10));
    }
}
