package org.voiceport.audio;

/** Tones made by arithmetic. Every call gives a new array that belongs to the caller: 8,000 samples a second. */
public final class Tones {
    private static final int EDGE_MILLIS = 5;
    private static final int MAX_MILLIS = 60_000;
    /** A little below 20 log √½, so that the peak still fits into 16 bits. */
    private static final double LOUDEST_DBOV = -3.02;

    private Tones() {}

    /** The tone after which a caller is recorded: 1 kHz for 0.3 s at -16 dBov. */
    public static short[] beep() {
        return sine(1000, 300, -16);
    }

    /**
     * A sine. Its first and last 5 ms (or halves, if it is shorter than 10 ms) rise and fall as a raised cosine, so that it
     * doesn't click.
     *
     * @param hz above 0, below 4,000
     * @param millis 0 to 60,000
     * @param dbov its level between the edges, from {@link Level#FLOOR} to -3.02 (the loudest that fits)
     */
    public static short[] sine(double hz, int millis, double dbov) {
        if (!(hz > 0 && hz < Source.RATE / 2.0)) {
            throw new IllegalArgumentException("a tone of " + hz + " Hz: give more than 0 and less than 4000");
        }
        if (millis < 0 || millis > MAX_MILLIS) {
            throw new IllegalArgumentException("a tone of " + millis + " ms: give 0 to " + MAX_MILLIS);
        }
        if (!(dbov >= Level.FLOOR && dbov <= LOUDEST_DBOV)) {
            throw new IllegalArgumentException("a sine at " + dbov + " dBov: give -127 to -3.02");
        }
        short[] tone = new short[millis * Source.RATE / 1000];
        double amplitude = Level.rms(dbov) * Math.sqrt(2);
        double step = 2 * Math.PI * hz / Source.RATE;
        for (int i = 0; i < tone.length; i++) {
            tone[i] = (short) Math.round(amplitude * edge(i, tone.length) * Math.sin(step * i));
        }
        return tone;
    }

    /** 0 at the ends, 1 from 5 ms inside. */
    private static double edge(int index, int length) {
        int edge = Math.min(EDGE_MILLIS * Source.RATE / 1000, length / 2);
        int distance = Math.min(index, length - 1 - index);
        return distance >= edge ? 1 : 0.5 - 0.5 * Math.cos(Math.PI * distance / edge);
    }
}
