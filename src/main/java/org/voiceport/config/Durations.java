package org.voiceport.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as they are written: a whole number and one unit, such as {@code 500ms}, {@code 2s}, {@code 15m}, {@code 7d}. */
public final class Durations {
    static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    private Durations() {}

    /** The duration, or empty if {@code text} is none. */
    public static Optional<Duration> of(String text) {
        try {
            return Optional.of(parse(text));
        } catch (Unfit noDuration) {
            return Optional.empty();
        }
    }

    static Duration parse(String text) throws Unfit {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new Unfit(
                    Quote.of(text) + " is no duration", "write a whole number and a unit, such as 500ms, 2s, 15m, 7d");
        }
        long count = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    /** A duration in that form, with the largest unit that keeps it whole; zero is {@code 0s}. */
    public static String words(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds == 0 || seconds % 60 != 0) {
            return seconds + "s";
        }
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        return seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds / 60 + "m";
    }
}
