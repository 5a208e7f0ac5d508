package org.voiceport.threats;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What happened so far, in order, and a place to wait for more. For any thread. */
final class Seen<T> {
    /** How long anything is waited for: far longer than it takes on a busy machine. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    private final List<T> all = new ArrayList<>();

    synchronized void add(T one) {
        all.add(one);
        notifyAll();
    }

    synchronized int count() {
        return all.size();
    }

    synchronized List<T> all() {
        return List.copyOf(all);
    }

    /** The first behind the first {@code count} that fits, of the past or of the future. */
    synchronized T await(int count, Predicate<T> fits, String what) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        for (int at = count; ; at++) {
            while (at >= all.size()) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new NothingHappened("waited " + LIMIT.toSeconds() + " s for " + what);
                }
                wait(left);
            }
            if (fits.test(all.get(at))) {
                return all.get(at);
            }
        }
    }
}
