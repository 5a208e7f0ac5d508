package org.voiceport.daemon;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.EventSink;
import org.voiceport.observe.EventLog;
import org.voiceport.observe.LogDetail;
import org.voiceport.observe.LogFormat;
import org.voiceport.observe.LogSetup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "run",
        description = "Runs the daemon in the foreground until it is told to stop (SIGTERM, Ctrl-C).",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    /** A service manager kills what hasn't stopped after its own limit, often 10 s. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(8);

    /** How long a client of the control socket may take to ask, and to take the answer. */
    private static final Duration CLIENT_PATIENCE = Duration.ofSeconds(5);

    /** Between two tries to serve the status page. */
    private static final Duration HTTP_AGAIN = Duration.ofSeconds(10);

    @Mixin
    private ConfigOption config = new ConfigOption();

    private final CompletableFuture<String> asked = new CompletableFuture<>();

    /**
     * Ends a daemon that runs, or will, as a signal would, but leaves the JVM alone: {@link #call} returns when it has
     * stopped. For any thread; doesn't return before the daemon has stopped, unless it is still starting.
     */
    void end(String reason) {
        asked.complete(reason);
    }

    @Override
    public Integer call() throws CommandFailure, IOException, InterruptedException {
        LogDetail detail = new LogDetail();
        EventLog told = new EventLog(detail);
        Watch watch = new Watch(told);
        ServiceNotice service = new ServiceNotice(System.getenv(), watch);
        EventSink events = watch.and(service);
        RunningControl running = new RunningControl(watch, detail, STOP_LIMIT);
        // First of all, as the signal would end the JVM: a service manager may send it while the daemon starts.
        Hangup.on(running::hangUp);
        DaemonConfig read = config.read();
        LogSetup log = log(read);
        watch.starts(read);
        AtomicReference<@Nullable ControlServer> control = new AtomicReference<>();
        AtomicReference<@Nullable HttpDoor> http = new AtomicReference<>();
        // From here on, so that an end in the middle of the start is a clean one too.
        Ending ending = Ending.by(() -> stop(running, control.get(), told, log));
        try {
            // First of all: a second daemon would take the ports of the first one.
            control.set(control(read, running, events));
            read.observe()
                    .http()
                    .ifPresent(at -> http.set(HttpDoor.open(at, watch, watch.metrics(), events, HTTP_AGAIN)));
            Daemon daemon = prepared(read, events, detail);
            if (!running.start(daemon)) {
                return Exit.FINE; // what ends the JVM is under way
            }
            try (Reloader reloader = new Reloader(
                    daemon, events, service, next -> log.level(next.log().level()))) {
                if (!daemon.serves()) {
                    daemon.stop("no port can start", STOP_LIMIT);
                    close(told, log);
                    return Exit.UNUSABLE;
                }
                reloader.start();
                running.runs(daemon, reloader);
                service.ready(daemon::loops);
                var unusedStop = asked.thenAccept(running::end);
                running.awaitDrained(); // or until the JVM is told to end
                close(told, log);
            }
        } catch (CommandFailure e) {
            // What was logged before stands before what is wrong.
            close(told, log);
            throw e;
        } finally {
            close(http.get());
            close(control.get());
            service.close();
            ending.cancel();
        }
        return Exit.FINE;
    }

    private static LogSetup log(DaemonConfig read) throws CommandFailure {
        LogFormat format = read.log().format() == DaemonConfig.LogFormat.JSON ? LogFormat.JSON : LogFormat.TEXT;
        try {
            return LogSetup.configure(format, read.log().level(), read.log().file());
        } catch (IOException e) {
            throw new CommandFailure(Exit.UNUSABLE, read.file() + ": log.file: " + FileTrouble.words(e));
        }
    }

    private static Daemon prepared(DaemonConfig read, EventSink events, LogDetail detail) throws CommandFailure {
        try {
            return Daemon.prepared(read, TrustKeeper.first(read, events), events, detail);
        } catch (IOException e) {
            throw new CommandFailure(Exit.UNUSABLE, read.file() + ": " + FileTrouble.words(e));
        }
    }

    private static @Nullable ControlServer control(DaemonConfig read, DaemonControl running, EventSink events)
            throws CommandFailure {
        if (read.control().isEmpty()) {
            return null;
        }
        try {
            return ControlServer.start(read.control().get(), running, events, CLIENT_PATIENCE)
                    .orElse(null);
        } catch (ControlSocket.InUse e) {
            // The configuration is fine, and the other daemon may be about to end: a service manager may try again.
            throw new CommandFailure(Exit.FAILED, read.file() + ": " + e.getMessage());
        } catch (IOException e) {
            throw new CommandFailure(Exit.UNUSABLE, read.file() + ": " + FileTrouble.words(e));
        }
    }

    private static void close(@Nullable ControlServer control) {
        if (control != null) {
            control.close();
        }
    }

    private static void close(@Nullable HttpDoor http) {
        if (http != null) {
            http.close();
        }
    }

    private static int stop(RunningControl running, @Nullable ControlServer control, EventLog events, LogSetup log) {
        int code = Exit.FINE;
        close(control);
        try {
            running.stop("told to");
        } catch (InterruptedException | RuntimeException e) {
            events.accept(new DaemonEvent.Internal("stop", e.toString()));
            code = Exit.FAILED;
        }
        close(events, log);
        return code;
    }

    private static void close(EventLog events, LogSetup log) {
        events.tellLeftOut();
        log.close();
    }
}
