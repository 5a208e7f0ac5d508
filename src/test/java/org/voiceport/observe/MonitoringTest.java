package org.voiceport.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.voiceport.observe.MonitoringDocuments.ALERTS;
import static org.voiceport.observe.MonitoringDocuments.ALERT_TESTS;
import static org.voiceport.observe.MonitoringDocuments.DOCS;
import static org.voiceport.observe.MonitoringDocuments.METRICS;
import static org.voiceport.observe.MonitoringDocuments.TROUBLESHOOTING;
import static org.voiceport.observe.MonitoringDocuments.alertTests;
import static org.voiceport.observe.MonitoringDocuments.alerts;
import static org.voiceport.observe.MonitoringDocuments.anchors;
import static org.voiceport.observe.MonitoringDocuments.blocks;
import static org.voiceport.observe.MonitoringDocuments.dashboard;
import static org.voiceport.observe.MonitoringDocuments.found;
import static org.voiceport.observe.MonitoringDocuments.map;
import static org.voiceport.observe.MonitoringDocuments.maps;
import static org.voiceport.observe.MonitoringDocuments.metrics;
import static org.voiceport.observe.MonitoringDocuments.queries;
import static org.voiceport.observe.MonitoringDocuments.text;
import static org.voiceport.observe.MonitoringDocuments.walk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;
import org.voiceport.event.Fault;
import org.voiceport.event.SecurityMode;
import org.voiceport.observe.MonitoringDocuments.Metric;

/** Holds docs/metrics.md, the alerts, their tests and the dashboard to each other; and to promtool, where that is installed. */
class MonitoringTest {
    /** Prometheus' own: whether a target answered, with the labels that every target has. */
    private static final String UP = "up";

    private static final Set<String> OF_EVERY_TARGET = Set.of("job", "instance");

    private static Map<String, Metric> bySeries() {
        Map<String, Metric> bySeries = new TreeMap<>();
        metrics().forEach(metric -> metric.series().forEach(series -> bySeries.put(series, metric)));
        bySeries.put(UP, new Metric(UP, "gauge", Set.of(), List.of()));
        return bySeries;
    }

    @Test
    void every_metric_of_a_query_stands_in_the_list() {
        Set<String> known = bySeries().keySet();
        queries().forEach(query -> {
            assertFalse(query.metrics().isEmpty(), query::toString);
            query.metrics().forEach(name -> assertTrue(known.contains(name), () -> name + " in " + query));
        });
    }

    @Test
    void every_metric_of_the_list_is_good_for_a_query() {
        Set<String> used =
                queries().stream().flatMap(query -> query.metrics().stream()).collect(Collectors.toSet());
        metrics()
                .forEach(metric -> assertTrue(
                        metric.series().stream().anyMatch(used::contains), () -> "nobody asks for " + metric.name()));
    }

    @Test
    void the_list_says_of_every_metric_all_that_it_has_columns_for() {
        assertFalse(metrics().isEmpty());
        assertEquals(
                metrics().size(),
                metrics().stream().map(Metric::name).distinct().count());
        metrics().forEach(metric -> {
            assertTrue(Set.of("counter", "gauge", "histogram", "summary").contains(metric.type()), metric::toString);
            assertTrue(metric.texts().stream().noneMatch(String::isBlank), metric::toString);
            assertEquals(metric.type().equals("counter"), metric.name().endsWith("_total"), metric::toString);
        });
    }

    @Test
    void every_label_of_a_query_is_one_of_its_metric() {
        Map<String, Metric> bySeries = bySeries();
        Set<String> all = bySeries.values().stream()
                .flatMap(metric -> metric.labels().stream())
                .collect(Collectors.toCollection(HashSet::new));
        all.addAll(OF_EVERY_TARGET);
        all.add("le");
        queries().forEach(query -> {
            query.grouping().forEach(label -> assertTrue(all.contains(label), () -> label + " in " + query));
            query.matches()
                    .forEach(match -> assertTrue(
                            OF_EVERY_TARGET.contains(match.label())
                                    || bySeries.get(match.metric()).labels().contains(match.label()),
                            () -> match + " in " + query));
        });
    }

