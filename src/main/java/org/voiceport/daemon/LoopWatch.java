package org.voiceport.daemon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.voiceport.event.EventSink;
import org.voiceport.event.ServiceEvent;

/**
 * Hands every event loop a task again and again, and tells each time when all of them have done it. While one hasn't, it
 * stays silent and reports that one. Everything happens on the thread that it is given.
 */
final class LoopWatch {
    private static final int FRAMES = 6;

    private final ScheduledExecutorService thread;
    private final Duration every;
    private final Supplier<? extends Set<? extends Executor>> loops;
    private final Runnable allAnswered;
    private final EventSink events;
    private final Map<Executor, Thread> known = new HashMap<>();
    private final List<Asked> waiting = new ArrayList<>();

    /** A loop that was handed a task. */
    private static final class Asked {
        private final Executor loop;
        private final long since = System.nanoTime();
        private boolean reported;

        private Asked(Executor loop) {
            this.loop = loop;
        }

        private long millis() {
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
        }
    }

    /** @param loops those that there are at the moment; asked on {@code thread}, so it mustn't wait */
    LoopWatch(
            ScheduledExecutorService thread,
            Duration every,
            Supplier<? extends Set<? extends Executor>> loops,
            Runnable allAnswered,
            EventSink events) {
        this.thread = thread;
        this.every = every;
        this.loops = loops;
        this.allAnswered = allAnswered;
        this.events = events;
    }

    /** Asks at once, and then every period; in the middle between, it looks who hasn't answered. */
    void start() {
        long nanos = every.toNanos();
        var unused = thread.scheduleAtFixedRate(this::ask, 0, nanos, TimeUnit.NANOSECONDS);
        var unusedToo = thread.scheduleAtFixedRate(this::look, nanos / 2, nanos, TimeUnit.NANOSECONDS);
    }

    private void ask() {
        if (!waiting.isEmpty()) {
            return;
        }
        Set<? extends Executor> now = loops.get();
        known.keySet().retainAll(now);
        now.forEach(loop -> waiting.add(new Asked(loop)));
        for (Asked asked : List.copyOf(waiting)) {
            try {
                asked.loop.execute(() -> {
                    Thread on = Thread.currentThread();
                    thread.execute(() -> answered(asked, on));
                });
            } catch (RejectedExecutionException ended) {
                // The daemon stops. It is the service manager's limit for that which counts then.
                waiting.remove(asked);
            }
        }
        if (waiting.isEmpty()) {
            allAnswered.run();
        }
    }

    private void answered(Asked asked, Thread on) {
        known.put(asked.loop, on);
        waiting.remove(asked);
        if (asked.reported) {
            events.accept(new ServiceEvent.Unstuck(on.getName(), asked.millis()));
        }
        if (waiting.isEmpty()) {
            allAnswered.run();
        }
    }

    private void look() {
        for (Asked asked : waiting) {
            if (!asked.reported && asked.millis() >= every.toMillis() / 2) {
                asked.reported = true;
                events.accept(stuck(asked));
            }
        }
    }

    private ServiceEvent.Stuck stuck(Asked asked) {
        Thread on = known.get(asked.loop);
        if (on == null) {
            return new ServiceEvent.Stuck("an event loop that never answered", asked.millis(), "an unknown place");
        }
        String at = Stream.of(on.getStackTrace())
                .limit(FRAMES)
                .map(frame -> frame.getClassName() + '.' + frame.getMethodName() + ':' + frame.getLineNumber())
                .collect(Collectors.joining(" < "));
        return new ServiceEvent.Stuck(on.getName(), asked.millis(), at);
    }
}
