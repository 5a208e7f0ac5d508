package org.voiceport.media;

import java.util.Arrays;

/**
 * How late the packets of an event loop were sent: a histogram of the time between the moment at which a packet was due
 * and the moment at which the system had taken it. Fine to 10 µs up to 20 ms, to 1 ms up to a second. Adding to it allocates
 * nothing. Belongs to the loop; {@link Counts} are for any thread.
 */
public final class PacingError {
    private static final int FINE = 10_000;
    private static final int FINE_BUCKETS = 2_000;
    private static final int COARSE = 1_000_000;
    private static final int COARSE_BUCKETS = 980;
    /** The last one is for whatever is later than a second. */
    private static final int BUCKETS = FINE_BUCKETS + COARSE_BUCKETS + 1;

    private final long[] buckets = new long[BUCKETS];
    private long leftOut;

    /** A packet was sent so many nanoseconds after it was due. */
    void sent(long late) {
        buckets[bucket(late)]++;
    }

    /** After a stall, so many packets were not sent at all. */
    void leftOut(long packets) {
        leftOut += packets;
    }

    /** What was counted so far. */
    public Counts counts() {
        return new Counts(buckets.clone(), leftOut);
    }

    private static int bucket(long late) {
        long fine = Math.max(0, late) / FINE;
        if (fine < FINE_BUCKETS) {
            return (int) fine;
        }
        long coarse = late / COARSE - (long) FINE_BUCKETS * FINE / COARSE;
        return FINE_BUCKETS + (int) Math.min(coarse, COARSE_BUCKETS);
    }

    private static long upperEdge(int bucket) {
        return bucket < FINE_BUCKETS
                ? (bucket + 1L) * FINE
                : (long) FINE_BUCKETS * FINE + (bucket - FINE_BUCKETS + 1L) * COARSE;
    }

    /** What a histogram held at one moment. Immutable. */
    public static final class Counts {
        private final long[] buckets;
        private final long leftOut;

        private Counts(long[] buckets, long leftOut) {
            this.buckets = buckets;
            this.leftOut = leftOut;
        }

        /** Nothing. */
        public static Counts none() {
            return new Counts(new long[BUCKETS], 0);
        }

        /** These and those of another loop. */
        public Counts plus(Counts other) {
            return combined(other, 1);
        }

        /** What was added since {@code earlier} was taken of the same loops. */
        public Counts since(Counts earlier) {
            return combined(earlier, -1);
        }

        private Counts combined(Counts other, int sign) {
            long[] sum = buckets.clone();
            for (int i = 0; i < BUCKETS; i++) {
                sum[i] += sign * other.buckets[i];
            }
            return new Counts(sum, leftOut + sign * other.leftOut);
        }

        /** Packets that were sent. */
        public long sent() {
            return Arrays.stream(buckets).sum();
        }

        /** Packets that were left out after a stall. */
        public long leftOut() {
            return leftOut;
        }

        /**
         * How late that share of the packets was at most, in nanoseconds, rounded up to the end of its bucket; 0 if none
         * was sent.
         *
         * @param share 0 to 1; 0.99 is the 99th percentile, 1 the latest packet of all
         */
        public long lateness(double share) {
            long wanted = (long) Math.ceil(share * sent());
            long seen = 0;
            for (int i = 0; i < BUCKETS; i++) {
                seen += buckets[i];
                if (seen >= wanted && seen > 0) {
                    return upperEdge(i);
                }
            }
            return 0;
        }
    }
}
