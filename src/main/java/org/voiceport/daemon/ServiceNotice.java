package org.voiceport.daemon;

import io.netty.util.concurrent.Future;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Event;
import org.voiceport.event.EventSink;
import org.voiceport.event.PortEvent;
import org.voiceport.event.ServiceEvent;

/**
 * Tells the service manager that started this process, if one of the kind of systemd did, that the daemon is ready, how
 * many ports are registered, that it reloads or stops, and, if there is a watchdog, that its event loops still turn. Does
 * nothing without {@code NOTIFY_SOCKET} in the environment. For any thread.
 */
final class ServiceNotice implements EventSink, AutoCloseable {
    /** Some thousand ports may register within seconds; who looks at the status sees no more than this. */
    private static final Duration STATUS_EVERY = Duration.ofSeconds(1);

    private final Map<String, String> environment;
    private final EventSink events;
    private final Duration statusEvery;
    private final Set<DeviceName> registered = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean statusDue = new AtomicBoolean();
    private final AtomicBoolean failed = new AtomicBoolean();
    private volatile int configured;
    private volatile String ending = "";
    private volatile @Nullable ServiceLine line;

    /** @param events hears what is wrong */
    ServiceNotice(Map<String, String> environment, EventSink events) {
        this(environment, events, STATUS_EVERY);
    }

    ServiceNotice(Map<String, String> environment, EventSink events, Duration statusEvery) {
        this.environment = Map.copyOf(environment);
        this.events = events;
        this.statusEvery = statusEvery;
    }

    /**
     * The daemon serves: from now on the service manager is told.
     *
     * @param loops the event loops that there are at the moment, all to be watched; mustn't wait
     */
    void ready(Supplier<? extends Set<? extends Executor>> loops) {
        String socket = environment.get("NOTIFY_SOCKET");
        if (socket == null || socket.isEmpty()) {
            return;
        }
        try {
            ServiceLine opened = ServiceLine.to(socket, ownDirectory());
            line = opened;
            tell(opened, "READY=1", status());
            watchdog()
                    .ifPresent(limit -> new LoopWatch(
                                    opened.thread(),
                                    limit.dividedBy(2),
                                    loops,
                                    () -> tell(opened, "WATCHDOG=1"),
                                    events)
                            .start());
        } catch (IOException e) {
            untold(String.valueOf(e.getMessage()));
        }
    }

    /** What systemd makes for the service; several have a colon between them. */
    private String ownDirectory() {
        return environment.getOrDefault("STATE_DIRECTORY", "").split(":", 2)[0];
    }

    /** Within what time the service manager wants to hear from this process, if it does. */
    private Optional<Duration> watchdog() {
        String micros = environment.get("WATCHDOG_USEC");
        String pid = environment.get("WATCHDOG_PID");
        boolean ours =
                pid == null || pid.equals(Long.toString(ProcessHandle.current().pid()));
        if (micros == null || !ours) {
            return Optional.empty();
        }
        try {
            long limit = Long.parseLong(micros);
            if (limit > 1 && limit < Long.MAX_VALUE / 1000) {
                return Optional.of(Duration.ofNanos(limit * 1000));
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        untold("WATCHDOG_USEC is no number of microseconds: " + micros);
        return Optional.empty();
    }

    /** A reload begins; {@link #reloaded} must follow. */
    void reloading() {
        // What Java counts nanoseconds by is the clock that the service manager means, as Linux has no other of the
        // kind.
        tell("RELOADING=1", "MONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(System.nanoTime()));
    }

    void reloaded() {
        tell("READY=1", status());
    }

    @Override
    public void accept(Event event) {
        if (event instanceof PortEvent port) {
            count(port);
        } else if (event instanceof DaemonEvent.Started started) {
            configured(started.configured());
        } else if (event instanceof DaemonEvent.Reloaded reloaded) {
            configured(reloaded.added() + reloaded.changed() + reloaded.kept());
        } else if (event instanceof DaemonEvent.Draining) {
            ending = "draining, ";
            statusChanged();
        } else if (event instanceof DaemonEvent.Stopping) {
            ending = "stopping, ";
            tell("STOPPING=1", status());
        }
    }

    private void count(PortEvent event) {
        if (event instanceof PortEvent.Registered) {
            if (registered.add(event.device())) {
                statusChanged();
            }
        } else if (event instanceof PortEvent.Unregistered
                || event instanceof PortEvent.Offline
                || event instanceof PortEvent.Left) {
            if (registered.remove(event.device())) {
                statusChanged();
            }
        }
    }

    private void configured(int ports) {
        configured = ports;
        statusChanged();
    }

    private String status() {
        return "STATUS=" + ending + registered.size() + " of " + configured + (configured == 1 ? " port" : " ports")
                + " registered";
    }

    private void statusChanged() {
        ServiceLine to = line;
        if (to != null && statusDue.compareAndSet(false, true)) {
            try {
                var unused = to.thread()
                        .schedule(
                                () -> {
                                    statusDue.set(false);
                                    tell(to, status());
                                },
                                statusEvery.toMillis(),
                                TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException closed) {
                // Nothing is told after close.
                return;
            }
        }
    }

    private void tell(String... lines) {
        ServiceLine to = line;
        if (to != null) {
            tell(to, lines);
        }
    }

    private void tell(ServiceLine to, String... lines) {
        to.send(lines).addListener((Future<Void> sent) -> {
            if (!sent.isSuccess() && line != null) {
                untold(environment.get("NOTIFY_SOCKET") + ": " + reason(sent.cause()));
            }
        });
    }

    private static String reason(Throwable failure) {
        if (failure instanceof FileNotFoundException) {
            return "there is no such socket";
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    /** Said once: it would be the same every few seconds. */
    private void untold(String reason) {
        if (failed.compareAndSet(false, true)) {
            events.accept(new ServiceEvent.NotTold(reason));
        }
    }

    /** Tells nothing more. */
    @Override
    public void close() {
        ServiceLine closing = line;
        line = null;
        if (closing != null) {
            closing.close();
        }
    }
}
