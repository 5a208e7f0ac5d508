package org.voiceport.daemon;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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
        LogFormat format = read.log().format() == DaemonConfig.LogFormat.JSON ? LogFormat.JSON : LogFormat.TEXT;
        LogSetup log = LogSetup.configure(format, read.log().level(), read.log().file());
        EventSink events = new EventLog();
        Daemon daemon = start(read, events);
        if (!daemon.hasPorts()) {
            daemon.stop("no port can start", STOP_LIMIT);
            log.close();
            return Exit.UNUSABLE;
        }
        stopWithJvm(daemon, log);
        new CountDownLatch(1).await(); // until the JVM is told to end
        return Exit.FINE;
    }

    private static Daemon start(DaemonConfig read, EventSink events) throws CommandFailure {
        try {
            return Daemon.start(read, TrustMaterial.load(read, true), events);
        } catch (IOException e) {
            throw new CommandFailure(Exit.UNUSABLE, "voiceportd: " + e.getMessage());
        }
    }

    /**
     * SIGTERM and Ctrl-C, and a Windows service's stop, end the JVM through its shutdown hooks. The exit code would be
     * that of a death by signal; a clean stop is no failure, so the hook ends the JVM itself.
     */
    private static void stopWithJvm(Daemon daemon, LogSetup log) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            int code = Exit.FINE;
                            try {
                                daemon.stop("told to", STOP_LIMIT);
                            } catch (InterruptedException | RuntimeException e) {
                                new EventLog().accept(new DaemonEvent.Internal("stop", e.toString()));
                                code = Exit.FAILED;
                            }
                            log.close();
                            Runtime.getRuntime().halt(code);
                        },
                        "voiceport-stop"));
    }
}
