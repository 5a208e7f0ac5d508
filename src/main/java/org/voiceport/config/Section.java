package org.voiceport.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The keys of one map. Every key that is asked for counts as known; closing tells about all others, so the reading code
 * itself is the list of known keys.
 */
final class Section implements AutoCloseable {
    private record Entry(Place place, Value value) {}

    private final String path;
    private final Problems problems;
    private final Place place;
    private final boolean present;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();

    private Section(String path, Problems problems, Place place, boolean present) {
        this.path = path;
        this.problems = problems;
        this.place = place;
        this.present = present;
    }

    static Section of(MappingNode map, String path, Problems problems) {
        Section section = new Section(path, problems, Place.of(map.getStartMark()), true);
        map.getValue().forEach(section::add);
        return section;
    }

    /** A section that isn't there: every key is absent, and nothing is missed in it. */
    static Section absent(String path, Problems problems) {
        return new Section(path, problems, Place.START, false);
    }

    private void add(NodeTuple tuple) {
        Place at = Place.of(tuple.getKeyNode().getStartMark());
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            problems.add(at, inPath("a key must be text, not a list or map"), "write 'key: value'");
            return;
        }
        String name = key.getValue();
        Value value = new Value(tuple.getValueNode(), path(name), problems);
        Entry first = entries.putIfAbsent(name, new Entry(at, value));
        if (first != null) {
            problems.add(
                    at,
                    inPath("duplicate key " + Quote.of(name) + ", first in line " + first.place.line()),
                    "keep one of the two");
        }
    }

    private String path(String key) {
        return path.isEmpty() ? Quote.plain(key) : path + "." + Quote.plain(key);
    }

    private String inPath(String what) {
        return path.isEmpty() ? what : path + ": " + what;
    }

    Place place() {
        return place;
    }

    /** False for a section that isn't there. */
    boolean isPresent() {
        return present;
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    void problem(String what, String todo) {
        problems.add(place, inPath(what), todo);
    }

    /** The value of a key that may be left out. */
    Optional<Value> find(String key) {
        known.add(key);
        Entry entry = entries.get(key);
        return entry == null ? Optional.empty() : Optional.of(entry.value);
    }

    /** The value of a key that must be there. */
    Optional<Value> need(String key, String todo) {
        Optional<Value> value = find(key);
        if (value.isEmpty() && present) {
            problem("'" + key + "' is missing", todo);
        }
        return value;
    }

    Section section(String key) {
        return find(key).map(Value::section).orElseGet(() -> absent(path(key), problems));
    }

    int number(String key, int least, int most, int otherwise) {
        return find(key).flatMap(v -> v.number(least, most)).orElse(otherwise);
    }

    boolean flag(String key, boolean otherwise) {
        return find(key).flatMap(Value::flag).orElse(otherwise);
    }

    Duration duration(String key, Duration least, Duration most, Duration otherwise) {
        return find(key).flatMap(v -> v.duration(least, most)).orElse(otherwise);
    }

    /** Bytes, at most a pebibyte. */
    long size(String key, long otherwise) {
        return findSize(key).orElse(otherwise);
    }

    /** As {@link #size}, for a key without a default. */
    Optional<Long> findSize(String key) {
        return find(key).flatMap(v -> v.size(0, Sizes.PIB));
    }

    <T> T word(String key, T[] all, Function<T, String> word, T otherwise) {
        return find(key).flatMap(v -> v.word(all, word)).orElse(otherwise);
    }

    /** A path relative to the file, as a default. */
    Path sibling(String relative) {
        return problems.file().resolveSibling(relative);
    }

    Optional<Path> file(String key) {
        return find(key).flatMap(Value::file);
    }

    /** Tells about every key that was not asked for. */
    @Override
    public void close() {
        entries.forEach((key, entry) -> {
            if (!known.contains(key) && !problems.full()) {
                problems.add(
                        entry.place,
                        inPath("unknown key " + Quote.of(key)),
                        Spelling.nearest(key, known)
                                .map(near -> "did you mean '" + near + "'?")
                                .orElse("known here: " + String.join(", ", known)));
            }
        });
    }
}
