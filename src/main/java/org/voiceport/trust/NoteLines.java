package org.voiceport.trust;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Small text files of lines {@code key: value}; {@code #} begins a comment, no key comes twice. */
final class NoteLines {
    private NoteLines() {}

    /** @throws IllegalArgumentException if a line is something else */
    static Map<String, String> parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            }
            int colon = line.indexOf(':');
            if (colon < 0
                    || values.putIfAbsent(
                                    line.substring(0, colon),
                                    line.substring(colon + 1).strip())
                            != null) {
                throw new IllegalArgumentException("unexpected line '" + Texts.oneLine(line) + "'");
            }
        }
        return values;
    }

    /** @throws IllegalArgumentException if it is missing */
    static String value(Map<String, String> values, String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("'" + key + "' is missing");
        }
        return value;
    }

    /** @throws IllegalArgumentException if it is missing or no time */
    static Instant time(Map<String, String> values, String key) {
        try {
            return Instant.parse(value(values, key));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'" + key + "' is no time", e);
        }
    }
}
