package org.voiceport.observe;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a query in PromQL, or of a dashboard's variable, names: metrics, labels and their values. */
record Promql(String where, String text) {
    /** A label that a query compares with a value, or with each of several. */
    record Match(String metric, String label, List<String> values) {}

    private static final String STRING = "\"(?:[^\"\\\\]|\\\\.)*\"";
    private static final String MATCHERS = "\\{(?:[^}\"]|" + STRING + ")*\\}";
    private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][\\w:]*)\\s*(" + MATCHERS + ")");
    private static final Pattern MATCH = Pattern.compile("(\\w+)\\s*(?:=~|!=|!~|=)\\s*\"([^\"]*)\"");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    /** Not behind a digit: that would be the unit of a duration. */
    private static final Pattern NAME = Pattern.compile("(?<![\\w:.$])[a-zA-Z_:][\\w:]*(?!\\s*\\(|[\\w:])");

    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*), *(\\w+)\\)");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");

    /** Every series that is asked for, as Prometheus knows it, so with the endings of histograms. */
    Set<String> metrics() {
        String bare = query().replaceAll(MATCHERS, " ").replaceAll(STRING, " ").replaceAll("\\[[^\\]]*\\]", " ");
        Set<String> names = new TreeSet<>();
        NAME.matcher(GROUPING.matcher(bare).replaceAll(" "))
                .results()
                .map(MatchResult::group)
                .filter(name -> !WORDS.contains(name))
                .forEach(names::add);
        return names;
    }

    /** Every label with which a series is chosen. Values are split where a regular expression has alternatives. */
    List<Match> matches() {
        return SELECTOR.matcher(query())
                .results()
                .flatMap(selector -> MATCH.matcher(selector.group(2))
                        .results()
                        .map(match -> new Match(
                                selector.group(1),
                                match.group(1),
                                List.of(match.group(2).split("\\|", -1)))))
                .toList();
    }

    /** Every label that results are grouped or joined by, or that a variable takes its values from. */
    List<String> grouping() {
        return Stream.concat(
                        GROUPING.matcher(text)
                                .results()
                                .flatMap(group -> Stream.of(group.group(1).split(",", -1))),
                        LABEL_VALUES.matcher(text).results().map(values -> values.group(2)))
                .map(String::strip)
                .filter(label -> !label.isEmpty())
                .toList();
    }

    /** The query alone, with Grafana's own variables replaced by something of their kind. */
    String query() {
        return LABEL_VALUES.matcher(text).replaceAll("$1").replaceAll("\\$__(rate_interval|range)\\b", "5m");
    }

    @Override
    public String toString() {
        return where + ": " + text;
    }
}
