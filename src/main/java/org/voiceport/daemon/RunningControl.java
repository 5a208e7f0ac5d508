package org.voiceport.daemon;

import java.time.Duration;
import java.time.ZoneId;
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
import org.voiceport.observe.LogDetail;
import org.voiceport.observe.Status;
import org.voiceport.observe.StatusJson;

/** What commands and signals are asked of: the daemon of this process, as soon as it runs. For any thread. */
final class RunningControl implements DaemonControl {
    private static final Answer STARTING = Answer.refused("the daemon is still starting; try again");
    /** Less than the one who asks waits for an answer. */
    private static final Duration RELOAD_LIMIT = Duration.ofSeconds(50);

    private final Watch events;
    private final LogDetail detail;
    private final Duration stopLimit;
    private final AtomicReference<@Nullable Works> works = new AtomicReference<>();
    private final AtomicBoolean draining = new AtomicBoolean();
    private final CountDownLatch drained = new CountDownLatch(1);
    /** Guarded by this, as all below is. */
    private @Nullable Daemon started;

    private boolean ended;
    /** A reload was asked for by a signal before anything ran. */
    private boolean hungUp;

    private record Works(Daemon daemon, Reloader reloader) {}

    /**
     * Nothing to be asked yet but the status.
     *
     * @param events hears what happens, and knows the status
     * @param detail what is logged beyond the level of the log
     * @param stopLimit for the stop that ends a drain, or that is asked for
     */
    RunningControl(Watch events, LogDetail detail, Duration stopLimit) {
        this.events = events;
        this.detail = detail;
        this.stopLimit = stopLimit;
    }

    /** Sets the daemon going, which {@link #stop} ends from now on; false if that was called before. */
    boolean start(Daemon daemon) {
        synchronized (this) {
            if (ended) {
                return false;
            }
            started = daemon;
        }
        daemon.begin();
        return true;
    }

    /** From now on these are asked, and for a reload if a signal has asked for one by now. */
    synchronized void runs(Daemon daemon, Reloader reloader) {
        works.set(new Works(daemon, reloader));
        events.runs(daemon);
        if (hungUp) {
            reloader.askOnce();
        }
    }

    /** Has the configuration reloaded soon, or as soon as there is a daemon; once for all signals until then. */
    synchronized void hangUp() {
        Works now = works.get();
        if (now == null) {
            hungUp = true;
        } else {
            now.reloader().askOnce();
        }
    }

    /** Waits for the end of a drain. */
    void awaitDrained() throws InterruptedException {
        drained.await();
    }

    /** Stops the daemon, and ends the wait for the end of a drain; tells what fails. */
    void end(String reason) {
        try {
            stop(reason);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            events.accept(new DaemonEvent.Internal("stop", e.toString()));
        } finally {
            drained.countDown();
        }
    }

    /** Stops the daemon if it was started, and sees to it that it isn't started any more if not. */
    void stop(String reason) throws InterruptedException {
        Daemon daemon;
        synchronized (this) {
            ended = true;
            daemon = started;
        }
        if (daemon != null) {
            daemon.stop(reason, stopLimit);
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
    public Answer status(boolean json) {
        Status now = events.get();
        return new Answer(
                true, json ? List.of(StatusJson.of(now, true)) : StatusText.lines(now, ZoneId.systemDefault()));
    }

    @Override
    public Answer resyncLamps() {
        Works now = works.get();
        return now == null ? STARTING : now.daemon().resyncLamps(lampLineRegistered());
    }

    private boolean lampLineRegistered() {
        return events.get().ports().stream()
                .filter(port -> port.setup().roles().contains(DaemonConfig.Role.MWI.word()))
                .anyMatch(port -> port.state() == Status.PortState.REGISTERED);
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
