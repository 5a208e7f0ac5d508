package org.voiceport.audio;

import java.util.Arrays;

/**
 * Hides lost packets of speech at 8,000 samples a second, after the method of ITU-T G.711 Appendix I: speech goes on for a
 * moment as it was, so the last pitch period is repeated. Told of all sound of one stream in its order, good and missing,
 * in pieces of any length.
 *
 * <ul>
 *   <li>The pitch period, 5 to 15 ms, is the lag at which the last 20 ms are most like what was before them.
 *   <li>The first 10 ms of a loss repeat the last period, the next 10 ms the last two, then the last three: fewer would
 *       sound like a buzzer.
 *   <li>From 10 ms on it becomes quieter, by 20 % of the level at first every 10 ms; after 60 ms there is silence.
 *   <li>Where sound comes back it is faded in over the made-up sound, the longer the loss the slower, over 10 ms at most.
 * </ul>
 *
 * <p>The Appendix holds all sound back for 3.75 ms, to bend its end towards the first repetition. Nothing is held back
 * here: the repetition starts where the sound stopped and is bent the other way within a quarter of a period.
 *
 * <p>Allocates nothing after it is made; one thread at a time.
 */
public final class Concealment {
    private static final int TEN_MILLIS = Source.RATE / 100;
    private static final int SHORTEST_PERIOD = 40;
    private static final int LONGEST_PERIOD = 120;
    private static final int MOST_PERIODS = 3;
    /** What of the history is compared with the rest of it: 20 ms. */
    private static final int COMPARED = 160;
    /** The longest three periods and a quarter: 48.75 ms. */
    private static final int HISTORY = MOST_PERIODS * LONGEST_PERIOD + LONGEST_PERIOD / 4;
    /** By so much the fade to good sound is longer for each 10 ms lost. */
    private static final int FADE_GROWTH = 32;

    private static final int LONGEST_FADE = TEN_MILLIS;
    /** Of the square sum of 20 ms: below it, all is noise, and what is most alike says nothing. */
    private static final long LEAST_ENERGY = COMPARED * 16L;

    /** The latest samples that were given out, the newest last. */
    private final short[] history = new short[HISTORY];
    /** The history as it was when the loss began. */
    private final short[] past = new short[HISTORY];

    /** Samples made up since the loss began, and since then; 0 while all is good. */
    private int lost;

    private int period;
    /** A quarter of a period, over which one repetition passes into the next. */
    private int quarter;
    /** How far what came last is from where the first repetition begins. */
    private int seam;

    private int periods;
    private int at;
    private int periodsBefore;
    private int atBefore;
    /** Samples left of the passage from fewer periods to more. */
    private int passage;

    private int fade;
    private int faded;

    /** Takes good sound and lets it begin smoothly, in place, if some was missing before it. */
    public void good(short[] samples, int offset, int count) {
        if (lost > 0) {
            fadeIn(samples, offset, count);
        }
        remember(samples, offset, count);
    }

    /** Writes what may have been said in {@code count} samples that are missing. */
    public void conceal(short[] into, int offset, int count) {
        if (lost == 0 || fade > 0) {
            beginLoss();
        }
        for (int i = 0; i < count; i++) {
            into[offset + i] = clipped(next());
        }
        remember(into, offset, count);
    }

    /** Forgets all sound: what comes next has nothing to do with it. */
    public void forget() {
        Arrays.fill(history, (short) 0);
        lost = 0;
        fade = 0;
    }

    private void beginLoss() {
        System.arraycopy(history, 0, past, 0, HISTORY);
        lost = 0;
        fade = 0;
        period = pitchPeriod();
        quarter = period / 4;
        seam = past[HISTORY - 1] - past[HISTORY - 1 - period];
        periods = 1;
        at = 0;
        passage = 0;
    }

    /** The lag at which the end of the past is most like what was before, by normalised correlation. */
    private int pitchPeriod() {
        int from = HISTORY - COMPARED;
        long energy = LEAST_ENERGY;
        for (int i = from - LONGEST_PERIOD; i < HISTORY - LONGEST_PERIOD; i++) {
            energy += past[i] * past[i];
        }
        int best = LONGEST_PERIOD;
        double highest = 0;
        for (int lag = LONGEST_PERIOD; lag >= SHORTEST_PERIOD; lag--) {
            long product = 0;
            for (int i = from; i < HISTORY; i++) {
                product += past[i] * past[i - lag];
            }
            double likeness = product / Math.sqrt((double) energy);
            if (likeness > highest) {
                highest = likeness;
                best = lag;
            }
            int leaves = past[from - lag];
            int enters = past[HISTORY - lag];
            energy += (long) enters * enters - (long) leaves * leaves;
        }
        return best;
    }

    /** The next sample that is made up. */
    private float next() {
        if (lost >= periods * TEN_MILLIS && periods < MOST_PERIODS) {
            moreVariety();
        }
        float sample = repeated(periods, at);
        at = (at + 1) % (periods * period);
        if (passage > 0) {
            float share = passage / (quarter + 1f);
            sample += share * (repeated(periodsBefore, atBefore) - sample);
            atBefore = (atBefore + 1) % (periodsBefore * period);
            passage--;
        }
        if (lost < quarter) {
            sample += seam * (quarter - lost) / (quarter + 1f);
        }
        sample *= gain();
        lost = Math.min(lost + 1, 7 * TEN_MILLIS); // it may last for hours
        return sample;
    }

    /** Repeats one period more from now on, in step with those so far. */
    private void moreVariety() {
        periodsBefore = periods;
        atBefore = at;
        passage = quarter;
        periods++;
        at %= period;
    }

    /** A sample of the last periods as a ring: their end passes into what was before their beginning. */
    private float repeated(int number, int index) {
        int length = number * period;
        int place = HISTORY - length + index;
        int intoEnd = index - (length - quarter) + 1;
        if (intoEnd <= 0) {
            return past[place];
        }
        return past[place] + (past[place - length] - past[place]) * intoEnd / (quarter + 1f);
    }

    private float gain() {
        int later = lost - TEN_MILLIS;
        return later <= 0 ? 1 : Math.max(0, 1 - later / (5f * TEN_MILLIS));
    }

    private void fadeIn(short[] samples, int offset, int count) {
        if (fade == 0) {
            int tens = (lost + TEN_MILLIS - 1) / TEN_MILLIS;
            fade = Math.min(quarter + (tens - 1) * FADE_GROWTH, LONGEST_FADE);
            faded = 0;
        }
        for (int i = offset; i < offset + count && faded < fade; i++) {
            faded++;
            float madeUp = next();
            samples[i] = clipped(madeUp + (samples[i] - madeUp) * faded / (fade + 1f));
        }
        if (faded == fade) {
            lost = 0;
            fade = 0;
        }
    }

    private void remember(short[] samples, int offset, int count) {
        int kept = Math.min(count, HISTORY);
        System.arraycopy(history, kept, history, 0, HISTORY - kept);
        System.arraycopy(samples, offset + count - kept, history, HISTORY - kept, kept);
    }

    private static short clipped(float sample) {
        return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(sample)));
    }
}
