package org.voiceport.sim;

import java.util.Arrays;
import org.voiceport.audio.Source;

/**
 * What was heard, laid out by RTP timestamps: gaps are silence, what comes late or twice goes where it belongs. Written
 * by the loop, read by any thread.
 */
final class Recording {
    private static final int MAX_SAMPLES = 600 * Source.RATE;
    /** A jump beyond this is a new stream, not a gap. */
    private static final int MAX_GAP = 60 * Source.RATE;

    private short[] samples = new short[Source.RATE];
    private int length;
    private boolean started;
    private int ssrc;
    private int timestampAtZero;

    synchronized void write(int source, int timestamp, short[] from, int count) {
        int at = timestamp - timestampAtZero;
        if (!started || source != ssrc || at < 0 || at > length + MAX_GAP) {
            if (started && source == ssrc && at < 0 && at > -MAX_GAP) {
                return;
            }
            started = true;
            ssrc = source;
            timestampAtZero = timestamp - length;
            at = length;
        }
        int kept = Math.min(count, MAX_SAMPLES - at);
        if (kept <= 0) {
            return;
        }
        if (at + kept > samples.length) {
            samples = Arrays.copyOf(samples, Math.min(MAX_SAMPLES, Math.max(at + kept, 2 * samples.length)));
        }
        System.arraycopy(from, 0, samples, at, kept);
        length = Math.max(length, at + kept);
    }

    synchronized short[] samples() {
        return Arrays.copyOf(samples, length);
    }
}
