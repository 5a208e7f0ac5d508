package org.voiceport.media;

import java.util.function.Consumer;
import org.voiceport.audio.Dtmf;
import org.voiceport.audio.ToneDetector;

/**
 * Finds the presses of keys in the sound of a far end, whether it is recorded or not. It is given what really came, in
 * order, and never what a recording holds in its place: a guess or a noise that was made up here is no key.
 *
 * <p>A far end that sends telephone events sends its keys so, and is heard no more: what sounds like a key then is the rest
 * of a tone that the gateway cut out, or speech.
 */
final class ToneReader {
    /**
     * Samples of which 60 ms are made. A tone that goes on behind a shorter gap is the same press: a lost packet must not
     * make two of one. Behind a longer one it is the next.
     */
    static final int BRIDGED = 480;

    private final boolean wanted;
    private final ToneDetector detector;
    private boolean hushed;
    private boolean known;
    /** Where the sound goes on if nothing is missing. */
    private int next;

    /**
     * @param wanted false: nothing is ever heard, and nothing is spent on it
     * @param pressed told once for each press
     */
    ToneReader(boolean wanted, Consumer<Dtmf> pressed) {
        this.wanted = wanted;
        this.detector = new ToneDetector(pressed);
    }

    /** False if sound need not be decoded for this. */
    boolean listens() {
        return wanted && !hushed;
    }

    /** The far end may be another one now. */
    void begin() {
        hushed = false;
        forget();
    }

    /** The far end tells keys otherwise. */
    void hush() {
        hushed = true;
        forget();
    }

    /** The far end is silent for now, or what comes has nothing to do with what was. */
    void forget() {
        known = false;
        detector.forget();
    }

    /** The next sound, which begins at that time of the sender's. */
    void sound(short[] samples, int count, int timestamp) {
        if (!listens()) {
            return;
        }
        int gap = timestamp - next; // wraps as timestamps do
        if (known && gap != 0) {
            if (gap > 0 && gap <= BRIDGED) {
                detector.skip();
            } else {
                detector.forget();
            }
        }
        known = true;
        next = timestamp + count;
        detector.hear(samples, 0, count);
    }
}
