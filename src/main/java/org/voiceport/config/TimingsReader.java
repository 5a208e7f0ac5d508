package org.voiceport.config;

import java.time.Duration;
import org.voiceport.config.DaemonConfig.Timings;

/** Reads {@code timings}. */
final class TimingsReader {
    private static final Duration LEAST = Duration.ofMillis(1);
    private static final Duration MOST = Duration.ofHours(1);

    private final Section root;

    TimingsReader(Section root) {
        this.root = root;
    }

    Timings timings() {
        try (Section section = root.section("timings")) {
            Timings timings = new Timings(
                    wait(section, "connect", Duration.ofSeconds(5)),
                    wait(section, "tlsHandshake", Duration.ofSeconds(10)),
                    wait(section, "registerAck", Duration.ofSeconds(10)),
                    wait(section, "messageRest", Duration.ofSeconds(15)),
                    wait(section, "answer", Duration.ofSeconds(2)),
                    wait(section, "firstRetryLeast", Duration.ofSeconds(1)),
                    wait(section, "firstRetryMost", Duration.ofSeconds(5)),
                    wait(section, "retryMost", Duration.ofMinutes(2)),
                    wait(section, "goodService", Duration.ofMinutes(1)),
                    wait(section, "unregisterAck", Duration.ofSeconds(3)),
                    wait(section, "callEnd", Duration.ofSeconds(2)),
                    wait(section, "callInfo", Duration.ofMillis(500)),
                    wait(section, "mediaStart", Duration.ofSeconds(10)),
                    wait(section, "seize", Duration.ofSeconds(5)),
                    wait(section, "dialTone", Duration.ofSeconds(1)),
                    wait(section, "digit", Duration.ofMillis(100)),
                    wait(section, "transfer", Duration.ofSeconds(5)),
                    wait(section, "preferred", Duration.ofMinutes(1)),
                    wait(section, "preserved", Duration.ofSeconds(10)));
            ordered(section, "firstRetryLeast", timings.firstRetryLeast(), "firstRetryMost", timings.firstRetryMost());
            ordered(section, "firstRetryMost", timings.firstRetryMost(), "retryMost", timings.retryMost());
            return timings;
        }
    }

    private static Duration wait(Section section, String key, Duration otherwise) {
        return section.duration(key, LEAST, MOST, otherwise);
    }

    private static void ordered(Section section, String lower, Duration low, String upper, Duration high) {
        if (low.compareTo(high) > 0) {
            section.find(section.has(upper) ? upper : lower)
                    .ifPresent(value -> value.problem(
                            lower + " (" + Durations.words(low) + ") is longer than " + upper + " ("
                                    + Durations.words(high) + ")",
                            "make " + upper + " the longer one"));
        }
    }
}
