package org.voiceport.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResamplerTest {
    private static final double AMPLITUDE = 16384;

    private static short[] sine(double hz, int rate) {
        short[] sine = new short[rate / 2];
        for (int i = 0; i < sine.length; i++) {
            sine[i] = (short) Math.round(AMPLITUDE * Math.sin(2 * Math.PI * hz * i / rate));
        }
        return sine;
    }

    @ParameterizedTest
    @ValueSource(ints = {11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000})
    void a_tone_of_1_khz_stays_where_and_what_it_is(int rate) {
        short[] out = Resampler.toTelephone(sine(1000, rate), rate);
        for (int i = 100; i < 3900; i++) {
            assertEquals(AMPLITUDE * Math.sin(2 * Math.PI * 1000 * i / 8000), out[i], 16, "sample " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000})
    void speech_is_kept_up_to_3400_hz(int rate) {
        short[] out = Resampler.toTelephone(sine(3400, rate), rate);
        assertEquals(-9.03, ToneMeter.dbov(out, 100, 3900, 3400), 0.1);
    }

    @ParameterizedTest
    @ValueSource(ints = {16000, 22050, 24000, 32000, 44100, 48000})
    void what_does_not_fit_into_4_khz_is_suppressed(int rate) {
        short[] out = Resampler.toTelephone(sine(6000, rate), rate);
        assertTrue(Level.dbov(out, 100, 3800) < -75);
    }

    @ParameterizedTest
    @ValueSource(ints = {11025, 22050, 44100})
    void nothing_folds_back_from_just_above_4_khz(int rate) {
        short[] out = Resampler.toTelephone(sine(4050, rate), rate);
        assertTrue(Level.dbov(out, 100, 3800) < -75);
    }

    @ParameterizedTest
    @ValueSource(ints = {11025, 16000, 44100, 48000})
    void the_length_is_that_of_the_same_time(int rate) {
        assertEquals(8000, Resampler.toTelephone(new short[rate], rate).length);
        assertEquals(1, Resampler.toTelephone(new short[1], rate).length);
        assertEquals(0, Resampler.toTelephone(new short[0], rate).length);
    }

    @Test
    void the_loudest_sound_is_clipped_and_does_not_wrap_around() {
        short[] square = new short[4800];
        for (int i = 0; i < square.length; i++) {
            square[i] = i / 60 % 2 == 0 ? Short.MAX_VALUE : Short.MIN_VALUE;
        }
        short[] out = Resampler.toTelephone(square, 48000);
        for (int i = 1; i < out.length; i++) {
            boolean middleOfPlateau = i % 10 == 5;
            assertTrue(!middleOfPlateau || out[i] > 20000 == (i / 10 % 2 == 0), "sample " + i);
        }
    }

    @Test
    void telephone_rate_is_copied() {
        short[] samples = {1, -2, 3};
        short[] copy = Resampler.toTelephone(samples, 8000);
        assertArrayEquals(samples, copy);
        assertNotSame(samples, copy);
    }

    @Test
    void refuses_a_rate_that_is_not_in_use() {
        assertThrows(IllegalArgumentException.class, () -> Resampler.toTelephone(new short[1], 8001));
        assertThrows(IllegalArgumentException.class, () -> Resampler.toTelephone(new short[1], 0));
    }
}
