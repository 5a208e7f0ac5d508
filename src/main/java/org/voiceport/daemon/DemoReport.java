package org.voiceport.daemon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.voiceport.observe.Json;

/**
 * The demo's result, as a table for people or as JSON.
 *
 * @param wrong what went wrong beside the calls
 */
record DemoReport(List<DemoRow> rows, List<String> wrong, Path directory, Path log, double seconds) {
    private static final int FINGERPRINT_SHOWN = 16;

    DemoReport {
        rows = List.copyOf(rows);
        wrong = List.copyOf(wrong);
    }

    /** True if every cell is what the mode demands. */
    boolean fine() {
        return wrong.isEmpty() && rows.stream().allMatch(row -> row.wrong().isEmpty());
    }

    List<String> table() {
        List<List<String>> cells = new ArrayList<>();
        cells.add(List.of(
                "port",
                "mode",
                "phone",
                "TLS",
                "cipher suite",
                "certificate",
                "media",
                "in/out",
                "similarity",
                "message"));
        for (DemoRow row : rows) {
            cells.add(List.of(
                    row.port(),
                    row.call().mode().word(),
                    row.caller(),
                    row.tls(),
                    row.cipherSuite(),
                    shortened(row.fingerprint()),
                    row.media(),
                    row.packetsIn() + "/" + row.packetsOut(),
                    String.format(Locale.ROOT, "%.3f", row.similarity()),
                    row.file()));
        }
        List<String> lines = new ArrayList<>(Table.lines(cells));
        lines.add("");
        rows.stream()
                .map(DemoRow::fingerprint)
                .filter(fingerprint -> fingerprint.length() > FINGERPRINT_SHOWN)
                .distinct()
                .forEach(fingerprint -> lines.add("call manager's certificate: sha256 " + fingerprint));
        lines.add("configuration, certificates, CTL, log and messages: " + directory);
        rows.forEach(row -> row.wrong()
                .forEach(what -> lines.add("WRONG " + row.port() + " (" + row.caller() + " phone): " + what)));
        wrong.forEach(what -> lines.add("WRONG " + what));
        lines.add(
                fine()
                        ? String.format(Locale.ROOT, "every call as its mode demands, %.1f s", seconds)
                        : "not as demanded, see above and " + log);
        return lines;
    }

    private static String shortened(String fingerprint) {
        return fingerprint.length() > FINGERPRINT_SHOWN
                ? fingerprint.substring(0, FINGERPRINT_SHOWN) + "..."
                : fingerprint;
    }

    String json() {
        Json.Writer json = new Json.Writer();
        json.beginObject().put("fine", fine()).put("seconds", seconds);
        json.put("directory", directory.toString()).put("log", log.toString());
        json.beginArray("calls");
        for (DemoRow row : rows) {
            json.beginObject()
                    .put("port", row.port())
                    .put("mode", row.call().mode().word())
                    .put("phone", row.caller())
                    .put("tls", row.tls())
                    .put("cipherSuite", row.cipherSuite())
                    .put("certificateSha256", row.fingerprint())
                    .put("media", row.media())
                    .put("packetsIn", row.packetsIn())
                    .put("packetsOut", row.packetsOut())
                    .put("message", row.file())
                    .put("similarity", row.similarity())
                    .put("greetingSimilarity", row.greeting())
                    .put("fine", row.wrong().isEmpty());
            strings(json, "wrong", row.wrong());
            json.endObject();
        }
        json.endArray();
        strings(json, "wrong", wrong);
        return json.endObject().toString();
    }

    private static void strings(Json.Writer json, String name, List<String> values) {
        json.beginArray(name);
        values.forEach(json::add);
        json.endArray();
    }
}
