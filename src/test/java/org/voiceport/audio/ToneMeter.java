package org.voiceport.audio;

/** Measures one frequency in a stretch of sound, by correlation with a sine and a cosine. */
final class ToneMeter {
    private ToneMeter() {}

    /** The level in dBov of what is at {@code hz}, measured over samples {@code from} to {@code to}. */
    static double dbov(short[] samples, int from, int to, double hz) {
        return 10 * Math.log10(power(samples, from, to, hz) + 1e-13);
    }

    /** The same as a power: 0.5 is the loudest sine. */
    static double power(short[] samples, int from, int to, double hz) {
        double re = 0;
        double im = 0;
        for (int i = from; i < to; i++) {
            double angle = 2 * Math.PI * hz * i / Source.RATE;
            re += samples[i] / 32768.0 * Math.cos(angle);
            im += samples[i] / 32768.0 * Math.sin(angle);
        }
        double length = to - from;
        return 2 * (re * re + im * im) / (length * length);
    }
}
