package org.voiceport.media;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one tick of an event loop for all its streams, every 10 ms as long as there are any. Ticks lie on a grid that is
 * fixed when the first stream comes, so they don't drift; those that a stall has missed are not made up for: a stream
 * looks at the time itself.
 */
final class Pacer {
    /** What has something to do in time. */
    @FunctionalInterface
    interface Paced {
        /**
         * Sends, gives up and fills what is due.
         *
         * @param now {@link System#nanoTime()}
         */
        void tick(long now);
    }

    static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(10);

    private final EventLoop loop;
    private final Consumer<RuntimeException> defects;
    /** Null where a stream has left in the middle of a tick. */
    private final List<@Nullable Paced> streams = new ArrayList<>();

    private @Nullable Future<?> pending;
    private long origin;
    private boolean ticking;
    private boolean gaps;

    /** @param defects told when a stream throws; it gets no tick any more, and the others go on */
    Pacer(EventLoop loop, Consumer<RuntimeException> defects) {
        this.loop = loop;
        this.defects = defects;
    }

    void add(Paced stream) {
        streams.add(stream);
        if (pending == null && !ticking) {
            origin = System.nanoTime();
            schedule(origin);
        }
    }

    void remove(Paced stream) {
        int index = streams.indexOf(stream);
        if (index < 0) {
            return;
        }
        if (ticking) {
            streams.set(index, null);
            gaps = true;
            return;
        }
        streams.remove(index);
        if (streams.isEmpty() && pending != null) {
            pending.cancel(false);
            pending = null;
        }
    }

    /** True while there is a next tick. */
    boolean running() {
        return pending != null;
    }

    private void tickAll() {
        pending = null;
        ticking = true;
        long now = System.nanoTime();
        for (int i = 0; i < streams.size(); i++) {
            Paced stream = streams.get(i);
            if (stream != null) {
                tick(stream, now);
            }
        }
        ticking = false;
        if (gaps) {
            streams.removeIf(stream -> stream == null);
            gaps = false;
        }
        if (!streams.isEmpty()) {
            schedule(System.nanoTime());
        }
    }

    private void tick(Paced stream, long now) {
        try {
            stream.tick(now);
        } catch (RuntimeException e) {
            remove(stream);
            defects.accept(e);
        }
    }

    private void schedule(long now) {
        long delay = PERIOD - (now - origin) % PERIOD;
        pending = loop.schedule(this::tickAll, delay, TimeUnit.NANOSECONDS);
    }
}
