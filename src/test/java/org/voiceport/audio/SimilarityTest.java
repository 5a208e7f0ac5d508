package org.voiceport.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voiceport.audio.Similarity.Match;

class SimilarityTest {
    private final short[] alice = Prompt.ALICE.samples();

    SimilarityTest() throws IOException {}

    private static short[] after(int silence, short[] samples) {
        short[] later = new short[silence + samples.length];
        System.arraycopy(samples, 0, later, silence, samples.length);
        return later;
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void coded_speech_after_silence_is_recognised(Codec codec) {
        byte[] codes = new byte[alice.length];
        codec.encoder().encode(alice, 0, codes, 0, alice.length);
        short[] decoded = new short[alice.length];
        codec.decoder().decode(codes, 0, decoded, 0, alice.length);

        Match match = Similarity.compare(alice, after(4001, decoded));

        assertEquals(1, match.score(), 0.001);
        assertEquals(4001, match.lagSamples());
    }

    @Test
    void speech_that_begins_before_the_recording_has_a_negative_lag() {
        Match match = Similarity.compare(alice, Arrays.copyOfRange(alice, 800, alice.length));
        assertEquals(-800, match.lagSamples());
    }

    @Test
    void the_level_does_not_matter() {
        short[] quiet = new short[alice.length];
        for (int i = 0; i < quiet.length; i++) {
            quiet[i] = (short) (alice[i] / 10);
        }
        assertEquals(1, Similarity.compare(alice, quiet).score(), 0.001);
    }

    @Test
    void sound_before_and_after_does_not_matter() {
        short[] around = new short[3 * alice.length];
        fillWithNoise(around);
        System.arraycopy(alice, 0, around, alice.length, alice.length);
        Match match = Similarity.compare(alice, around);
        assertEquals(new Match(1, alice.length), new Match(Math.round(match.score() * 1e6) / 1e6, match.lagSamples()));
    }

    @Test
    void a_recording_that_lost_the_last_third_is_noticed() {
        short[] cut = Arrays.copyOf(alice, alice.length * 2 / 3);
        assertTrue(Similarity.compare(alice, cut).score() < 0.9);
    }

    @Test
    void a_recording_whose_last_third_is_silent_is_noticed() {
        short[] silenced = alice.clone();
        Arrays.fill(silenced, alice.length * 2 / 3, alice.length, (short) 0);
        assertTrue(Similarity.compare(alice, silenced).score() < 0.9);
    }

    @Test
    void noise_is_not_speech() {
        short[] noise = new short[40000];
        fillWithNoise(noise);
        assertTrue(Similarity.compare(alice, noise).score() < 0.3);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 150, 200, 215, 230, 440, 1000})
    void a_tone_is_not_speech(int hz) {
        assertTrue(Similarity.compare(alice, Tones.sine(hz, 5000, -10)).score() < 0.3);
    }

    @Test
    void the_beep_alone_is_not_speech() {
        assertTrue(Similarity.compare(alice, Tones.beep()).score() < 0.3);
    }

    @Test
    void silence_and_nothing_are_like_nothing() {
        Match none = new Match(0, 0);
        assertEquals(none, Similarity.compare(alice, new short[8000]));
        assertEquals(none, Similarity.compare(new short[8000], alice));
        assertEquals(none, Similarity.compare(alice, new short[0]));
        assertEquals(none, Similarity.compare(new short[0], alice));
    }

    @Test
    void searches_thirty_seconds_either_way_and_no_further() {
        assertEquals(240_000, Similarity.compare(alice, after(240_000, alice)).lagSamples());
        assertTrue(Similarity.compare(alice, after(262_000, alice)).score() < 0.3);
    }

    /** The formula of the class, summed up term by term. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 17, 64, 65})
    void the_fast_way_gives_what_the_definition_says(int length) {
        Random random = new Random(length);
        short[] said = randomSamples(random, length);
        for (int heardLength = 1; heardLength < 80; heardLength += 7) {
            short[] heard = randomSamples(random, heardLength);
            Match match = Similarity.compare(said, heard);
            Match expected = byDefinition(said, heard);
            assertEquals(expected.score(), match.score(), 1e-9);
            assertEquals(expected.lagSamples(), match.lagSamples());
        }
    }

    private static Match byDefinition(short[] said, short[] heard) {
        Match best = new Match(0, 0);
        for (int lag = 1 - said.length; lag < heard.length; lag++) {
            double product = 0;
            double saidEnergy = 0;
            double heardEnergy = 0;
            for (int i = 0; i < said.length; i++) {
                double beside = i + lag >= 0 && i + lag < heard.length ? heard[i + lag] : 0;
                product += said[i] * beside;
                saidEnergy += said[i] * said[i];
                heardEnergy += beside * beside;
            }
            double score = product / Math.sqrt(saidEnergy) / Math.sqrt(heardEnergy);
            if (score > best.score() + 1e-12) {
                best = new Match(score, lag);
            }
        }
        return best;
    }

    @Test
    void refuses_more_than_five_minutes() {
        short[] tooLong = new short[Similarity.MAX_SAID + 1];
        assertThrows(IllegalArgumentException.class, () -> Similarity.compare(tooLong, alice));
    }

    private static void fillWithNoise(short[] samples) {
        short[] noise = randomSamples(new Random(711), samples.length);
        System.arraycopy(noise, 0, samples, 0, noise.length);
    }

    private static short[] randomSamples(Random random, int count) {
        short[] samples = new short[count];
        for (int i = 0; i < count; i++) {
            samples[i] = (short) (random.nextGaussian() * 3000);
        }
        return samples;
    }
}
