package org.voiceport.daemon;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
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

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() throws CommandFailure, IOException, InterruptedException {
        DaemonConfig read = config.read();
        LogSetup log = log(read);
        LogDetail detail = new LogDetail();
        EventLog events = new EventLog(detail);
        RunningControl running = new RunningControl(events, detail, STOP_LIMIT);
        AtomicReference<@Nullable ControlServer> control = new AtomicReference<>();
        // From here on, so that an end in the middle of the start is a clean one too.
        Ending ending = Ending.by(() -> stop(running, control.get(), events, log));
        try {
            // First of all: a second daemon would take the ports of the first one.
            control.set(control(read, running, events));
            Daemon daemon = start(read, events, detail);
            try (Reloader reloader =
                    new Reloader(daemon, events, next -> log.level(next.log().level()))) {
                running.runs(daemon, reloader);
                if (!daemon.serves()) {
                    daemon.stop("no port can start", STOP_LIMIT);
                    close(events, log);
                    return Exit.UNUSABLE;
                }
                reloader.start();
                Hangup.on(() -> {
                    var unused = reloader.ask();
                });
                running.awaitDrained(); // or until the JVM is told to end
                close(events, log);
            }
        } finally {
            close(control.get());
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

    private static Daemon start(DaemonConfig read, EventSink events, LogDetail detail) throws CommandFailure {
        try {
            return Daemon.start(read, TrustKeeper.first(read, events), events, voicemail -> voicemail, detail);
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
