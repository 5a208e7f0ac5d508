package org.voiceport.daemon;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.voiceport.config.Durations;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Severity;
import org.voiceport.observe.LogDetail;

/**
 * What a client of the control socket asks for: one line of ASCII, which ends with a line feed. The answer is the line
 * {@code done N} or {@code refused N}, then N lines of UTF-8 for a person, then the end; so a client knows an answer that
 * was cut off.
 */
sealed interface ControlRequest {
    /** The longest line, without its end. */
    int LONGEST = 1024;

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
        if (line.equals("log off")) {
            return Optional.of(new LogAsBefore());
        }
        if (line.startsWith("log ")) {
            return detail(line.split(" ", -1)).map(LogMore::new);
        }
        String drain = "drain ";
        return line.startsWith(drain) ? limit(line.substring(drain.length())).map(Drain::new) : Optional.empty();
    }

    /** A limit that a drain may have, as the command line and the request write it; empty if it is none. */
    static Optional<Duration> limit(String text) {
        return Durations.of(text)
                .filter(limit -> limit.compareTo(SHORTEST_LIMIT) >= 0 && limit.compareTo(LONGEST_LIMIT) <= 0);
    }

    /** {@code log LEVEL on|off LIMIT PORT...}. */
    private static Optional<LogDetail.Ask> detail(String[] words) {
        int first = 4;
        if (words.length < first) {
            return Optional.empty();
        }
        Optional<Severity> level = level(words[1]);
        Optional<Boolean> wire = isOn(words[2]);
        Optional<Duration> limit = detailLimit(words[3]);
        if (level.isEmpty() || wire.isEmpty() || limit.isEmpty()) {
            return Optional.empty();
        }
        try {
            List<DeviceName> ports =
                    Arrays.stream(words).skip(first).map(DeviceName::new).toList();
            return Optional.of(new LogDetail.Ask(level.get(), wire.get(), limit.get(), ports));
        } catch (IllegalArgumentException noName) {
            return Optional.empty();
        }
    }

    /** A level from which on more may be logged, as the command line and the request write it; empty if it is none. */
    static Optional<Severity> level(String word) {
        return switch (word) {
            case "debug" -> Optional.of(Severity.DEBUG);
            case "info" -> Optional.of(Severity.INFO);
            default -> Optional.empty();
        };
    }

    /** {@code on} or {@code off}; empty if it is neither. */
    static Optional<Boolean> isOn(String word) {
        return word.equals("on") || word.equals("off") ? Optional.of(word.equals("on")) : Optional.empty();
    }

    /** For how long more may be logged; empty if it is no such time. */
    static Optional<Duration> detailLimit(String text) {
        return Durations.of(text)
                .filter(limit -> limit.compareTo(SHORTEST_LIMIT) >= 0 && limit.compareTo(LogDetail.LONGEST) <= 0);
    }

    record LogMore(LogDetail.Ask ask) implements ControlRequest {
        @Override
        public String line() {
            String level = ask.least().name().toLowerCase(Locale.ROOT);
            String ports = ask.ports().stream().map(port -> " " + port.value()).collect(Collectors.joining());
            return "log " + level + (ask.wire() ? " on " : " off ") + Durations.words(ask.limit()) + ports;
        }

        @Override
        public DaemonControl.Answer askOf(DaemonControl daemon) {
            return daemon.log(ask);
        }
    }

    record LogAsBefore() implements ControlRequest {
        @Override
        public String line() {
            return "log off";
        }

        @Override
        public DaemonControl.Answer askOf(DaemonControl daemon) {
            return daemon.logAsBefore();
        }
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
            return "drain " + Durations.words(limit);
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
