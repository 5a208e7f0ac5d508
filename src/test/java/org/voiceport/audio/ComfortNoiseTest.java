package org.voiceport.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComfortNoiseTest {
    private static final int SECOND = 8000;

    private final ComfortNoise noise = new ComfortNoise(new SplittableRandom(3389));

    @Test
    void is_silent_until_it_is_described() {
        short[] samples = {1, 2, 3};
        noise.fill(samples, 0, 3);
        assertArrayEquals(new short[3], samples);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 30, 45, 60, 70})
    void has_the_level_that_is_told(int level) {
        assertEquals(-level, Level.dbov(second((byte) level), 0, SECOND), 0.5);
    }

    @Test
    void the_upper_bit_of_the_level_says_nothing() {
        assertEquals(-40, Level.dbov(second((byte) 0xA8), 0, SECOND), 0.5);
    }

    @Test
    void the_quietest_level_is_digital_silence() {
        assertEquals(Level.FLOOR, Level.dbov(second((byte) 127), 0, SECOND));
    }

    @Test
    void the_loudest_level_is_clipped_and_does_not_wrap() {
        short[] samples = second((byte) 0, (byte) 0xF0);
        int sameSign = 0;
        for (int i = 1; i < SECOND; i++) {
            sameSign += samples[i - 1] >= 0 == samples[i] >= 0 ? 1 : 0;
        }
        assertTrue(Level.dbov(samples, 0, SECOND) > -4);
        int changes = SECOND - sameSign;
        assertTrue(changes > SECOND / 2, () -> "the sign of high noise changes often: " + changes);
    }

    @Test
    void without_coefficients_it_is_white() {
        short[] samples = second((byte) 40);
        assertEquals(0, correlation(samples, 1), 0.05);
        assertEquals(0, correlation(samples, 2), 0.05);
    }

    /** With one coefficient k, the correlation of neighbours is -k by the theory of all-pole models. */
    @ParameterizedTest
    @ValueSource(ints = {20, 60, 100, 150, 200, 234})
    void one_coefficient_is_the_correlation_of_neighbours_turned_round(int index) {
        short[] samples = second((byte) 40, (byte) index);
        assertEquals(-258 * (index - 127) / 32768.0, correlation(samples, 1), 0.05);
        assertEquals(-40, Level.dbov(samples, 0, SECOND), 1);
    }

    /** Of white noise through y[n] = x[n] + 0.9 y[n-1] at -45.0 dBov, coded by the comfortnoise encoder of ffmpeg 5.1.9. */
    @Test
    void what_another_encoder_describes_sounds_like_what_it_heard() {
        short[] samples = second(HexFormat.of().parseHex("2d0e707d858274827f7e75"));
        assertEquals(-45, Level.dbov(samples, 0, SECOND), 1.5);
        for (int lag = 1; lag <= 4; lag++) {
            assertEquals(Math.pow(0.9, lag), correlation(samples, lag), 0.1, "lag " + lag);
        }
    }

    @Test
    void the_reserved_index_is_taken_for_no_coefficient() {
        assertEquals(0, correlation(second((byte) 40, (byte) 255), 1), 0.05);
    }

    @Test
    void an_empty_payload_changes_nothing() {
        noise.describe(new byte[] {40}, 0, 1);
        noise.describe(new byte[0], 0, 0);
        short[] samples = new short[SECOND];
        noise.fill(samples, 0, SECOND);
        assertEquals(-40, Level.dbov(samples, 0, SECOND), 0.5);
    }

    @Test
    void a_description_is_read_at_its_place() {
        noise.describe(new byte[] {0, 0, 50, (byte) 127, 9}, 2, 2);
        short[] samples = new short[SECOND + 2];
        noise.fill(samples, 1, SECOND);
        assertEquals(0, samples[0] + samples[SECOND + 1]);
        assertEquals(-50, Level.dbov(samples, 1, SECOND), 0.5);
    }

    @Test
    void any_payload_is_noise_of_a_bounded_level() {
        Random random = new Random(13);
        for (int round = 0; round < 300; round++) {
            byte[] payload = new byte[1 + random.nextInt(40)];
            random.nextBytes(payload);
            payload[0] = 60;
            short[] samples = second(payload);
            double level = Level.dbov(samples, SECOND / 2, SECOND / 2);
            String described = HexFormat.of().formatHex(payload);
            assertTrue(level < -45, () -> described + ": " + level + " dBov");
        }
    }

    @Test
    void the_same_seed_gives_the_same_noise() {
        noise.describe(new byte[] {30}, 0, 1);
        ComfortNoise twin = new ComfortNoise(new SplittableRandom(3389));
        twin.describe(new byte[] {30}, 0, 1);
        short[] one = new short[100];
        short[] other = new short[100];
        noise.fill(one, 0, 100);
        twin.fill(other, 0, 40);
        twin.fill(other, 40, 60);
        assertArrayEquals(one, other);
    }

    @Test
    void making_noise_allocates_nothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] payload = {40, 100, (byte) 140};
        short[] samples = new short[160];
        packets(payload, samples);
        long before = threads.getCurrentThreadAllocatedBytes();
        packets(payload, samples);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 2000, () -> "1000 packets allocated " + allocated + " bytes");
    }

    private void packets(byte[] payload, short[] samples) {
        for (int i = 0; i < 1000; i++) {
            noise.describe(payload, 0, payload.length);
            noise.fill(samples, 0, samples.length);
        }
    }

    private short[] second(byte... payload) {
        noise.describe(payload, 0, payload.length);
        short[] settling = new short[SECOND];
        noise.fill(settling, 0, SECOND);
        short[] samples = new short[SECOND];
        Arrays.fill(samples, (short) 1);
        noise.fill(samples, 0, SECOND);
        return samples;
    }

    /** Of samples with those so many before them, normalised. */
    private static double correlation(short[] samples, int lag) {
        double product = 0;
        double energy = 0;
        for (int i = lag; i < samples.length; i++) {
            product += samples[i] * samples[i - lag];
            energy += samples[i] * samples[i];
        }
        return product / energy;
    }
}
