package org.voiceport.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.voiceport.audio.Similarity.Match;

class PromptTest {
    /** 20 ms, in samples. */
    private static final int FRAME = 160;

    @ParameterizedTest
    @EnumSource(Prompt.class)
    void is_mono_8_khz_16_bit_pcm_as_it_lies_there(Prompt prompt) throws IOException {
        ByteBuffer fmt = ByteBuffer.wrap(prompt.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(1, fmt.getShort(20), "format");
        assertEquals(1, fmt.getShort(22), "channels");
        assertEquals(8000, fmt.getInt(24), "rate");
        assertEquals(16, fmt.getShort(34), "bits");
    }

    @Test
    void the_greeting_is_over_in_two_seconds() throws IOException {
        int length = Prompt.GREETING.samples().length;
        assertTrue(length > 1.4 * Source.RATE && length < 2.0 * Source.RATE, length + " samples");
    }

    @ParameterizedTest
    @EnumSource(names = {"ALICE", "BOB", "CAROL"})
    void a_caller_speaks_for_2_2_to_3_seconds(Prompt caller) throws IOException {
        int length = caller.samples().length;
        assertTrue(length >= 2.2 * Source.RATE && length <= 3.0 * Source.RATE, length + " samples");
    }

    @ParameterizedTest
    @EnumSource(Prompt.class)
    void is_loud_and_not_clipped(Prompt prompt) throws IOException {
        short[] samples = prompt.samples();
        int peak = IntStream.range(0, samples.length)
                .map(i -> Math.abs(samples[i]))
                .max()
                .orElse(0);
        assertEquals(-3, 20 * Math.log10(peak / 32768.0), 0.1);
        double level = Level.dbov(samples, 0, samples.length);
        assertTrue(level > -24 && level < -10, level + " dBov");
    }

    @ParameterizedTest
    @EnumSource(Prompt.class)
    void begins_and_ends_without_a_long_silence(Prompt prompt) throws IOException {
        double[] levels = frameLevels(prompt.samples());
        assertTrue(DoubleStream.of(levels).limit(5).max().orElse(-127) > -40);
        assertTrue(DoubleStream.of(levels).skip(levels.length - 5L).max().orElse(-127) > -45);
    }

    @ParameterizedTest
    @EnumSource(Prompt.class)
    void sounds_like_speech(Prompt prompt) throws IOException {
        assertTrue(likeSpeech(prompt.samples()));
    }

    @Test
    void a_tone_or_noise_does_not_sound_like_speech() {
        assertFalse(likeSpeech(Tones.sine(1000, 2000, -10)));
        assertFalse(likeSpeech(Tones.sine(150, 2000, -10)));
        short[] noise = new short[16000];
        Random random = new Random(1);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (short) (random.nextGaussian() * 3000);
        }
        assertFalse(likeSpeech(noise));
    }

    @ParameterizedTest
    @EnumSource(names = {"ALICE", "BOB", "CAROL"})
    void the_callers_can_be_told_apart(Prompt said) throws IOException {
        for (Prompt heard : Prompt.values()) {
            Match match = Similarity.compare(said.samples(), heard.samples());
            assertEquals(said == heard, match.score() > 0.99, said + " and " + heard + ": " + match);
            assertTrue(said == heard || match.score() < 0.3, said + " and " + heard + ": " + match);
        }
    }

    /**
     * Speech comes in syllables, so the level of its frames varies by far; and its energy lies in many bands, but not in all
     * alike: the strongest of 39 bands has less than 70 % of it, and the upper half of the spectrum less than a third.
     */
    private static boolean likeSpeech(short[] samples) {
        double[] levels = frameLevels(samples);
        double mean = DoubleStream.of(levels).average().orElse(0);
        double spread = Math.sqrt(DoubleStream.of(levels)
                .map(l -> (l - mean) * (l - mean))
                .average()
                .orElse(0));
        double[] bands = bands(samples);
        double all = DoubleStream.of(bands).sum();
        double strongest = DoubleStream.of(bands).max().orElse(0) / all;
        double upper = DoubleStream.of(bands).skip(20).sum() / all;
        return spread > 8 && strongest < 0.7 && upper < 0.33;
    }

    private static double[] frameLevels(short[] samples) {
        return IntStream.range(0, samples.length / FRAME)
                .mapToDouble(frame -> Math.max(-70, Level.dbov(samples, frame * FRAME, FRAME)))
                .toArray();
    }

    /** The energy at 100, 200, ... 3,900 Hz, summed up over all frames. */
    private static double[] bands(short[] samples) {
        return IntStream.rangeClosed(1, 39)
                .mapToDouble(band -> IntStream.range(0, samples.length / FRAME)
                        .mapToDouble(frame -> ToneMeter.power(samples, frame * FRAME, (frame + 1) * FRAME, band * 100))
                        .sum())
                .toArray();
    }
}
