package org.voiceport.daemon;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.Event;
import org.voiceport.event.EventSink;

/**
 * Something that hears events, is made when somebody first wants it, on a thread of his, and hears what was told before too;
 * so that what takes long to make doesn't hold up the start. For any thread.
 */
final class LateSink<S extends EventSink> implements EventSink, Supplier<S> {
    /** The start of some thousand ports; what is beyond is lost. */
    private static final int MOST_EARLY = 20_000;

    private final Supplier<S> make;
    /** What was told before; guarded by itself. */
    private final Queue<Event> early = new ArrayDeque<>();

    private volatile @Nullable S made;

    LateSink(Supplier<S> make) {
        this.make = make;
    }

    @Override
    public void accept(Event event) {
        S sink = made;
        if (sink == null) {
            synchronized (early) {
                sink = made;
                if (sink == null && early.size() < MOST_EARLY) {
                    early.add(event);
                }
            }
        }
        if (sink != null) {
            sink.accept(event);
        }
    }

    @Override
    public S get() {
        S sink = made;
        return sink == null ? make() : sink;
    }

    private S make() {
        // Without the lock, for which those who tell would wait.
        S sink = make.get();
        synchronized (early) {
            S first = made;
            if (first != null) {
                return first;
            }
            early.forEach(sink::accept);
            early.clear();
            made = sink;
            return sink;
        }
    }
}
