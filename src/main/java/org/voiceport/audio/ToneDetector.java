package org.voiceport.audio;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hears the keys (DTMF, ITU-T Q.23) in the sound of one stream at 8,000 samples a second, given in its order in pieces of
 * any length. The limits lie between what ITU-T Q.24 wants accepted and what it wants refused:
 *
 * <ul>
 *   <li>Frequencies: 1.5 % + 2 Hz off is a key, 3.5 % off is none.
 *   <li>Level: each of the two tones from {@link #LEAST_DBOV} on.
 *   <li>Twist: the upper tone is at most 4 dB louder than the lower one, or 8 dB quieter, with 2 dB to spare.
 *   <li>Time: 40 ms are a press, 23 ms are none; 10 ms of silence are part of a press, 40 ms end it.
 *   <li>Purity: most of the sound is in the two tones, and little an octave above the upper one, where a voice has overtones.
 *       (An octave above a lower tone there may be an upper one.)
 * </ul>
 *
 * <p>Every 8 ms the last 16 ms are looked at through a Hann window at the eight frequencies. That window alone couldn't
 * tell 697 Hz from 720 Hz: how far a tone is off is seen in how its phase moved since the look before.
 *
 * <p>Allocates nothing after it is made; one thread at a time.
 */
public final class ToneDetector {
    /** Of each tone; -39 dBm0, as a full sine is -3.01 dBov and 3.17 dBm0. */
    public static final double LEAST_DBOV = -45;

    private static final int BLOCK = 128;
    private static final int HOP = BLOCK / 2;
    private static final int[] HERTZ = {697, 770, 852, 941, 1209, 1336, 1477, 1633};
    private static final String KEYS = "123A456B789C*0#D";
    /** Looks in a row that make a press: 40 ms give 4 at least, 28 ms give 3 at most. */
    private static final int ON = 4;
    /** Looks in a row that end one. */
    private static final int OFF = 4;

    /** Share of the sound that the two tones have; half a block of tone has no more than a half. */
    private static final float PURITY = 0.82f;

    private static final float MOST_UPPER = (float) Math.pow(10, 0.6);
    private static final float MOST_LOWER = 10;
    /** Of the power of the upper tone. */
    private static final float MOST_OCTAVE = 0.1f;
    /** Of the frequency. */
    private static final double MOST_OFF = 0.0255;

    private static final float LEAST = (float) Math.pow(Level.rms(LEAST_DBOV), 2);
    private static final float[] WINDOW = window();
    /** What makes a sine's windowed sum, squared, its mean square: (sum of the window)² / 2. */
    private static final float SCALE = 2f / (HOP * HOP);

    private static final float ENERGY_SCALE = 1 / (0.375f * BLOCK);
    private static final float[][] COS = waves(1, Math.PI / 2);
    private static final float[][] SIN = waves(1, 0);
    private static final float[][] OCTAVE_COS = waves(2, Math.PI / 2);
    private static final float[][] OCTAVE_SIN = waves(2, 0);
    private static final Dtmf[] DIGITS =
            KEYS.chars().mapToObj(c -> Dtmf.of((char) c)).toArray(Dtmf[]::new);

    private final Consumer<Dtmf> pressed;
    private final float[] block = new float[BLOCK];
    private final float[] real = new float[HERTZ.length];
    private final float[] imaginary = new float[HERTZ.length];
    private final float[] realBefore = new float[HERTZ.length];
    private final float[] imaginaryBefore = new float[HERTZ.length];
    /** Samples of the block that are here; the first half of it was looked at before. */
    private int filled = HOP;
    /** The tones of the look before were taken. */
    private boolean phases;

    private int candidate = -1;
    private int hits;
    private int misses;
    private int on = -1;

    /** @param pressed told once for each press, about 40 ms after it begins */
    public ToneDetector(Consumer<Dtmf> pressed) {
        this.pressed = pressed;
    }

    /** Listens to {@code count} samples; any values will do. */
    public void hear(short[] samples, int offset, int count) {
        int end = offset + count;
        for (int at = offset; at < end; ) {
            int some = Math.min(end - at, BLOCK - filled);
            for (int i = 0; i < some; i++) {
                block[filled + i] = samples[at + i];
            }
            at += some;
            filled += some;
            if (filled == BLOCK) {
                judged(look());
                System.arraycopy(block, HOP, block, 0, HOP);
                filled = HOP;
            }
        }
    }

    /** The key that is down at the moment; null if none is. */
    public @Nullable Dtmf down() {
        return on < 0 ? null : DIGITS[on];
    }

    /** A little sound is missing, too little for a press to end in it and for the next one to begin. */
    public void skip() {
        Arrays.fill(block, 0);
        filled = HOP;
        phases = false;
        candidate = -1;
        hits = 0;
    }

    /** What comes has nothing to do with what was: what is down is released. */
    public void forget() {
        skip();
        misses = 0;
        on = -1;
    }

    private void judged(int key) {
        hits = key >= 0 && key == candidate ? hits + 1 : 1;
        candidate = key;
        if (key >= 0 && key == on) {
            misses = 0;
        } else if (on >= 0 && ++misses == OFF) {
            on = -1;
        }
        if (key >= 0 && key != on && hits == ON) {
            on = key;
            misses = 0;
            pressed.accept(DIGITS[key]);
        }
    }

    /** The index of the key that sounds in the block; -1 if none does. */
    private int look() {
        float energy = 0;
        for (int i = 0; i < BLOCK; i++) {
            float sample = block[i] * WINDOW[i];
            energy += sample * sample;
        }
        energy *= ENERGY_SCALE;
        if (energy < 2 * LEAST) {
            phases = false;
            return -1;
        }
        System.arraycopy(real, 0, realBefore, 0, real.length);
        System.arraycopy(imaginary, 0, imaginaryBefore, 0, imaginary.length);
        for (int i = 0; i < HERTZ.length; i++) {
            real[i] = sum(COS[i]);
            imaginary[i] = sum(SIN[i]);
        }
        boolean comparable = phases;
        phases = true;
        int low = loudest(0);
        int high = loudest(4);
        float lower = power(real[low], imaginary[low]);
        float upper = power(real[high], imaginary[high]);
        boolean tones = lower >= LEAST
                && upper >= LEAST
                && upper <= lower * MOST_UPPER
                && lower <= upper * MOST_LOWER
                && lower + upper >= PURITY * energy;
        if (!tones || octave(high) > MOST_OCTAVE * upper) {
            return -1;
        }
        return comparable && !(inTune(low) && inTune(high)) ? -1 : low * 4 + high - 4;
    }

    private float sum(float[] wave) {
        // Four sums don't wait for each other: that takes half the time.
        float one = 0;
        float two = 0;
        float three = 0;
        float four = 0;
        for (int i = 0; i < BLOCK; i += 4) {
            one += block[i] * wave[i];
            two += block[i + 1] * wave[i + 1];
            three += block[i + 2] * wave[i + 2];
            four += block[i + 3] * wave[i + 3];
        }
        return one + two + three + four;
    }

    private int loudest(int from) {
        int best = from;
        for (int i = from + 1; i < from + 4; i++) {
            if (power(real[i], imaginary[i]) > power(real[best], imaginary[best])) {
                best = i;
            }
        }
        return best;
    }

    private float octave(int tone) {
        return power(sum(OCTAVE_COS[tone]), sum(OCTAVE_SIN[tone]));
    }

    private static float power(float real, float imaginary) {
        return (real * real + imaginary * imaginary) * SCALE;
    }

    /** True if the phase moved since the look before as that of a tone that is near enough. */
    private boolean inTune(int tone) {
        double moved = Math.atan2(imaginaryBefore[tone], realBefore[tone]) - Math.atan2(imaginary[tone], real[tone]);
        double expected = 2 * Math.PI * HERTZ[tone] * HOP / Source.RATE;
        double off = Math.IEEEremainder(moved - expected, 2 * Math.PI) * Source.RATE / (2 * Math.PI * HOP);
        return Math.abs(off) <= MOST_OFF * HERTZ[tone];
    }

    private static float[] window() {
        float[] window = new float[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            window[i] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / BLOCK));
        }
        return window;
    }

    /** Windowed sines, from that phase on, of so many times the eight frequencies. */
    private static float[][] waves(int times, double phase) {
        float[][] waves = new float[HERTZ.length][BLOCK];
        for (int f = 0; f < HERTZ.length; f++) {
            for (int i = 0; i < BLOCK; i++) {
                double angle = 2 * Math.PI * times * HERTZ[f] * i / Source.RATE;
                waves[f][i] = (float) (WINDOW[i] * Math.sin(angle + phase));
            }
        }
        return waves;
    }
}