    /** A value that never occurs would make a query that never finds anything, and so an alert that never fires. */
    @Test
    void every_value_of_a_label_is_one_that_the_daemon_knows() {
        Map<String, Set<String>> known = Map.of(
                "mode", words(Arrays.asList(SecurityMode.values()), SecurityMode::word),
                "fault",
                        words(
                                Arrays.asList(Fault.class.getPermittedSubclasses()),
                                type -> type.getSimpleName().replaceAll("(?<=.)([A-Z])", "_$1")),
                "id",
                        found("(?m)^\\| `([A-Z]+-\\d{3})`", DOCS.resolve("events.md"))
                                .collect(Collectors.toSet()),
                "severity", Set.of("debug", "info", "warn", "error"),
                "result", Set.of("done", "refused"),
                "receive", Set.of("none", "rtp", "srtp"),
                "transmit", Set.of("none", "rtp", "srtp"));
        queries().stream()
                .flatMap(query -> query.matches().stream())
                .filter(match -> known.containsKey(match.label()))
                .forEach(match -> match.values().stream()
                        .filter(value -> !value.startsWith("$"))
                        .forEach(value -> assertTrue(
                                known.get(match.label()).stream().anyMatch(word -> Pattern.matches(value, word)),
                                () -> value + " of " + match)));
    }

