package org.voiceport.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A voiceportd in a process of its own, for tests in other packages: what they see of it is its log. */
public final class DaemonAtWork implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    private final DaemonProcess process;

    private DaemonAtWork(DaemonProcess process) {
        this.process = process;
    }

    /** One with this configuration, whose log must be JSON; what it logs is copied into {@code log}. */
    public static DaemonAtWork start(Path configuration, Path log) throws IOException {
        return new DaemonAtWork(DaemonProcess.start(configuration, log));
    }

    /** A line of its log; it is the {@code count}th. */
    public record Line(int count, Map<?, ?> facts) {}

    /** How many lines it has logged by now. */
    public int count() {
        return process.count();
    }

    /** The first line behind the first {@code count} that fits; empty after {@code limit} or if the process has ended. */
    public Optional<Line> await(int count, Predicate<Map<?, ?>> fits, Duration limit) throws InterruptedException {
        return process.await(count, fits, limit).map(line -> new Line(line.count(), line.facts()));
    }

    /**
     * Asks it to stop as a service manager does, and ends it if it doesn't.
     *
     * @throws IllegalStateException if it didn't end with exit code 0
     */
    @Override
    public void close() {
        try {
            Optional<Integer> exit = process.stop(STOP_LIMIT);
            if (!exit.equals(Optional.of(Exit.FINE))) {
                throw new IllegalStateException("told to stop, the daemon "
                        + exit.map(code -> "ended with " + code)
                                .orElse("did not within " + STOP_LIMIT.toSeconds() + " s"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.close();
        }
    }
}
