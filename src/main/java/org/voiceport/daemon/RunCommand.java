package org.voiceport.daemon;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.EventSink;
import org.voiceport.observe.EventLog;
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

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() throws CommandFailure, IOException, InterruptedException {
        DaemonConfig read = config.read();
        LogSetup log = log(read);
        AtomicReference<@Nullable Daemon> running = new AtomicReference<>();
        // From here on, so that an end in the middle of the start is a clean one too.
        Ending ending = Ending.by(() -> stop(running.get(), log));
        EventLog events = new EventLog();
        try {
            Daemon daemon = start(read, events);
            running.set(daemon);
            if (!daemon.serves()) {
                daemon.stop("no port can start", STOP_LIMIT);
                log.close();
                return Exit.UNUSABLE;
            }
            try (Reloader reloader =
                    new Reloader(daemon, events, next -> log.level(next.log().level()))) {
                reloader.start();
                Hangup.on(() -> {
                    var unused = reloader.ask();
                });
                new CountDownLatch(1).await(); // until the JVM is told to end
            }
        } finally {
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

    private static Daemon start(DaemonConfig read, EventSink events) throws CommandFailure {
        try {
            return Daemon.start(read, TrustKeeper.first(read, events), events);
        } catch (IOException e) {
            throw new CommandFailure(Exit.UNUSABLE, read.file() + ": " + FileTrouble.words(e));
        }
    }

    private static int stop(@Nullable Daemon running, LogSetup log) {
        int code = Exit.FINE;
        try {
            if (running != null) {
                running.stop("told to", STOP_LIMIT);
            }
        } catch (InterruptedException | RuntimeException e) {
            new EventLog().accept(new DaemonEvent.Internal("stop", e.toString()));
            code = Exit.FAILED;
        }
        log.close();
        return code;
    }
}
