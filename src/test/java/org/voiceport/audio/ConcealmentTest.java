package org.voiceport.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConcealmentTest {
    /** 20 ms. */
    private static final int FRAME = 160;
    /** Of a band, on the scale of {@link ToneMeter#power}. */
    private static final double LEAST_POWER = 1e-6;

    private final Concealment concealment = new Concealment();

    @Test
    void what_is_not_missing_stays_as_it_is() throws IOException {
        short[] alice = Prompt.ALICE.samples();
        assertArrayEquals(alice, through(alice, FRAME, frame -> false));
    }

    @ParameterizedTest
    @ValueSource(ints = {75, 110, 150, 180})
    void a_voice_that_holds_its_pitch_is_restored(int hz) {
        short[] voice = voice(hz, 8000);
        short[] heard = through(voice, FRAME, frame -> frame == 20);
        double error = power(difference(voice, heard), 20 * FRAME, 10 * 8) / power(voice, 20 * FRAME, 10 * 8);
        assertTrue(error < 0.05, () -> "error in the first 10 ms: " + error + " of the power");
    }

    /**
     * Sample by sample, made-up sound is nearer to the original than silence is only while the pitch holds, and soon it
     * isn't. Bob changes his so fast that 10 ms are just so, Carol is worse: her waveform can't be foretold.
     */
    @ParameterizedTest
    @CsvSource({
        "GREETING, 20, 1, 0.7",
        "GREETING, 20, 5, 0.7",
        "GREETING, 20, 10, 0.7",
        "ALICE,    20, 1, 0.7",
        "ALICE,    20, 5, 0.7",
        "ALICE,    20, 10, 0.7",
        "GREETING, 10, 5, 0.5",
        "ALICE,    10, 5, 0.5",
        "BOB,      10, 5, 0.95"
    })
    void speech_with_losses_is_more_similar_to_the_original_than_with_silence(
            Prompt prompt, int millis, int percent, double share) throws IOException {
        short[] said = prompt.samples();
        int length = millis * 8;
        double concealed = 0;
        double silenced = 0;
        for (int seed = 0; seed < 40; seed++) {
            IntPredicate missing = losses(seed, said.length / length + 1, percent);
            concealment.forget();
            concealed += 1 - similarity(said, through(said, length, missing));
            silenced += 1 - similarity(said, silenced(said, length, missing));
        }
        String found = "lacking " + concealed / 40 + " concealed, " + silenced / 40 + " silenced";
        assertTrue(silenced / 40 > 0.002, found);
        assertTrue(concealed < share * silenced, found);
    }

    /** The score of {@link Similarity} without a lag. */
    private static double similarity(short[] said, short[] heard) {
        double product = 0;
        double saidEnergy = 0;
        double heardEnergy = 0;
        for (int i = 0; i < said.length; i++) {
            product += said[i] * heard[i];
            saidEnergy += said[i] * said[i];
            heardEnergy += heard[i] * heard[i];
        }
        return product / Math.sqrt(saidEnergy * heardEnergy);
    }

    /** To the ear, which hears levels by bands, it is far nearer than silence with all voices. */
    @ParameterizedTest
    @EnumSource(Prompt.class)
    void the_spectrum_of_made_up_sound_is_near_that_of_the_original(Prompt prompt) throws IOException {
        short[] said = prompt.samples();
        double concealed = 0;
        double silenced = 0;
        int frames = 0;
        short[] silence = new short[said.length];
        for (int frame = 4; frame < said.length / FRAME - 1; frame++) {
            if (Level.dbov(said, frame * FRAME, FRAME) > -40) {
                int lost = frame;
                concealment.forget();
                short[] heard = through(Arrays.copyOf(said, (frame + 1) * FRAME), FRAME, f -> f == lost);
                concealed += spectralError(said, heard, frame * FRAME);
                silenced += spectralError(said, silence, frame * FRAME);
                frames++;
            }
        }
        String found = concealed / frames + " dB concealed, " + silenced / frames + " dB silenced";
        assertTrue(concealed < 0.5 * silenced, found);
    }

    /** By how many decibels the levels of 13 bands of 300 Hz differ, on average, down to -60 dBov. */
    private static double spectralError(short[] said, short[] heard, int at) {
        double sum = 0;
        for (int band = 0; band < 13; band++) {
            sum += Math.abs(bandLevel(said, at, band) - bandLevel(heard, at, band));
        }
        return sum / 13;
    }

    private static double bandLevel(short[] samples, int at, int band) {
        double power = 0;
        for (int third = 1; third <= 3; third++) {
            power += ToneMeter.power(samples, at, at + FRAME, band * 300 + third * 100);
        }
        return 10 * Math.log10(Math.max(power, LEAST_POWER));
    }

    @ParameterizedTest
    @EnumSource(Prompt.class)
    void what_is_made_up_is_as_loud_as_what_was_said(Prompt prompt) throws IOException {
        short[] said = prompt.samples();
        double difference = 0;
        int places = 0;
        for (int at = 800; at + 240 < said.length; at += 77) {
            if (Level.dbov(said, at, 80) > -40) {
                short[] heard = said.clone();
                Concealment one = new Concealment();
                one.good(heard, 0, at);
                one.conceal(heard, at, 80);
                double made = Level.dbov(heard, at, 80);
                int place = at;
                double before = Level.dbov(heard, at - 120, 120);
                assertTrue(made < before + 6, () -> prompt + " at " + place + ": " + before + ", then " + made);
                difference += made - Level.dbov(said, at, 80);
                places++;
            }
        }
        assertEquals(0, difference / places, 2, "decibels");
    }

    /** No step at the seams or within is higher than twice the highest around it in the original. */
    @ParameterizedTest
    @EnumSource(Prompt.class)
    void losses_do_not_click(Prompt prompt) throws IOException {
        short[] said = prompt.samples();
        for (int missing = 3; missing < said.length / FRAME - 3; missing++) {
            int lost = missing;
            concealment.forget();
            short[] heard = through(said, FRAME, frame -> frame == lost);
            int from = lost * FRAME;
            int highest = highestStep(said, from - 2 * FRAME, from + 2 * FRAME);
            int found = highestStep(heard, from - 2, from + FRAME + 100);
            assertTrue(
                    found <= 2 * highest + 30,
                    () -> prompt + " frame " + lost + ": a step of " + found + ", in the original " + highest);
        }
    }

    @Test
    void a_long_loss_fades_to_silence_within_60_ms() {
        short[] voice = voice(110, 4000);
        concealment.good(voice, 0, 4000);
        short[] heard = new short[8000];
        for (int at = 0; at < 8000; at += FRAME) {
            concealment.conceal(heard, at, FRAME);
        }
        double first = Level.dbov(heard, 0, 80);
        double[] levels = new double[6];
        for (int ten = 0; ten < 6; ten++) {
            levels[ten] = Level.dbov(heard, ten * 80, 80);
        }
        double[] expected = {0, 20 * Math.log10(0.9), 20 * Math.log10(0.7), 20 * Math.log10(0.5), 20 * Math.log10(0.3)};
        for (int ten = 0; ten < 5; ten++) {
            assertEquals(first + expected[ten], levels[ten], 2, "10 ms number " + ten);
        }
        assertEquals(Level.FLOOR, Level.dbov(heard, 480, 8000 - 480));
    }

    @Test
    void sound_fades_in_within_10_ms_after_a_long_loss() {
        short[] voice = voice(110, 4000);
        concealment.good(voice, 0, 4000);
        concealment.conceal(new short[4000], 0, 4000);
        short[] again = voice(110, 400);
        concealment.good(again, 0, 400);
        assertTrue(Math.abs(again[0]) < 500, () -> "first sample " + again[0]);
        assertArrayEquals(Arrays.copyOfRange(voice(110, 400), 80, 400), Arrays.copyOfRange(again, 80, 400));
    }

    @Test
    void pieces_of_any_length_give_the_same() throws IOException {
        short[] bob = Prompt.BOB.samples();
        IntPredicate missing = losses(5, bob.length / FRAME + 1, 10);
        short[] whole = through(bob, FRAME, missing);
        for (int length : new int[] {1, 5, 32, 80}) {
            int parts = FRAME / length;
            concealment.forget();
            assertArrayEquals(whole, through(bob, length, piece -> missing.test(piece / parts)), "by " + length);
        }
    }

    @Test
    void a_new_loss_while_sound_still_fades_in_is_one_of_its_own() {
        short[] voice = voice(110, 4000);
        concealment.good(voice, 0, 4000);
        short[] heard = new short[2000];
        for (int at = 0; at < 2000; at += 100) {
            concealment.conceal(heard, at, 80);
            System.arraycopy(voice(110, 2000), at + 80, heard, at + 80, 20);
            concealment.good(heard, at + 80, 20);
        }
        assertTrue(highestStep(heard, 0, 2000) <= 2 * highestStep(voice, 0, 4000));
        assertTrue(Level.dbov(heard, 1000, 1000) > -127);
    }

    @Test
    void nothing_is_made_of_nothing() {
        short[] heard = {1, 2, 3, 4};
        concealment.conceal(heard, 0, 4);
        assertArrayEquals(new short[4], heard);
    }

    @Test
    void what_was_forgotten_is_not_repeated() {
        concealment.good(voice(110, 4000), 0, 4000);
        concealment.forget();
        short[] heard = {1, 2, 3, 4};
        concealment.conceal(heard, 0, 4);
        assertArrayEquals(new short[4], heard);
    }

    /** The repetition begins far below where the sound ended, so that it is raised by as much. */
    @Test
    void the_loudest_sound_never_wraps_around() {
        short[] loud = new short[800];
        Arrays.fill(loud, Short.MAX_VALUE);
        loud[800 - 1 - 120] = Short.MIN_VALUE;
        concealment.good(loud, 0, 800);
        short[] made = new short[80];
        concealment.conceal(made, 0, 80);
        assertArrayEquals(Arrays.copyOfRange(loud, 0, 80), made);
    }

    @Test
    void noise_at_full_scale_passes_without_an_exception() {
        Random random = new Random(711);
        short[] samples = new short[500];
        for (int round = 0; round < 2000; round++) {
            int count = random.nextInt(500);
            for (int i = 0; i < count; i++) {
                samples[i] = (short) random.nextInt();
            }
            if (random.nextInt(3) == 0) {
                concealment.conceal(samples, 0, count);
            } else {
                concealment.good(samples, 0, count);
            }
        }
    }

    @Test
    void concealing_allocates_nothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        short[] samples = voice(110, FRAME);
        everySecondFrame(samples);
        long before = threads.getCurrentThreadAllocatedBytes();
        everySecondFrame(samples);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 2000, () -> "1000 frames allocated " + allocated + " bytes");
    }

    private void everySecondFrame(short[] samples) {
        for (int i = 0; i < 500; i++) {
            concealment.good(samples, 0, FRAME);
            concealment.conceal(samples, 0, FRAME);
        }
    }

    private short[] through(short[] said, int length, IntPredicate missing) {
        short[] heard = said.clone();
        for (int at = 0; at < heard.length; at += length) {
            int count = Math.min(length, heard.length - at);
            if (missing.test(at / length)) {
                concealment.conceal(heard, at, count);
            } else {
                concealment.good(heard, at, count);
            }
        }
        return heard;
    }

    private static short[] silenced(short[] said, int length, IntPredicate missing) {
        short[] heard = said.clone();
        for (int at = 0; at < heard.length; at += length) {
            if (missing.test(at / length)) {
                Arrays.fill(heard, at, Math.min(at + length, heard.length), (short) 0);
            }
        }
        return heard;
    }

    /** Which of so many frames are lost. */
    private static IntPredicate losses(int seed, int frames, int percent) {
        Random random = new Random(seed);
        boolean[] lost = new boolean[frames];
        for (int i = 0; i < frames; i++) {
            lost[i] = random.nextInt(100) < percent;
        }
        lost[10 + random.nextInt(frames - 20)] = true;
        return frame -> lost[frame];
    }

    /** Harmonics of a pitch, the higher the quieter. */
    private static short[] voice(int hz, int count) {
        short[] samples = new short[count];
        for (int i = 0; i < count; i++) {
            double sum = 0;
            for (int harmonic = 1; harmonic * hz < 3400; harmonic++) {
                sum += Math.sin(2 * Math.PI * hz * harmonic * i / 8000 + harmonic * harmonic) / harmonic;
            }
            samples[i] = (short) (sum * 4000);
        }
        return samples;
    }

    private static short[] difference(short[] one, short[] other) {
        short[] difference = new short[one.length];
        for (int i = 0; i < one.length; i++) {
            difference[i] = (short) (one[i] - other[i]);
        }
        return difference;
    }

    private static double power(short[] samples, int offset, int count) {
        return Math.pow(10, Level.dbov(samples, offset, count) / 10);
    }

    private static int highestStep(short[] samples, int from, int to) {
        int highest = 0;
        for (int i = Math.max(from, 1); i < Math.min(to, samples.length); i++) {
            highest = Math.max(highest, Math.abs(samples[i] - samples[i - 1]));
        }
        return highest;
    }
}
