package org.voiceport.port;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: at random between the two first waits, doubling with each failure, never more
 * than the longest. The randomness spreads a storm of ports after a call manager's restart.
 */
final class Backoff {
    private static final int ENOUGH_DOUBLINGS = 20;

    private final Timings timings;
    private final RandomGenerator random;
    private int failures;

    Backoff(Timings timings, RandomGenerator random) {
        this.timings = timings;
        this.random = random;
    }

    /** The next failure is a first one. */
    void reset() {
        failures = 0;
    }

    Duration next() {
        int doublings = Math.min(failures++, ENOUGH_DOUBLINGS);
        long least = timings.firstRetryLeast().toMillis();
        long most = Math.max(least, timings.firstRetryMost().toMillis());
        long longest = Math.max(1, timings.retryMost().toMillis());
        long low = Math.min(least << doublings, longest / 2);
        long high = Math.min(most << doublings, longest);
        return Duration.ofMillis(low + random.nextLong(Math.max(1, high - low + 1)));
    }

    /** A short wait of at most the longest first one, for a return that the call manager asked for. */
    Duration soon() {
        return Duration.ofMillis(
                random.nextLong(Math.max(1, timings.firstRetryMost().toMillis())));
    }
}
