package org.voiceport.messaging;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.EventSink;

/**
 * Looks after the message store while no call does: how much room there is, and which messages are too old. On a thread of
 * its own, which may block. The methods are for any thread.
 */
public final class StoreKeeper implements AutoCloseable {
    private final MessageStore store;
    private final Pace pace;
    private final ScheduledExecutorService thread;
    /** Of the thread, as the next one is; null until there are some. */
    private @Nullable Rules rules;
    /** On the monotonic clock. */
    private long begun;

    /**
     * By what it goes.
     *
     * @param maxAge older messages are deleted; empty if none is
     * @param events hears what is found and done
     */
    public record Rules(Mailboxes mailboxes, VoicemailSettings settings, Optional<Duration> maxAge, EventSink events) {}

    /**
     * How often it looks.
     *
     * @param space at how much is free
     * @param age at how old messages are, the first time so long after the start: until then a clock that was wrong at the
     *     start of the machine has been set, most likely, and is seen to jump
     */
    record Pace(Duration space, Duration age) {
        static final Pace USUAL = new Pace(Duration.ofSeconds(10), Duration.ofMinutes(10));
    }

    /** One that does nothing before {@link #follow}. */
    public StoreKeeper(MessageStore store) {
        this(store, Pace.USUAL);
    }

    StoreKeeper(MessageStore store, Pace pace) {
        this.store = store;
        this.pace = pace;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "voiceport-store");
            made.setDaemon(true);
            return made;
        });
    }

    /** Begins to look after the store, or goes on by other rules, and looks at once. */
    public void follow(Rules next) {
        soon(() -> {
            boolean first = rules == null;
            rules = next;
            if (first) {
                begin();
            }
            lookAtSpace(next);
            if (System.nanoTime() - begun >= pace.age().toNanos()) {
                lookAtAge(next);
            }
        });
    }

    /** Makes messages, soon, of the recordings that a full disk has cut off. */
    public void recover() {
        soon(() -> {
            Rules by = rules;
            if (by != null) {
                store.recover(by.mailboxes(), by.settings().minMessage(), by.events());
            }
        });
    }

    private void begin() {
        begun = System.nanoTime();
        every(pace.space(), this::lookAtSpace);
        every(pace.age(), this::lookAtAge);
    }

    private void every(Duration period, Look look) {
        var unused = thread.scheduleWithFixedDelay(
                guarded(() -> {
                    Rules by = rules;
                    if (by != null) {
                        look.at(by);
                    }
                }),
                Math.max(1, period.toMillis()),
                Math.max(1, period.toMillis()),
                TimeUnit.MILLISECONDS);
    }

    @FunctionalInterface
    private interface Look {
        void at(Rules by);
    }

    private void lookAtSpace(Rules by) {
        var unused = store.space().look(by.settings().minFree(), by.events());
    }

    private void lookAtAge(Rules by) {
        store.expire(by.mailboxes(), by.maxAge(), by.events());
    }

    private void soon(Runnable task) {
        try {
            thread.execute(guarded(task));
        } catch (RejectedExecutionException closed) {
            // The next start does it.
        }
    }

    /** A defect in one look must not end the others. */
    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                Rules by = rules;
                if (by != null) {
                    by.events().accept(new DaemonEvent.Internal("message store", String.valueOf(e)));
                }
            }
        };
    }

    /** Begins no more looks; one under way goes on to its end. */
    @Override
    public void close() {
        thread.shutdown();
    }

    /** For tests: true if what was under way at the close has ended in that time. */
    boolean hasEnded(Duration limit) throws InterruptedException {
        return thread.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
