package org.voiceport.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes the JSON schema by asking the reader itself: at each place it puts values that can't be right and learns from what
 * is told which keys there are, and what each wants. So the schema can't know a key that the reader doesn't, nor the other
 * way round. Defaults are those of the effective configuration of the smallest file; descriptions are the example's comments.
 */
final class SchemaWalk {
    private static final String NONE = "z".repeat(41); // too long to be near to any key
    private static final Pattern RANGE = Pattern.compile("give (\\S+) to (\\S+)");
    private static final Pattern ENTRIES = Pattern.compile("the list has .*, give ([0-9]+) to ([0-9]+)");
    private static final Pattern MISSING = Pattern.compile("(?:.*: )?'(\\w+)' is missing, .*");

    /** Forms of texts, from the patterns that the reader uses. */
    private static final Map<String, Pattern> FORMS = Map.ofEntries(
            Map.entry("callManagers[].address", Texts.HOST),
            Map.entry("ports[].callManagers[]", Texts.HOST),
            Map.entry("ports[].name", Pattern.compile("[A-Za-z0-9._-]{1,15}")),
            Map.entry("ports[].names", Pattern.compile("[A-Za-z0-9._-]*[0-9] *\\.\\. *[A-Za-z0-9._-]*[0-9]")),
            Map.entry("ports[].media.address", Pattern.compile("auto|" + Texts.IPV4)),
            Map.entry("media.address", Pattern.compile("auto|" + Texts.IPV4)),
            Map.entry("media.udpPorts", Ranges.PORTS),
            Map.entry("mwi.on", Texts.DIALLED),
            Map.entry("mwi.off", Texts.DIALLED),
            Map.entry("identity.passwordEnv", Texts.VARIABLE),
            Map.entry("messaging.voicemail.general", Texts.MAILBOX),
            Map.entry("messaging.external.url", Pattern.compile("wss?://[^@?]+")),
            Map.entry("observe.http", Pattern.compile("off|.+:[0-9]{1,5}")));

    private final Path directory;
    private final Map<String, String> comments;
    private final Map<String, Object> defaults;
    private final List<String> leaves = new ArrayList<>();

    SchemaWalk(Path directory, Path example) throws IOException {
        this.directory = directory.toAbsolutePath().normalize();
        this.comments = Comments.of(Files.readAllLines(example));
        ConfigResult smallest = read(new LinkedHashMap<>(base()));
        this.defaults = EffectiveConfig.tree(((ConfigResult.Valid) smallest).config());
    }

    /** The whole schema. */
    Map<String, Object> schema() throws IOException {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Configuration of voiceportd");
        schema.putAll(section("", defaults));
        return schema;
    }

    /** The keys that hold values, after {@link #schema}. */
    List<String> leaves() {
        return leaves;
    }

    String comment(String path) {
        String own = comments.get(path);
        if (own == null && path.startsWith("ports[].")) {
            own = comments.get(path.substring("ports[].".length()));
        }
        int dot = path.lastIndexOf('.');
        return own != null ? own : dot < 0 ? "" : comment(path.substring(0, dot));
    }

