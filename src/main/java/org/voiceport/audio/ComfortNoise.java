package org.voiceport.audio;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Makes the noise that a far end describes instead of sending silence (RFC 3389), at 8,000 samples a second: of its level,
 * and of its spectrum as far as told. Silent until it is described. Allocates nothing after it is made; one thread at a
 * time.
 */
public final class ComfortNoise {
    /** The static RTP payload type, RFC 3551 §6. */
    public static final int PAYLOAD_TYPE = 13;

    /** Reflection coefficients that are used; those beyond would change little. */
    private static final int MAX_ORDER = 12;
    /** The variance of numbers spread evenly from -1 to 1. */
    private static final double EVEN_VARIANCE = 1 / 3.0;
    /** The index of a coefficient of 0 (RFC 3389 §3.2), and the one that stands for none. */
    private static final int ZERO = 127;

    private static final int RESERVED = 255;

    private final RandomGenerator random;
    private final double[] reflection = new double[MAX_ORDER];
    /** What the lattice keeps from one sample to the next, one for each of its stages. */
    private final double[] backward = new double[MAX_ORDER + 1];

    private int order;
    private double excitation;

    /** @param random where the noise comes from; need not be secret */
    public ComfortNoise(RandomGenerator random) {
        this.random = random;
    }

    /**
     * Takes the payload of a comfort noise packet: the level in -dBov (its upper bit is ignored), then any number of
     * reflection coefficients, of which the first {@value #MAX_ORDER} are used. An empty payload changes nothing.
     */
    public void describe(byte[] payload, int offset, int length) {
        if (length < 1) {
            return;
        }
        boolean changed = order != Math.min(length - 1, MAX_ORDER);
        order = Math.min(length - 1, MAX_ORDER);
        double residue = 1;
        for (int i = 0; i < order; i++) {
            double before = reflection[i];
            reflection[i] = coefficient(payload[offset + 1 + i] & 0xFF);
            changed |= reflection[i] != before;
            residue *= 1 - reflection[i] * reflection[i];
        }
        if (changed) {
            // What rings in one filter can be far too loud for the next; from rest, none is ever louder than told.
            Arrays.fill(backward, 0);
        }
        // The filter makes it louder by 1 / residue in power.
        double rms = Level.rms(-(payload[offset] & 0x7F));
        excitation = rms * Math.sqrt(residue / EVEN_VARIANCE);
    }

    /** Quantised evenly to a little less than 1 either way (RFC 3389 §3.2), so that the filter is always stable. */
    private static double coefficient(int index) {
        return index == RESERVED ? 0 : 258 * (index - ZERO) / 32768.0;
    }

    /** Writes the next {@code count} samples of the noise. */
    public void fill(short[] into, int offset, int count) {
        for (int i = offset; i < offset + count; i++) {
            double sample = shaped(excitation * random.nextInt() * 0x1p-31);
            into[i] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(sample)));
        }
    }

    /** The all-pole lattice filter of the reflection coefficients. */
    private double shaped(double forward) {
        double sample = forward;
        for (int i = order - 1; i >= 0; i--) {
            sample -= reflection[i] * backward[i];
            backward[i + 1] = backward[i] + reflection[i] * sample;
        }
        backward[0] = sample;
        return sample;
    }
}
