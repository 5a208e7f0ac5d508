package org.voiceport.media;

/** The clock of G.711 in RTP, 8,000 a second, against {@link System#nanoTime()}. */
final class RtpClock {
    static final int SAMPLES_PER_MILLI = 8;
    static final long NANOS_PER_SAMPLE = 125_000;

    private RtpClock() {}

    /** How many samples fit in a time. */
    static long samples(long nanos) {
        return nanos / NANOS_PER_SAMPLE;
    }
}
