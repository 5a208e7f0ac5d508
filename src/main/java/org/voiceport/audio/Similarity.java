package org.voiceport.audio;

/**
 * Tells whether what was heard is what was said, however much later and whatever the level.
 *
 * <p>For a lag L, {@code said[i]} is laid beside {@code heard[i + L]}; where {@code heard} has no such sample (before its
 * beginning, after its end) it counts as zero. The score at L is the cosine of the angle between the two:
 *
 * <pre>
 *                    Σ said[i] · heard[i + L]
 *   score(L) = ─────────────────────────────────────       i over the whole length of said
 *               √( Σ said[i]² ) · √( Σ heard[i + L]² )
 * </pre>
 *
 * The match is the lag with the highest score, searched over every lag at which the two overlap, up to 30 s either way. It
 * follows that
 *
 * <ul>
 *   <li>what was heard before and after the stretch beside {@code said} doesn't matter;
 *   <li>a recording that lost a part of the speech scores the square root of the part of the energy that it kept: 0.82 if
 *       it lost a third, 0.95 if it lost a tenth;
 *   <li>G.711 alone costs less than 0.001, different speech, noise or a tone score below 0.3;
 *   <li>the sign counts: upside-down sound scores 0, and so does silence.
 * </ul>
 */
public final class Similarity {
    /** The longest {@code said} that is taken, in samples: five minutes. */
    public static final int MAX_SAID = 300 * Source.RATE;

    private static final int MAX_LAG = 30 * Source.RATE;

    private Similarity() {}

    /** The best score, 0 to 1, and its lag: sample {@code i} of what was said is sample {@code i + lagSamples} heard. */
    public record Match(double score, int lagSamples) {}

    /**
     * Finds the best match, as the class describes it. Takes n log n time and some 60 bytes of memory per sample.
     *
     * @throws IllegalArgumentException if {@code said} is longer than {@link #MAX_SAID}
     */
    public static Match compare(short[] said, short[] heard) {
        if (said.length > MAX_SAID) {
            throw new IllegalArgumentException(
                    "compares five minutes of speech at most, got " + said.length + " samples");
        }
        long saidEnergy = energy(said)[said.length];
        long[] heardEnergy = energy(heard);
        if (saidEnergy == 0 || heardEnergy[heard.length] == 0) {
            return new Match(0, 0);
        }
        int firstLag = -Math.min(MAX_LAG, said.length - 1);
        int lastLag = Math.min(MAX_LAG, heard.length - 1);
        double[] products = Correlation.of(said, heard, firstLag, lastLag);
        double saidNorm = Math.sqrt((double) saidEnergy);
        Match best = new Match(0, 0);
        for (int lag = firstLag; lag <= lastLag; lag++) {
            int from = Math.max(0, lag);
            int to = Math.min(heard.length, lag + said.length);
            double beside = heardEnergy[to] - heardEnergy[from];
            double score = beside == 0 ? 0 : products[lag - firstLag] / (saidNorm * Math.sqrt(beside));
            if (score > best.score) {
                best = new Match(Math.min(1, score), lag);
            }
        }
        return best;
    }

    /** At index n, the energy of the first n samples. */
    private static long[] energy(short[] samples) {
        long[] energy = new long[samples.length + 1];
        for (int i = 0; i < samples.length; i++) {
            energy[i + 1] = energy[i] + samples[i] * samples[i];
        }
        return energy;
    }
}
