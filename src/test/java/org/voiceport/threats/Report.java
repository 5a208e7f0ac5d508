package org.voiceport.threats;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.voiceport.event.SecurityMode;

/** The table threat × mode, as text or JSON. */
record Report(List<Row> rows, double seconds) {

    private static final Pattern FINGERPRINT = Pattern.compile("\\b([0-9a-f]{16})[0-9a-f]{48}\\b");

    /** True if every row is. */
    boolean green() {
        return rows.stream().allMatch(Row::green);
    }

    String text() {
        List<String> lines = new ArrayList<>(table());
        for (Row row : rows) {
            lines.add("");
            lines.add(row.key() + ": " + row.title() + (row.green() ? "" : "  <- NOT GREEN"));
            row.cells().forEach(cell -> lines.add(String.format("  %-13s  %s", cell.mode(), evidence(cell))));
        }
        lines.add("");
        lines.add(summary());
        return String.join(System.lineSeparator(), lines);
    }

    /** Threat and verdicts, aligned. */
    List<String> table() {
        int width = rows.stream().mapToInt(row -> row.title().length()).max().orElse(0);
        List<String> lines = new ArrayList<>();
        lines.add(line(width, "threat", modes()));
        lines.add(line(
                width,
                "-".repeat(width),
                modes().stream().map(mode -> "-".repeat(mode.length())).toList()));
        for (Row row : rows) {
            lines.add(line(
                    width,
                    row.title(),
                    row.cells().stream().map(cell -> cell.verdict().toString()).toList()));
        }
        return lines;
    }

    private static List<String> modes() {
        return List.of(SecurityMode.values()).stream().map(SecurityMode::word).toList();
    }

    private static String line(int width, String first, List<String> rest) {
        return String.format(
                        "%-" + width + "s  %s",
                        first,
                        rest.stream().map(cell -> String.format("%-13s", cell)).collect(Collectors.joining("  ")))
                .stripTrailing();
    }

    /** One line; of fingerprints only the beginning. */
    private static String evidence(Outcome cell) {
        String all = cell.verdict() + (cell.attempted().isEmpty() ? "" : ". Tried " + cell.attempted()) + ". Promised: "
                + cell.promised().words() + ". Seen: " + cell.observed()
                + (cell.control().isEmpty() ? "" : ". Counter-check: " + cell.control()) + ".";
        return FINGERPRINT.matcher(all).replaceAll("$1...");
    }

    private String summary() {
        long green = rows.stream().filter(Row::green).count();
        return String.format(
                Locale.ROOT,
                "%d of %d threats as the chapter says, each with a counter-check that the attack is a real one, %.1f s",
                green,
                rows.size(),
                seconds);
    }

    String json() {
        String all = rows.stream().map(Report::json).collect(Collectors.joining(","));
        return "{\"green\":" + green() + ",\"seconds\":" + String.format(Locale.ROOT, "%.1f", seconds)
                + ",\"threats\":[" + all + "]}";
    }

    private static String json(Row row) {
        return "{\"threat\":" + quoted(row.key()) + ",\"title\":" + quoted(row.title()) + ",\"green\":" + row.green()
                + ",\"modes\":["
                + row.cells().stream().map(Report::json).collect(Collectors.joining(",")) + "]}";
    }

    private static String json(Outcome cell) {
        return "{\"mode\":" + quoted(cell.mode().word())
                + ",\"verdict\":" + quoted(cell.verdict().toString().toLowerCase(Locale.ROOT))
                + ",\"protects\":" + cell.promised().protects()
                + ",\"promised\":" + quoted(cell.promised().words())
                + ",\"attempted\":" + quoted(cell.attempted())
                + ",\"observed\":" + quoted(cell.observed())
                + ",\"counterCheck\":" + quoted(cell.control()) + "}";
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
