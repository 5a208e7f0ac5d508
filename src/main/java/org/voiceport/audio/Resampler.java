package org.voiceport.audio;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Brings a finished recording of a usual rate down to 8,000 samples a second. A polyphase low-pass filter (sinc under a
 * Kaiser window): flat to 3.4 kHz, down by 6 dB at 3.7 kHz, by 70 dB or more from 4 kHz on. Made for prompts that are
 * loaded once, not for a media tick: it allocates and it needs some 350 multiplications per sample given. No delay: the
 * sample given at a time is the sample taken at that time.
 */
public final class Resampler {
    private static final int[] RATES = {8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000};

    private static final double CUTOFF_HZ = 3700;
    /** Kaiser's formulas for 72 dB over a transition of 600 Hz: β = 0.1102 (A - 8.7), length = (A - 8) / (2.285 Δω). */
    private static final double BETA = 0.1102 * (72 - 8.7);

    private static final double HALF_SECONDS = (72 - 8) / (2.285 * 2 * Math.PI * 600) / 2;

    /** Output sample k lies at input time k * down / up. */
    private final int up;

    private final int down;
    private final int half;
    /** For each of the {@code up} positions between two input samples, the weights of the {@code 2 * half} around it. */
    private final float[][] phases;

    private Resampler(int rate) {
        int common = gcd(rate, Source.RATE);
        up = Source.RATE / common;
        down = rate / common;
        half = (int) Math.ceil(HALF_SECONDS * rate);
        phases = IntStream.range(0, up)
                .mapToObj(phase -> weights(rate, (double) phase / up))
                .toArray(float[][]::new);
    }

    /** True for the rates that {@link #toTelephone} takes: 8, 11.025, 12, 16, 22.05, 24, 32, 44.1 and 48 kHz. */
    public static boolean takes(int rate) {
        return IntStream.of(RATES).anyMatch(known -> known == rate);
    }

    /**
     * A new array with the same sound at 8,000 samples a second; what is louder than 16 bits can say is clipped.
     *
     * @throws IllegalArgumentException if {@link #takes} refuses the rate
     */
    public static short[] toTelephone(short[] samples, int rate) {
        if (!takes(rate)) {
            throw new IllegalArgumentException("a rate of " + rate + " Hz: give one of 8000 to 48000 that is in use");
        }
        return rate == Source.RATE ? samples.clone() : new Resampler(rate).apply(samples);
    }

    private short[] apply(short[] in) {
        int count = Math.toIntExact(((long) in.length * up + down - 1) / down);
        short[] out = new short[count];
        for (int k = 0; k < count; k++) {
            long position = (long) k * down;
            out[k] = at(in, (int) (position / up), phases[(int) (position % up)]);
        }
        return out;
    }

    private short at(short[] in, int index, float[] weights) {
        int first = index - half + 1;
        double sum = 0;
        int end = Math.min(weights.length, in.length - first);
        for (int i = Math.max(0, -first); i < end; i++) {
            sum += weights[i] * in[first + i];
        }
        return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(sum)));
    }

    /** The weights sum to 1, so that every phase has the same gain. */
    private float[] weights(int rate, double fraction) {
        double[] weights = new double[2 * half];
        for (int i = 0; i < weights.length; i++) {
            double distance = i - (half - 1) - fraction;
            weights[i] = sinc(2 * CUTOFF_HZ / rate * distance) * kaiser(distance / half);
        }
        double sum = DoubleStream.of(weights).sum();
        float[] scaled = new float[weights.length];
        for (int i = 0; i < weights.length; i++) {
            scaled[i] = (float) (weights[i] / sum);
        }
        return scaled;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }

    private static double kaiser(double x) {
        return Math.abs(x) > 1 ? 0 : bessel(BETA * Math.sqrt(1 - x * x)) / bessel(BETA);
    }

    /** The modified Bessel function of the first kind and order 0, by its power series. */
    private static double bessel(double x) {
        double term = 1;
        double sum = 1;
        for (int k = 1; term > sum * 1e-12; k++) {
            term *= (x / 2 / k) * (x / 2 / k);
            sum += term;
        }
        return sum;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
