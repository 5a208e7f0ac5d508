package org.voiceport.audio;

/** How loud a stretch of sound is. */
public final class Level {
    /** What digital silence measures, in dBov: the quietest value that RFC 6464 knows. */
    public static final double FLOOR = -127;

    private static final double OVERLOAD = 32768;

    private Level() {}

    /**
     * The root mean square of {@code count} samples in dBov: decibels relative to the loudest square wave (RFC 6464 §3), so
     * the loudest sine measures -3.01. Never below {@link #FLOOR}, which is also the level of no samples at all.
     */
    public static double dbov(short[] samples, int offset, int count) {
        long energy = 0;
        for (int i = offset; i < offset + count; i++) {
            energy += (long) samples[i] * samples[i];
        }
        if (energy == 0) {
            return FLOOR;
        }
        return Math.max(FLOOR, 10 * Math.log10((double) energy / count) - 20 * Math.log10(OVERLOAD));
    }

    /** The root mean square that {@code dbov} stands for, on the scale of 16-bit samples. */
    static double rms(double dbov) {
        return OVERLOAD * Math.pow(10, dbov / 20);
    }
}
