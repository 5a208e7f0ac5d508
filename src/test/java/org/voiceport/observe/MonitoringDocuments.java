package org.voiceport.observe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What docs/metrics.md and the files of docs/monitoring say. */
final class MonitoringDocuments {
    static final Path DOCS = Path.of("docs");
    static final Path METRICS = DOCS.resolve("metrics.md");
    static final Path TROUBLESHOOTING = DOCS.resolve("troubleshooting.md");
    static final Path DIRECTORY = DOCS.resolve("monitoring");
    static final Path ALERTS = DIRECTORY.resolve("alerts.yml");
    static final Path ALERT_TESTS = DIRECTORY.resolve("alerts.test.yml");
    static final Path DASHBOARD = DIRECTORY.resolve("dashboard.json");

    private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private MonitoringDocuments() {}

    /** A row of the list in docs/metrics.md. */
    record Metric(String name, String type, Set<String> labels, List<String> texts) {
        /** The names that a query asks for. */
        Set<String> series() {
            return switch (type) {
                case "histogram" -> Set.of(name + "_bucket", name + "_sum", name + "_count");
                case "summary" -> Set.of(name + "_sum", name + "_count");
                default -> Set.of(name);
            };
        }
    }

    static List<Metric> metrics() {
        return text(METRICS)
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split(" *\\| *", -1))
                .map(cells -> new Metric(
                        cells[1].replace("`", ""),
                        cells[2],
                        CODE.matcher(cells[4])
                                .results()
                                .map(code -> code.group(1))
                                .collect(Collectors.toSet()),
                        Arrays.asList(cells).subList(3, cells.length - 1)))
                .toList();
    }

    /** The alerts of alerts.yml, each with {@code alert}, {@code expr}, {@code labels}, {@code annotations}. */
    static List<Map<String, Object>> alerts() {
        return maps(map(parsed(ALERTS)).get("groups")).stream()
                .flatMap(group -> maps(group.get("rules")).stream())
                .toList();
    }

    static List<Map<String, Object>> alertTests() {
        return maps(map(parsed(ALERT_TESTS)).get("tests"));
    }

    static Map<String, Object> dashboard() {
        return map(parsed(DASHBOARD));
    }

    /** Every query of the alerts, the dashboard and docs/metrics.md. */
    static List<Promql> queries() {
        List<Promql> queries = new ArrayList<>();
        alerts().forEach(rule -> queries.add(new Promql("alert " + rule.get("alert"), (String) rule.get("expr"))));
        walk(dashboard(), (panel, key) -> {
            if (key.equals("expr") || key.equals("definition")) {
                queries.add(new Promql("dashboard", (String) panel.get(key)));
            }
        });
        blocks("promql").forEach(block -> queries.add(new Promql(METRICS.toString(), block)));
        return queries;
    }

    /** What stands in docs/metrics.md between three backticks with that word. */
    static List<String> blocks(String language) {
        return FENCE.matcher(text(METRICS))
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }

    /** The anchors that headings of a document have. */
    static Set<String> anchors(Path document) {
        return FENCE.matcher(text(document))
                .replaceAll("")
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\w\\- ]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    /** What a pattern with one group finds in a document. */
    static Stream<String> found(String pattern, Path document) {
        return Pattern.compile(pattern).matcher(text(document)).results().map((MatchResult found) -> found.group(1));
    }

    /** Tells of each member of each object within a document, however deep. */
    static void walk(Object node, BiConsumer<Map<String, Object>, String> member) {
        if (node instanceof Map) {
            Map<String, Object> object = map(node);
            object.forEach((key, value) -> {
                member.accept(object, key);
                walk(value, member);
            });
        } else if (node instanceof List<?> list) {
            list.forEach(item -> walk(item, member));
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object node) {
        return (Map<String, Object>) node;
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> maps(Object node) {
        return (List<Map<String, Object>>) node;
    }

    /** JSON is YAML. */
    private static Object parsed(Path file) {
        return new Load(LoadSettings.builder().setLabel(file.toString()).build()).loadFromString(text(file));
    }
}
