package org.voiceport.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What happened, in order, the oldest forgotten beyond a limit; and who waits for what. For any thread. */
final class History<T> {
    private final int limit;
    private final Deque<T> entries = new ArrayDeque<>();
    private final List<Waiter<T>> waiters = new ArrayList<>();
    private @Nullable RuntimeException over;

    History(int limit) {
        this.limit = limit;
    }

    private record Waiter<T>(Predicate<? super T> what, CompletableFuture<T> found) {}

    void add(T entry) {
        List<Waiter<T>> served = new ArrayList<>();
        synchronized (this) {
            if (entries.size() == limit) {
                entries.removeFirst();
            }
            entries.addLast(entry);
            for (Iterator<Waiter<T>> each = waiters.iterator(); each.hasNext(); ) {
                Waiter<T> waiter = each.next();
                if (waiter.found.isDone()) {
                    each.remove();
                } else if (waiter.what.test(entry)) {
                    each.remove();
                    served.add(waiter);
                }
            }
        }
        served.forEach(waiter -> waiter.found.complete(entry));
    }

    /** All that is remembered, the oldest first. */
    synchronized List<T> all() {
        return List.copyOf(entries);
    }

    /** The first that fits, of the past or of the future. */
    CompletableFuture<T> first(Predicate<? super T> what) {
        synchronized (this) {
            for (T entry : entries) {
                if (what.test(entry)) {
                    return CompletableFuture.completedFuture(entry);
                }
            }
            return wait(what);
        }
    }

    /** The first that fits from now on. */
    CompletableFuture<T> next(Predicate<? super T> what) {
        synchronized (this) {
            return wait(what);
        }
    }

    /** Nothing more will happen: who still waits, or comes to wait, is told why. */
    void end(RuntimeException why) {
        List<Waiter<T>> left;
        synchronized (this) {
            over = why;
            left = List.copyOf(waiters);
            waiters.clear();
        }
        left.forEach(waiter -> waiter.found.completeExceptionally(why));
    }

    private CompletableFuture<T> wait(Predicate<? super T> what) {
        if (over != null) {
            return CompletableFuture.failedFuture(over);
        }
        CompletableFuture<T> found = new CompletableFuture<>();
        waiters.add(new Waiter<>(what, found));
        return found;
    }
}
