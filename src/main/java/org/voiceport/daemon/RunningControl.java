package org.voiceport.daemon;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.DeviceName;
import org.voiceport.event.EventSink;
import org.voiceport.observe.LogDetail;

/** What commands are asked of: the daemon of this process, as soon as it runs. */
final class RunningControl implements DaemonControl {
    private static final Answer STARTING = Answer.refused("the daemon is still starting; try again");
    /** Less than the one who asks waits for an answer. */
    private static final Duration RELOAD_LIMIT = Duration.ofSeconds(50);

    private final EventSink events;
    private final LogDetail detail;
    private final Duration stopLimit;
    private final AtomicReference<@Nullable Works> works = new AtomicReference<>();
    private final AtomicBoolean draining = new AtomicBoolean();
    private final CountDownLatch drained = new CountDownLatch(1);

    private record Works(Daemon daemon, Reloader reloader) {}

    /**
     * @param detail what is logged beyond the level of the log
     * @param stopLimit for the stop that ends a drain, or that is asked for
     */
    RunningControl(EventSink events, LogDetail detail, Duration stopLimit) {
        this.events = events;
        this.detail = detail;
        this.stopLimit = stopLimit;
    }

    /** From now on these are asked. */
    void runs(Daemon daemon, Reloader reloader) {
        works.set(new Works(daemon, reloader));
    }

    /** Waits for the end of a drain. */
    void awaitDrained() throws InterruptedException {
        drained.await();
    }

    /** Stops the daemon, if there is one. */
    void stop(String reason) throws InterruptedException {
        Works now = works.get();
        if (now != null) {
            now.daemon().stop(reason, stopLimit);
        }
    }

    @Override
    public Answer reload() {
        Works now = works.get();
        if (now == null) {
            return STARTING;
        }
        try {
            return now.reloader().ask().get(RELOAD_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Answer.refused("reading the configuration takes long; its log tells what comes of it");
        } catch (ExecutionException e) {
            return Answer.refused(String.valueOf(e.getCause()));
        } catch (RejectedExecutionException e) {
            return Answer.refused("the daemon is stopping");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.refused("the daemon is stopping");
        }
    }

    @Override
    public Answer drain(Duration limit) {
        Works now = works.get();
        if (now == null) {
            return STARTING;
        }
        if (!draining.compareAndSet(false, true)) {
            return Answer.refused("it is draining already");
        }
        Thread thread = new Thread(() -> drain(now.daemon(), limit), "voiceport-drain");
        thread.setDaemon(true);
        thread.start();
        return Answer.done("no more calls; the daemon ends with the last one, or after " + limit.toSeconds() + " s");
    }

    private void drain(Daemon daemon, Duration limit) {
        try {
            var unused = daemon.drain(limit, stopLimit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            events.accept(new DaemonEvent.Internal("drain", e.toString()));
        } finally {
            drained.countDown();
        }
    }

    @Override
    public Answer resyncLamps() {
        Works now = works.get();
        return now == null ? STARTING : now.daemon().resyncLamps();
    }

    @Override
    public Answer log(LogDetail.Ask ask) {
        Works now = works.get();
        if (now == null) {
            return STARTING;
        }
        Set<DeviceName> known = now.daemon().config().ports().stream()
                .map(DaemonConfig.Port::name)
                .collect(Collectors.toSet());
        List<String> unknown = ask.ports().stream()
                .filter(port -> !known.contains(port))
                .map(port -> "no port " + port + " is configured")
                .toList();
        if (!unknown.isEmpty()) {
            return new Answer(false, unknown);
        }
        detail.begin(ask, events);
        return Answer.done(ask.portWords() + ": more is logged for "
                + ask.limit().toSeconds() + " s" + "; 'voiceportd log --off' ends it before");
    }

    @Override
    public Answer logAsBefore() {
        return detail.end("asked to", events)
                ? Answer.done("no more is logged than log.level and log.wire say")
                : Answer.done("nobody had asked for more");
    }
}
