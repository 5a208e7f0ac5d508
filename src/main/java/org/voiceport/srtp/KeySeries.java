package org.voiceport.srtp;

import org.jspecify.annotations.Nullable;

/**
 * The session keys of RTP or of RTCP, which change whenever {@code index DIV derivation rate} does (RFC 3711 §4.3.1); with
 * a rate of 0 they never do. Keeps the keys of the latest {@value #KEPT} periods from which a packet has passed, so that
 * sources may be in periods of their own and late packets find theirs.
 *
 * <p>A packet from another period costs a derivation, and whoever forges packets can choose their periods: so keys on trial
 * have one place of their own, where they wait for the next packet of that period, and only a packet that passes makes them
 * take the place of others. A forged packet costs one derivation at most, and nothing that is kept.
 */
final class KeySeries {
    /** The present and the previous period of every source. */
    static final int KEPT = 2 * Streams.LIMIT;

    private static final int ON_TRIAL = -1;

    private final Derivation derivation;
    private final int rateBits;
    private final boolean fixed;
    /** The keys used last, in front of all others, since most packets take them. */
    private PacketTransform latest;

    private long latestNumber;
    /** Most recently used first. */
    private final Period[] periods = new Period[KEPT];

    private int count;
    private @Nullable Period onTrial;
    /** Whose keys {@link #at} gave last: a place in {@link #periods}, or {@link #ON_TRIAL}. */
    private int given;

    /** @param rate 0 or a power of two */
    KeySeries(Derivation derivation, int rate) {
        this.derivation = derivation;
        fixed = rate == 0;
        rateBits = fixed ? 0 : Integer.numberOfTrailingZeros(rate);
        latest = derivation.keys(0);
        periods[0] = new Period(0, latest);
        count = 1;
    }

    /** Makes the keys of a period. */
    interface Derivation {
        PacketTransform keys(long period);
    }

    private record Period(long number, PacketTransform keys) {}

    /** The keys for a packet; {@link #passed} is to be called if it passes. */
    PacketTransform at(long index) {
        long number = fixed ? 0 : index >>> rateBits;
        if (number == latestNumber) {
            given = 0;
            return latest;
        }
        return other(number);
    }

    private PacketTransform other(long number) {
        for (int i = 1; i < count; i++) {
            if (periods[i].number == number) {
                given = i;
                return periods[i].keys;
            }
        }
        given = ON_TRIAL;
        return tried(number).keys;
    }

    private Period tried(long number) {
        Period trial = onTrial;
        if (trial == null || trial.number != number) {
            if (trial != null) {
                trial.keys.wipe();
            }
            trial = new Period(number, derivation.keys(number));
            onTrial = trial;
        }
        return trial;
    }

    /** The packet that {@link #at} was last asked for has passed. */
    void passed() {
        if (given != 0) {
            moveToFront();
        }
    }

    private void moveToFront() {
        Period used;
        int from;
        if (given == ON_TRIAL && onTrial != null) {
            used = onTrial;
            onTrial = null;
            if (count == KEPT) {
                periods[KEPT - 1].keys.wipe();
                from = KEPT - 1;
            } else {
                from = count++;
            }
        } else {
            used = periods[given];
            from = given;
        }
        System.arraycopy(periods, 0, periods, 1, from);
        periods[0] = used;
        latest = used.keys;
        latestNumber = used.number;
        given = 0;
    }

    void wipe() {
        for (int i = 0; i < count; i++) {
            periods[i].keys.wipe();
        }
        if (onTrial != null) {
            onTrial.keys.wipe();
        }
    }
}
