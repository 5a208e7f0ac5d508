package org.voiceport.sim;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The one thread on which a simulated call manager or any number of simulated phones run. Futures that they give out are
 * completed on it, so what depends on them must not block.
 */
public final class SimLoop implements AutoCloseable {
    private static final long CLOSE_MILLIS = 5_000;

    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;

    /** Starts a daemon thread whose name begins with {@code name}. */
    public SimLoop(String name) {
        group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
        loop = group.next();
    }

    EventLoop loop() {
        return loop;
    }

    /** Ends the thread; its connections are closed without a word. */
    @Override
    public void close() {
        var unused = group.shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        if (!loop.inEventLoop()) {
            group.terminationFuture().awaitUninterruptibly(CLOSE_MILLIS);
        }
    }
}
