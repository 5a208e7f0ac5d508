package org.voiceport.media;

import java.util.concurrent.TimeUnit;

/**
 * How long a missing packet is worth waiting for, from what the network did so far: {@link #SHORTEST} to
 * {@link #LONGEST}. Two measures drive it: the variation of transit times between packets (the mean of RFC 3550 §6.4.1,
 * four times of which covers nearly all), and how late packets that were missing came in the end. The greater one counts
 * at once; it fades by half in about 355 packets, which are 7 s of 20 ms each. Free of allocation.
 */
final class JitterEstimate {
    static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(20);
    static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(200);

    /** Before anything is known of a network. */
    private static final long FIRST = TimeUnit.MILLISECONDS.toNanos(60);
    /** A greater change of transit time is a pause or a jump of timestamps, and says nothing on the network. */
    private static final long MAX_CHANGE = TimeUnit.SECONDS.toNanos(1);

    private static final int MEAN_OF = 4; // shift: 16 packets, as in RFC 3550
    private static final int SAFETY = 4;
    private static final int FADING = 9; // shift: 1/512 for each packet

    private boolean started;
    private int lastTimestamp;
    private long lastAt;
    private long jitter;
    private long patience = FIRST;

    /** A source begins whose timestamps have nothing to do with those before; the network is the same. */
    void restart() {
        started = false;
    }

    /**
     * Takes note of one packet with sound.
     *
     * @param at when it arrived, nanoseconds
     */
    void arrived(int timestamp, long at) {
        patience -= patience >> FADING;
        if (started) {
            long change = Math.abs(at - lastAt - (timestamp - lastTimestamp) * RtpClock.NANOS_PER_SAMPLE);
            if (change < MAX_CHANGE) {
                jitter += (change - jitter) >> MEAN_OF;
                patience = Math.max(patience, SAFETY * jitter);
            }
        }
        started = true;
        lastTimestamp = timestamp;
        lastAt = at;
    }

    /** A packet came after the one behind it, by so many nanoseconds: next time one is waited for a quarter longer. */
    void cameLate(long lateness) {
        patience = Math.max(patience, Math.min(lateness, LONGEST) * 5 / 4);
    }

    /** Nanoseconds. */
    long patience() {
        return Math.max(SHORTEST, Math.min(LONGEST, patience));
    }
}
