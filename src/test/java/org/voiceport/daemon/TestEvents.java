package org.voiceport.daemon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.voiceport.event.Event;
import org.voiceport.event.EventSink;

/** All events of a daemon, and a place to wait for them. */
final class TestEvents implements EventSink {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final List<Event> events = new ArrayList<>();
    private final EventSink more;

    TestEvents(EventSink more) {
        this.more = more;
    }

    @Override
    public void accept(Event event) {
        more.accept(event);
        synchronized (this) {
            events.add(event);
            notifyAll();
        }
    }

    /** The first event of that kind that fits, of the past or of the future. */
    <E extends Event> E await(Class<E> kind, Predicate<E> what) {
        return await(kind, what, 1);
    }

    /** The event of that kind that fits as the {@code count}th. */
    synchronized <E extends Event> E await(Class<E> kind, Predicate<E> what, int count) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            List<E> found = all(kind, what);
            if (found.size() >= count) {
                return found.get(count - 1);
            }
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                throw new AssertionError("no " + kind.getSimpleName() + " that fits, but\n" + this);
            }
            try {
                wait(millis);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Those that there are now. */
    synchronized <E extends Event> List<E> all(Class<E> kind, Predicate<E> what) {
        return events.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(what)
                .toList();
    }

    <E extends Event> List<E> all(Class<E> kind) {
        return all(kind, event -> true);
    }

    @Override
    public synchronized String toString() {
        return events.stream()
                .map(event ->
                        event.id() + " " + event.port().map(Object::toString).orElse("-") + " " + event.text())
                .collect(Collectors.joining("\n"));
    }
}
