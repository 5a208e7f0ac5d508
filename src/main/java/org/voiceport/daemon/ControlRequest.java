package org.voiceport.daemon;

import java.time.Duration;
import java.util.Optional;
import org.voiceport.config.Durations;

/**
 * What a client of the control socket asks for: one line of ASCII, which ends with a line feed. The answer is the line
 * {@code done N} or {@code refused N}, then N lines of UTF-8 for a person, then the end; so a client knows an answer that
 * was cut off.
 */
sealed interface ControlRequest {
    /** The longest line, without its end. */
    int LONGEST = 128;

    Duration SHORTEST_LIMIT = Duration.ofSeconds(1);
    Duration LONGEST_LIMIT = Duration.ofDays(7);

    /** The line, without its end. */
    String line();

    DaemonControl.Answer askOf(DaemonControl daemon);

    /** True if it changes something, so that such requests are told and carried out one after the other. */
    default boolean changes() {
        return true;
    }

    /** The request in that line; empty if it is none. */
    static Optional<ControlRequest> of(String line) {
        if (line.equals("reload")) {
            return Optional.of(new Reload());
        }
        if (line.equals("mwi resync")) {
            return Optional.of(new ResyncLamps());
        }
        if (line.equals("status") || line.equals("status json")) {
            return Optional.of(new Status(line.endsWith("json")));
        }
        String drain = "drain ";
        return line.startsWith(drain) ? limit(line.substring(drain.length())).map(Drain::new) : Optional.empty();
    }

    /** A limit that a drain may have, as the command line and the request write it; empty if it is none. */
    static Optional<Duration> limit(String text) {
        return Durations.of(text)
                .filter(limit -> limit.compareTo(SHORTEST_LIMIT) >= 0 && limit.compareTo(LONGEST_LIMIT) <= 0);
    }

    record Reload() implements ControlRequest {
        @Override
        public String line() {
            return "reload";
        }

        @Override
        public DaemonControl.Answer askOf(DaemonControl daemon) {
            return daemon.reload();
        }
    }

    record Drain(Duration limit) implements ControlRequest {
        @Override
        public String line() {
            return "drain " + limit.toSeconds() + "s";
        }

        @Override
        public DaemonControl.Answer askOf(DaemonControl daemon) {
            return daemon.drain(limit);
        }
    }

    record Status(boolean json) implements ControlRequest {
        @Override
        public String line() {
            return json ? "status json" : "status";
        }

        @Override
        public boolean changes() {
            return false;
        }

        @Override
        public DaemonControl.Answer askOf(DaemonControl daemon) {
            return daemon.status(json);
        }
    }

    record ResyncLamps() implements ControlRequest {
        @Override
        public String line() {
            return "mwi resync";
        }

        @Override
        public DaemonControl.Answer askOf(DaemonControl daemon) {
            return daemon.resyncLamps();
        }
    }
}