    Optional<Object> defaultOf(String path) {
        Object at = defaults;
        for (String key : path.split("\\.", -1)) {
            at = at instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return Optional.ofNullable(at).map(this::relative);
    }

    private Object relative(Object value) {
        return value instanceof String text && text.startsWith(directory + "/")
                ? text.substring(directory.toString().length() + 1)
                : value;
    }

    private Map<String, Object> section(String path, Object known) throws IOException {
        String told = errors(path, Map.of(NONE, 1)).stream()
                .filter(error -> error.contains("unknown key") && error.contains("known here: "))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no section: " + path));
        List<String> keys =
                List.of(told.substring(told.indexOf("known here: ") + 12).split(", ", -1));
        Map<String, Object> properties = new LinkedHashMap<>();
        for (String key : keys) {
            String at = path.isEmpty() ? key : path + "." + key;
            properties.put(key, key(at, known instanceof Map<?, ?> map ? map.get(key) : null));
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("additionalProperties", false);
        List<String> required = errors(path, Map.of()).stream()
                .map(MISSING::matcher)
                .filter(Matcher::matches)
                .map(missing -> missing.group(1))
                .filter(keys::contains)
                .toList();
        if (keys.contains("names")) {
            required = required.stream().filter(key -> !key.equals("name")).toList();
            schema.put("oneOf", List.of(Map.of("required", List.of("name")), Map.of("required", List.of("names"))));
        }
        if (keys.contains("passwordEnv")) {
            schema.put("not", Map.of("required", List.of("passwordFile", "passwordEnv")));
        }
        required.forEach(key -> ((Map<?, ?>) properties.get(key)).remove("default"));
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        schema.put("properties", properties);
        return schema;
    }

    private Map<String, Object> key(String path, Object known) throws IOException {
        Map<String, Object> schema = new LinkedHashMap<>();
        String comment = comment(path);
        if (!comment.isEmpty()) {
            schema.put("description", comment);
        }
        schema.putAll(type(path, known));
        boolean leaf = !"object".equals(schema.get("type"))
                && !(schema.get("items") instanceof Map<?, ?> items
                        && items.get("type").equals("object"));
        if (leaf) {
            leaves.add(path);
            if (known != null && !path.equals("ports[].name")) {
                schema.put("default", relative(known));
            }
        }
        return schema;
    }

    private Map<String, Object> type(String path, Object known) throws IOException {
        String shown = shown(path);
        String told = String.join(
                "\n",
                errors(path, Map.of()).stream()
                        .filter(error -> error.startsWith(shown + ": ") && error.contains(" was expected"))
                        .toList());
        Map<String, Object> schema = new LinkedHashMap<>();
        if (told.contains("a list was")) {
            schema.put("type", "array");
            List<Integer> many = Stream.generate(() -> 1).limit(6000).toList();
            range(ENTRIES, String.join("\n", errors(path, many)), "minItems", "maxItems", schema);
            Object first = known instanceof List<?> list && !list.isEmpty() ? list.get(0) : null;
            Map<String, Object> items = type(path + "[]", first);
            if (!items.get("type").equals("object")) {
                schema.put("uniqueItems", true);
            }
            schema.put("items", items);
        } else if (told.contains("a whole number was")) {
            schema.put("type", "integer");
            range(RANGE, told, "minimum", "maximum", schema);
        } else if (told.contains("true or false was")) {
            schema.put("type", "boolean");
        } else if (told.contains("text was")) {
            schema.put("type", "string");
            text(path, schema);
        } else {
            return section(path, known);
        }
        return schema;
    }

    private void text(String path, Map<String, Object> schema) throws IOException {
        String told = String.join("\n", errors(path, "?!"));
        Matcher words = Pattern.compile("'\\?!' is not known, (?:give one of (.*)|use '(\\w+)')")
                .matcher(told);
        if (words.find()) {
            schema.put(
                    "enum",
                    words.group(1) == null
                            ? List.of(words.group(2))
                            : List.of(words.group(1).split(", ", -1)));
        } else if (told.contains("is no duration")) {
            schema.put("pattern", "^(?:" + Durations.FORM + ")$");
            Matcher range = RANGE.matcher(String.join("\n", errors(path, "999999999d")));
            if (range.find()) {
                schema.put("$comment", "from " + range.group(1) + " to " + range.group(2));
            }
        } else if (told.contains("is no size")) {
            // A bare 0 is one, too.
            schema.put("type", List.of("string", "integer"));
            schema.put("pattern", "^(?:" + Sizes.FORM + ")$");
            schema.put("minimum", 0);
            schema.put("maximum", 0);
        } else if (FORMS.containsKey(path)) {
            schema.put("pattern", "^(?:" + FORMS.get(path) + ")$");
        } else {
            schema.put("minLength", 1);
        }
    }

    private static void range(Pattern form, String told, String least, String most, Map<String, Object> schema) {
        Matcher range = form.matcher(told);
        if (!range.find()) {
            throw new IllegalStateException("no range in " + told);
        }
        schema.put(least, Integer.parseInt(range.group(1)));
        schema.put(most, Integer.parseInt(range.group(2)));
    }

    private static String shown(String path) {
        return path.replace("[]", "[0]");
    }

    private static Map<String, Object> base() {
        Map<String, Object> base = new LinkedHashMap<>();
        base.put("callManagers", List.of(Map.of("address", "cm1")));
        base.put("ports", List.of(Map.of("name", "VI1", "securityMode", "non-secure")));
        return base;
    }

    /** What is told if {@code value} stands at {@code path}. */
    private List<String> errors(String path, Object value) throws IOException {
        Map<String, Object> base = base();
        if (path.equals("ports[].names")) { // or it would be told that it excludes the name
            base.put("ports", List.of(Map.of("securityMode", "non-secure")));
        }
        Object root = path.isEmpty()
                ? value
                : put(base, List.of(path.replace("[]", ".[]").split("\\.", -1)), value);
        return read(root) instanceof ConfigResult.Invalid invalid
                ? invalid.errors().stream()
                        .map(error -> error.what() + ", " + error.todo())
                        .toList()
                : List.of();
    }

    private static Object put(Object in, List<String> steps, Object value) {
        if (steps.isEmpty()) {
            return value;
        }
        List<String> rest = steps.subList(1, steps.size());
        if (steps.get(0).equals("[]")) {
            Object first = in instanceof List<?> list && !list.isEmpty() ? list.get(0) : null;
            return List.of(put(first, rest, value));
        }
        Map<Object, Object> map = new LinkedHashMap<>(in instanceof Map<?, ?> known ? known : Map.of());
        map.put(steps.get(0), put(map.get(steps.get(0)), rest, value));
        return map;
    }

    private ConfigResult read(Object root) throws IOException {
        return ConfigReader.read(Files.writeString(directory.resolve("probe.yaml"), Tree.json(root)));
    }

    /** The comments of the example, by key. */
    private static final class Comments {
        private static final Pattern KEY = Pattern.compile("( {0,8})(- )?([A-Za-z0-9]+):( .*)?");

        static Map<String, String> of(List<String> lines) {
            Map<String, String> found = new LinkedHashMap<>();
            String[] parents = new String[8];
            StringBuilder above = new StringBuilder();
            String last = "";
            for (String line : lines) {
                Matcher key = KEY.matcher(line.startsWith("# ") ? " " + line.substring(1) : line);
                if (key.matches() && (!line.startsWith("# ") || isKey(line))) {
                    int indent = key.group(1).length() + (key.group(2) == null ? 0 : 2);
                    // '#' took the place of the key's first column where a commented key stands in a section
                    String name = key.group(3);
                    int level = indent / 2;
                    level = parents[0] != null
                                    && (parents[0].equals("ports") || parents[0].equals("callManagers"))
                                    && level > 1
                            ? level - 1
                            : level;
                    parents[level] = name;
                    if (level == 0 && (name.equals("ports") || name.equals("callManagers"))) {
                        parents[0] = name;
                    }
                    last = path(parents, level);
                    String rest = key.group(4) == null ? "" : key.group(4);
                    int hash = rest.indexOf(" # ");
                    String comment = hash >= 0 ? rest.substring(hash + 3).strip() : above.toString();
                    if (!comment.isEmpty()) {
                        found.putIfAbsent(last, comment);
                    }
                    above.setLength(0);
                } else if (line.matches(" {20,}# ?.*") && found.containsKey(last)) {
                    String more = line.strip().substring(1).strip();
                    found.merge(last, more, (a, b) -> a.endsWith(b) ? a : a + " " + b);
                } else if (line.startsWith("# ")) {
                    above.append(above.isEmpty() ? "" : " ")
                            .append(line.substring(2).strip());
                } else {
                    above.setLength(0);
                }
            }
            return found;
        }

        private static boolean isKey(String line) {
            return line.matches("# ( {0,6})[A-Za-z]+: ?(\\S+|\\{.*|\"\\S+\"| *#.*)?( +# .*)?( *)");
        }

        private static String path(String[] parents, int level) {
            StringBuilder path = new StringBuilder(parents[0]);
            if (level > 0 && (parents[0].equals("ports") || parents[0].equals("callManagers"))) {
                path.append("[]");
            }
            for (int i = 1; i <= level; i++) {
                path.append('.').append(parents[i]);
            }
            return path.toString();
        }
    }
}
