package org.voiceport.net;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event loops that ports live on, threads {@code voiceport-loop-1} and so on, and the {@link Resolver} that they
 * share. For any thread.
 */
public final class EventLoops implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoops.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

    private final IoEventLoopGroup group;
    private final Resolver resolver;

    private EventLoops(IoEventLoopGroup group, Resolver resolver) {
        this.group = group;
        this.resolver = resolver;
    }

    /**
     * Event loops on {@code threads} threads, at least 1. A thread starts when its loop is first used.
     *
     * @throws IllegalArgumentException if {@code threads} is less than 1
     */
    public static EventLoops start(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("at least one event loop is needed, not " + threads);
        }
        AtomicInteger number = new AtomicInteger();
        ThreadFactory named = task -> new FastThreadLocalThread(task, "voiceport-loop-" + number.incrementAndGet());
        return new EventLoops(
                new MultiThreadIoEventLoopGroup(threads, named, WholeMillis.of(NioIoHandler.newFactory())),
                Resolver.ofSystem());
    }

    /** The next loop in turn; a port keeps the one that it got. */
    public IoEventLoop next() {
        return group.next();
    }

    /** Resolves host names away from the loops. */
    public Resolver resolver() {
        return resolver;
    }

    /**
     * Runs what was already handed to the loops, closes connections that are left, and ends the threads; returns when
     * they have ended, after 3 s at the latest.
     *
     * @throws IllegalStateException on one of the loops
     */
    @Override
    public void close() {
        for (EventExecutor loop : group) {
            if (loop.inEventLoop()) {
                throw new IllegalStateException("an event loop can't wait for its own end");
            }
        }
        resolver.close();
        Future<?> ended = group.shutdownGracefully(0, CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended.awaitUninterruptibly(CLOSE_LIMIT.toMillis())) {
            LOG.warn("event loops haven't ended after {} s", CLOSE_LIMIT.toSeconds());
        }
    }
}
