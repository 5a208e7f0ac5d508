package org.voiceport.messaging;

import java.time.Duration;
import org.voiceport.audio.Level;
import org.voiceport.audio.Source;

/**
 * Tells how long a caller has been quiet: by the samples, and by the clock where none come, as from a phone that sends
 * nothing in pauses.
 */
final class SilenceMeter {
    /** Quieter than anybody speaks into a phone, louder than the noise of a quiet line. */
    private static final double SPEECH_DBOV = -50;
    /** 20 ms: a level is judged over a packet's length, so that a word counts and a click hardly does. */
    private static final int WINDOW = Source.RATE / 50;

    private final long limitSamples;
    private final long limitNanos;
    private long quietSamples;
    private long lastHeard;

    /** Quiet for {@code limit} is too long; {@code nanos} is the time on the monotonic clock. */
    SilenceMeter(Duration limit, long nanos) {
        limitSamples = limit.toMillis() * Source.RATE / 1000;
        limitNanos = limit.toNanos();
        lastHeard = nanos;
    }

    void hear(short[] samples, int count, long nanos) {
        for (int at = 0; at < count; at += WINDOW) {
            int window = Math.min(WINDOW, count - at);
            if (Level.dbov(samples, at, window) >= SPEECH_DBOV) {
                quietSamples = 0;
                lastHeard = nanos;
            } else {
                quietSamples += window;
            }
        }
    }

    boolean isTooLong(long nanos) {
        return quietSamples >= limitSamples || nanos - lastHeard >= limitNanos;
    }
}
