package org.voiceport.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voiceport.port.Timers;

/**
 * Timers of an event loop. They are started and cancelled on it, and run on it: a timer that was cancelled before it ran
 * never runs.
 */
public final class LoopTimers implements Timers {
    private static final Logger LOG = LoggerFactory.getLogger(LoopTimers.class);

    private final EventLoop loop;

    /** Timers that run on {@code loop}. */
    public LoopTimers(EventLoop loop) {
        this.loop = loop;
    }

    /** @throws IllegalStateException off the event loop */
    @Override
    public Cancellable start(Duration delay, Runnable task) {
        OnLoop.require(loop);
        Future<?> running = loop.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> {
            OnLoop.require(loop);
            running.cancel(false);
        };
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | LinkageError e) {
            // Netty would keep it in a future that nobody reads.
            LOG.error("a timer's task failed", e);
        }
    }
}
