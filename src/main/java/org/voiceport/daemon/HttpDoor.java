package org.voiceport.daemon;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.voiceport.config.HostPort;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.EventSink;
import org.voiceport.observe.Metrics;
import org.voiceport.observe.Status;
import org.voiceport.observe.StatusServer;

/**
 * Keeps the status page and metrics served. If that can't be, it is told once and tried again: ports and calls matter more
 * than being watched.
 */
final class HttpDoor implements AutoCloseable {
    private final HostPort at;
    private final Supplier<Status> status;
    private final Supplier<Metrics> metrics;
    private final EventSink events;
    private final Duration again;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "voiceport-http-open");
        made.setDaemon(true);
        return made;
    });
    /** Of the thread. */
    private boolean told;

    private boolean closed;
    /** Guarded by this, as {@link #closed} is. */
    private @Nullable StatusServer server;

    private HttpDoor(
            HostPort at, Supplier<Status> status, Supplier<Metrics> metrics, EventSink events, Duration again) {
        this.at = at;
        this.status = status;
        this.metrics = metrics;
        this.events = events;
        this.again = again;
    }

    /**
     * Begins to serve, on threads of its own.
     *
     * @param at a loopback address, or {@code localhost}
     * @param again how long after a failure the next try comes
     */
    static HttpDoor open(
            HostPort at, Supplier<Status> status, Supplier<Metrics> metrics, EventSink events, Duration again) {
        HttpDoor door = new HttpDoor(at, status, metrics, events, again);
        door.thread.execute(door::tryToOpen);
        return door;
    }

    private void tryToOpen() {
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(at.host()), at.port());
            if (keep(StatusServer.start(address, status, metrics.get()))) {
                events.accept(new DaemonEvent.HttpServed("http://" + at + "/"));
            }
            thread.shutdown();
        } catch (UnknownHostException e) {
            failed("the name is unknown");
        } catch (IOException e) {
            failed(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            failed(e.toString());
        }
    }

    private synchronized boolean keep(StatusServer opened) {
        if (closed) {
            opened.close();
            return false;
        }
        server = opened;
        return true;
    }

    private void failed(String reason) {
        if (!told) {
            events.accept(new DaemonEvent.HttpUnavailable(at.toString(), reason));
            told = true;
        }
        try {
            var unused = thread.schedule(this::tryToOpen, again.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The daemon is stopping.
            return;
        }
    }

    /** Serves nothing more. */
    @Override
    public void close() {
        thread.shutdownNow();
        synchronized (this) {
            closed = true;
            if (server != null) {
                server.close();
            }
        }
    }
}