    private static <T> Set<String> words(List<T> values, Function<T, String> word) {
        return values.stream()
                .map(value -> word.apply(value).toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    @Test
    void every_link_leads_somewhere() {
        List<String> links =
                new ArrayList<>(found("\\]\\(([^)\\s]+)\\)", METRICS).toList());
        String alertsChapter =
                text(TROUBLESHOOTING).substring(text(TROUBLESHOOTING).indexOf("\n## Alerts\n"));
        Pattern.compile("\\]\\(([^)\\s]+)\\)")
                .matcher(alertsChapter)
                .results()
                .map(link -> link.group(1))
                .map(link -> link.startsWith("#") ? TROUBLESHOOTING.getFileName() + link : link)
                .forEach(links::add);
        alerts().forEach(rule -> links.add("../" + map(rule.get("annotations")).get("runbook")));
        links.forEach(link -> {
            String[] parts = link.split("#", 2);
            Path file = parts[0].isEmpty() ? METRICS : DOCS.resolve(parts[0]).normalize();
            assertTrue(Files.isRegularFile(file), () -> link + ": there is no " + file);
            if (parts.length == 2) {
                assertTrue(anchors(file).contains(parts[1]), () -> link + ": no such heading in " + file);
            }
        });
    }

    @Test
    void every_alert_says_what_it_is_and_what_to_do_and_has_its_section() {
        Set<String> names = new TreeSet<>();
        alerts().forEach(rule -> {
            String name = (String) rule.get("alert");
            assertTrue(names.add(name), () -> name + " is there twice");
            assertTrue(
                    Set.of("critical", "warning", "info")
                            .contains(map(rule.get("labels")).get("severity")),
                    name);
            Map<String, Object> annotations = map(rule.get("annotations"));
            assertEquals(Set.of("summary", "description", "todo", "runbook"), annotations.keySet(), name);
            assertEquals("docs/troubleshooting.md#" + name.toLowerCase(Locale.ROOT), annotations.get("runbook"));
        });
        assertEquals(names, found("(?m)^### (Voiceportd\\w+)$", TROUBLESHOOTING).collect(Collectors.toSet()));
    }

    @Test
    void every_alert_has_a_test_that_it_fires_and_one_that_it_does_not() {
        Set<String> fires = new TreeSet<>();
        Set<String> quiet = new TreeSet<>();
        Pattern name = Pattern.compile("alertname=\"(\\w+)\"");
        alertTests().forEach(test -> {
            maps(test.get("promql_expr_test")).stream()
                    .flatMap(expected -> maps(expected.get("exp_samples")).stream())
                    .flatMap(sample ->
                            name.matcher((String) sample.get("labels")).results())
                    .forEach(alert -> fires.add(alert.group(1)));
            maps(test.get("alert_rule_test"))
                    .forEach(expected -> (maps(expected.get("exp_alerts")).isEmpty() ? quiet : fires)
                            .add((String) expected.get("alertname")));
        });
        Set<String> all = alerts().stream()
                .map(rule -> (String) rule.get("alert"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(all, fires, "alerts, and those with a test that they fire");
        assertEquals(all, quiet, "alerts, and those with a test that they don't");
    }

    @Test
    void the_dashboard_takes_its_data_from_where_the_reader_chooses() {
        walk(dashboard(), (object, key) -> {
            if (key.equals("datasource")) {
                assertEquals(Map.of("type", "prometheus", "uid", "${datasource}"), object.get(key));
            }
        });
        List<Object> variables = maps(map(dashboard().get("templating")).get("list")).stream()
                .map(variable -> variable.get("name"))
                .toList();
        assertEquals(List.of("datasource", "instance", "mode", "port"), variables);
        queries().stream()
                .filter(query -> query.where().equals("dashboard"))
                .filter(query -> !query.text().equals("label_values(voiceportd_build_info, instance)"))
                .forEach(query -> assertEquals(
                        count(query, "\\b(voiceportd|process|jvm)_\\w+"),
                        count(query, "instance=~\"\\$instance\""),
                        () -> "every metric is one of the chosen daemons: " + query));
    }

    private static long count(Promql query, String pattern) {
        String text = query.text().replace("job=\"voiceportd\"", "");
        return Pattern.compile(pattern).matcher(text).results().count();
    }

    @Test
    void the_panels_of_the_dashboard_have_titles_and_places_of_their_own() {
        List<Map<String, Object>> panels = maps(dashboard().get("panels"));
        Set<Object> ids = new HashSet<>();
        Set<List<Integer>> taken = new HashSet<>();
        panels.forEach(panel -> {
            String title = (String) panel.get("title");
            assertFalse(title.isBlank(), panel::toString);
            assertTrue(ids.add(panel.get("id")), title);
            boolean row = panel.get("type").equals("row");
            assertEquals(!row, panel.containsKey("description"), title);
            assertEquals(!row, panel.containsKey("targets"), title);
            Map<String, Object> place = map(panel.get("gridPos"));
            int x = (Integer) place.get("x");
            int y = (Integer) place.get("y");
            int right = x + (Integer) place.get("w");
            assertTrue(right <= 24, title);
            for (int column = x; column < right; column++) {
                for (int line = y; line < y + (Integer) place.get("h"); line++) {
                    assertTrue(taken.add(List.of(column, line)), () -> title + " lies on another panel");
                }
            }
        });
        assertEquals(
                List.of("Overview", "Ports", "Calls", "Media", "Messages", "Trust", "Process"),
                panels.stream()
                        .filter(panel -> panel.get("type").equals("row"))
                        .map(panel -> panel.get("title"))
                        .toList());
    }

    @Test
    void prometheus_finds_the_alerts_right_and_their_tests_pass(@TempDir Path directory) throws Exception {
        promtool(directory, "check", "rules", ALERTS.toString());
        promtool(directory, "test", "rules", ALERT_TESTS.toString());
    }

    @Test
    void prometheus_can_read_every_query(@TempDir Path directory) throws Exception {
        StringBuilder rules = new StringBuilder("groups:\n- name: queries\n  rules:\n");
        int number = 0;
        for (Promql query : queries()) {
            rules.append("  - record: query_").append(number++).append("\n    expr: |-\n");
            query.query()
                    .strip()
                    .lines()
                    .forEach(line -> rules.append("      ").append(line).append('\n'));
        }
        Path file = Files.writeString(directory.resolve("queries.yml"), rules);
        promtool(directory, "check", "rules", file.toString());
    }

    @Test
    void prometheus_can_read_every_configuration_of_the_document(@TempDir Path directory) throws Exception {
        assertFalse(blocks("yaml").isEmpty());
        for (String configuration : blocks("yaml")) {
            Path file = Files.writeString(directory.resolve("prometheus.yml"), configuration);
            promtool(directory, "check", "config", "--syntax-only", file.toString());
        }
    }

    private static void promtool(Path directory, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Path said = directory.resolve("promtool.txt");
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
        } catch (IOException e) {
            String reason = "there is no promtool here (Debian: prometheus): " + e.getMessage();
            System.out.println("MonitoringTest skipped: " + reason);
            throw new TestAbortedException(reason, e);
        }
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError(command + " took more than 5 minutes");
        }
        assertEquals(0, process.exitValue(), () -> command + ":\n" + text(said));
    }
}
