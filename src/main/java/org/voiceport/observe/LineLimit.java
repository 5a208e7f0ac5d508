package org.voiceport.observe;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many lines of one kind may be logged: so many at once, so many a second in the long run. A kind is a port, or the id
 * of an event without a port. So one port whose call manager has gone mad, or one thing that happens without end, can't
 * push the other lines out. Any thread may call it.
 */
final class LineLimit {
    private final long nanosPerLine;
    private final long most;
    private final Map<Object, Bucket> buckets = new ConcurrentHashMap<>();

    /** What becomes of a line. */
    enum Verdict {
        PASS,
        /** It is left out, the first one since the left-out lines of its kind were counted. */
        FIRST_LEFT_OUT,
        LEFT_OUT
    }

    private static final class Bucket {
        /** When, on the clock of {@code now}, nothing will be owed any more. */
        private long paidAt;

        private int leftOut;

        private Bucket(long now) {
            paidAt = now;
        }
    }

    LineLimit(int burst, int perSecond) {
        this.nanosPerLine = 1_000_000_000L / perSecond;
        this.most = burst * nanosPerLine;
    }

    /**
     * Asks for one line.
     *
     * @param now in nanoseconds, of any clock that never goes back
     */
    Verdict pass(Object kind, long now) {
        Bucket bucket = buckets.computeIfAbsent(kind, any -> new Bucket(now));
        synchronized (bucket) {
            long owed = Math.max(bucket.paidAt - now, 0) + nanosPerLine;
            if (owed > most) {
                bucket.leftOut++;
                return bucket.leftOut == 1 ? Verdict.FIRST_LEFT_OUT : Verdict.LEFT_OUT;
            }
            bucket.paidAt = now + owed;
            return Verdict.PASS;
        }
    }

    /** How many lines were left out since this was asked before. */
    int takeLeftOut(Object kind) {
        Bucket bucket = buckets.get(kind);
        if (bucket == null) {
            return 0;
        }
        synchronized (bucket) {
            int leftOut = bucket.leftOut;
            bucket.leftOut = 0;
            return leftOut;
        }
    }

    /** All that lines were asked for. */
    Set<Object> kinds() {
        return Set.copyOf(buckets.keySet());
    }
}
