package org.voiceport.media;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.voiceport.audio.ComfortNoise;
import org.voiceport.audio.Concealment;

/**
 * What a recording holds where there is no sound: a guess for {@link #CONCEALED} where packets were lost, the noise that
 * the far end described where it pauses, else silence. Told of everything that is recorded, in order; allocates nothing.
 */
final class GapFiller {
    /** Samples of which 60 ms are made: after so many nothing is left of a guess. */
    static final int CONCEALED = 480;

    private final Concealment concealment = new Concealment();
    private final ComfortNoise noise;
    private boolean described;
    private long concealed;

    /** @param random where the noise comes from; need not be secret */
    GapFiller(RandomGenerator random) {
        this.noise = new ComfortNoise(random);
    }

    /** A source begins, or a recording: nothing before it says anything on it. */
    void forget() {
        concealment.forget();
    }

    /** The far end speaks, or is another one. */
    void forgetNoise() {
        described = false;
    }

    /** The far end pauses, and tells what its pause sounds like (RFC 3389). */
    void noise(byte[] payload, int offset, int length) {
        noise.describe(payload, offset, length);
        described = true;
    }

    /** Sound goes on: it is faded in, in place, if some was lost before it. */
    void sound(short[] samples, int count) {
        concealment.good(samples, 0, count);
    }

    /** How many of the next {@code gap} samples are to be guessed, if so many samples were lost. */
    int guessed(long gap, long lost) {
        return described ? 0 : (int) Math.min(Math.min(gap, lost), CONCEALED);
    }

    void guess(short[] into, int count) {
        concealment.conceal(into, 0, count);
        concealed += count;
    }

    void pause(short[] into, int count) {
        if (described) {
            noise.fill(into, 0, count);
        } else {
            Arrays.fill(into, 0, count, (short) 0);
        }
        concealment.good(into, 0, count);
    }

    /** Samples that were guessed. */
    long concealed() {
        return concealed;
    }
}
