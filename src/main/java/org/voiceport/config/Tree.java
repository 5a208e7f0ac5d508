package org.voiceport.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes a tree of maps, lists, texts, numbers and truth values as YAML or JSON. */
final class Tree {
    /** What every reader of YAML, of any version, takes for text without quotes. */
    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z/_][A-Za-z0-9/_.-]*|[0-9]+(ms|s|m|h|d)|[0-9]+([KMGTP]i)?B|[0-9]+-[0-9]+");

    private static final Set<String> WORDS = Set.of("true", "false", "null", "yes", "no", "on", "y", "n");

    private Tree() {}

    static String yaml(Map<?, ?> root) {
        StringBuilder out = new StringBuilder();
        map(out, root, "");
        return out.toString();
    }

    private static void map(StringBuilder out, Map<?, ?> map, String indent) {
        map.forEach((key, value) -> {
            out.append(indent).append(key).append(':');
            below(out, value, indent);
        });
    }

    private static void below(StringBuilder out, Object value, String indent) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            out.append('\n');
            map(out, map, indent + "  ");
        } else if (value instanceof List<?> list && list.stream().anyMatch(Map.class::isInstance)) {
            out.append('\n');
            list.forEach(entry -> {
                StringBuilder one = new StringBuilder();
                map(one, (Map<?, ?>) entry, indent + "    ");
                out.append(indent).append("  - ").append(one.substring(indent.length() + 4));
            });
        } else {
            out.append(' ').append(flow(value)).append('\n');
        }
    }

    private static String flow(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(Tree::flow).collect(Collectors.joining(", ", "[", "]"));
        }
        boolean plain = value instanceof String text && PLAIN.matcher(text).matches() && !WORDS.contains(text);
        return plain ? value.toString() : json(value);
    }

    static String json(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> quoted(entry.getKey().toString()) + ":" + json(entry.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Tree::json).collect(Collectors.joining(",", "[", "]"));
        }
        return value instanceof String text ? quoted(text) : value.toString();
    }

    /** In double quotes, which JSON and YAML read alike. */
    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c < 0x20 || (c >= 0x7F && c < 0xA0)) {
                out.append(String.format("\\u%04x", c));
            } else {
                out.append((char) c);
            }
        });
        return out.append('"').toString();
    }
}
