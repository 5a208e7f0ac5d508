package org.voiceport.observe;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.voiceport.event.DeviceName;

/**
 * How many lines a port may log: {@link #BURST} at once, {@link #PER_SECOND} in the long run. A call has about ten. So one
 * port whose call manager has gone mad can't push the lines of the others out. Any thread may call it.
 */
final class LineLimit {
    static final int BURST = 300;
    static final int PER_SECOND = 50;

    private static final long NANOS_PER_LINE = 1_000_000_000L / PER_SECOND;

    private final Map<DeviceName, Bucket> buckets = new ConcurrentHashMap<>();

    private static final class Bucket {
        /** When, on the clock of {@code now}, nothing will be owed any more. */
        private long paidAt;

        private int leftOut;

        private Bucket(long now) {
            paidAt = now;
        }
    }

    /**
     * Asks for one line.
     *
     * @param now in nanoseconds, of any clock that never goes back
     * @return -1 if the line is left out; else how many were left out before it since the last one that passed
     */
    int pass(DeviceName port, long now) {
        Bucket bucket = buckets.computeIfAbsent(port, any -> new Bucket(now));
        synchronized (bucket) {
            long owed = Math.max(bucket.paidAt - now, 0) + NANOS_PER_LINE;
            if (owed > BURST * NANOS_PER_LINE) {
                bucket.leftOut++;
                return -1;
            }
            bucket.paidAt = now + owed;
            int leftOut = bucket.leftOut;
            bucket.leftOut = 0;
            return leftOut;
        }
    }
}
