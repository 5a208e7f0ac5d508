package org.voiceport.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value at its place in a file. Each reading method gives the value in the asked form, or adds a problem and gives
 * nothing, so that reading goes on and finds the other problems.
 *
 * @param path keys and indices that lead to it, such as {@code callManagers[0].port}
 */
record Value(Node node, String path, Problems problems) {
    private static final int LONGEST = 1024;
    private static final int MOST_WORDS = 16;

    Place place() {
        return Place.of(node.getStartMark());
    }

    void problem(String what, String todo) {
        problems.add(place(), (path.isEmpty() ? "the file" : path) + ": " + what, todo);
    }

    /** The keys of a map. The caller closes it after having asked for every key that there can be. */
    Section section() {
        if (node instanceof MappingNode map) {
            return Section.of(map, path, problems);
        }
        expected("a map of keys", "write 'key: value' lines, indented below it");
        return Section.absent(path, problems);
    }

    /** The entries of a list. */
    Optional<List<Value>> list(int least, int most) {
        if (!(node instanceof SequenceNode sequence)) {
            expected("a list", "begin each entry with '- ', or write [a, b]");
            return Optional.empty();
        }
        int size = sequence.getValue().size();
        if (size < least || size > most) {
            problem("the list has " + size + " entries", "give " + least + " to " + most);
            return Optional.empty();
        }
        List<Value> values = new ArrayList<>(size);
        for (Node entry : sequence.getValue()) {
            values.add(new Value(entry, path + "[" + values.size() + "]", problems));
        }
        return Optional.of(values);
    }

    /** A list of texts of one form, none twice; entries that are wrong are left out. */
    <T> List<T> each(int least, int most, Form<T> form) {
        return distinct(list(least, most).orElse(List.of()), value -> value.as(form));
    }

    /** A list of words, none twice; entries that are wrong are left out. */
    <T> List<T> eachWord(T[] all, Function<T, String> word) {
        return distinct(list(1, MOST_WORDS).orElse(List.of()), value -> value.word(all, word));
    }

    private static <T> List<T> distinct(List<Value> values, Function<Value, Optional<T>> read) {
        Map<T, Value> seen = new LinkedHashMap<>();
        for (Value value : values) {
            read.apply(value).ifPresent(t -> {
                Value first = seen.putIfAbsent(t, value);
                if (first != null) {
                    value.problem("is the same as " + first.path(), "keep one of the two");
                }
            });
        }
        return List.copyOf(seen.keySet());
    }

    /** Text, not blank, without control characters. */
    Optional<String> text() {
        return as(text -> text);
    }

    /** Text of a form. A number that has the form must be quoted; another is told what is wrong with it as text. */
    <T> Optional<T> as(Form<T> form) {
        if (!(node instanceof ScalarNode scalar) || node.getTag().equals(Tag.NULL)) {
            expected("text", "give a single value");
            return Optional.empty();
        }
        try {
            T read = form.of(bounded(scalar.getValue()));
            if (isText(scalar)) {
                return Optional.of(read);
            }
            expected("text", "put it in quotes");
        } catch (Unfit unfit) {
            problem(unfit.what(), unfit.todo());
        }
        return Optional.empty();
    }

    private static String bounded(String text) throws Unfit {
        if (text.isBlank()) {
            throw new Unfit("is blank", "give a value, or remove the key");
        }
        if (text.length() > LONGEST) {
            throw new Unfit("is longer than " + LONGEST + " characters", "make it shorter");
        }
        if (!text.codePoints().allMatch(Quote::isHarmless)) {
            throw new Unfit("holds a control character", "remove it");
        }
        return text;
    }

    /** False for what YAML reads as a number or truth value, and for digits that other readers would take as a number. */
    private static boolean isText(ScalarNode scalar) {
        return !scalar.isPlain()
                || (scalar.getTag().equals(Tag.STR) && !scalar.getValue().matches("[0-9]+"));
    }

    /** A path, resolved against the directory of the file. */
    Optional<Path> file() {
        return as(this::resolve);
    }

    /** What {@code read} gives, without telling its problems. */
    <T> Optional<T> quietly(Function<Value, Optional<T>> read) {
        return read.apply(new Value(node, path, new Problems(problems.file())));
    }

    Path resolve(String text) throws Unfit {
        try {
            return problems.file().resolveSibling(text);
        } catch (InvalidPathException e) {
            throw new Unfit(Quote.of(text) + " is no path", "give the path of a file");
        }
    }

    Optional<Integer> number(int least, int most) {
        String todo = "give " + least + " to " + most;
        if (!(node instanceof ScalarNode scalar) || !node.getTag().equals(Tag.INT)) {
            expected("a whole number", todo);
            return Optional.empty();
        }
        String digits = scalar.getValue();
        long number = digits.length() > 15 ? Long.MAX_VALUE : Long.parseLong(digits);
        if (number < least || number > most) {
            problem(Quote.plain(digits) + " is out of range", todo);
            return Optional.empty();
        }
        return Optional.of((int) number);
    }

    Optional<Boolean> flag() {
        if (node instanceof ScalarNode scalar && node.getTag().equals(Tag.BOOL)) {
            return Optional.of(Boolean.valueOf(scalar.getValue()));
        }
        expected("true or false", "write true or false, without quotes");
        return Optional.empty();
    }

    Optional<Duration> duration(Duration least, Duration most) {
        return as(Durations::parse).filter(duration -> {
            boolean inRange = duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0;
            if (!inRange) {
                problem( // as it was written: 0ms, not 0s
                        ((ScalarNode) node).getValue() + " is out of range",
                        "give " + Durations.words(least) + " to " + Durations.words(most));
            }
            return inRange;
        });
    }

    /** A number of bytes. A bare 0 needs no quotes, as it needs no unit. */
    Optional<Long> size(long least, long most) {
        Value value = node instanceof ScalarNode scalar
                        && node.getTag().equals(Tag.INT)
                        && scalar.getValue().equals("0")
                ? quoted(scalar)
                : this;
        return value.as(Sizes::parse).filter(bytes -> {
            boolean inRange = bytes >= least && bytes <= most;
            if (!inRange) {
                problem(
                        ((ScalarNode) node).getValue() + " is out of range",
                        "give " + Sizes.words(least) + " to " + Sizes.words(most));
            }
            return inRange;
        });
    }

    private Value quoted(ScalarNode scalar) {
        return new Value(new ScalarNode(Tag.STR, scalar.getValue(), ScalarStyle.DOUBLE_QUOTED), path, problems);
    }

    /** One of some words. Other digits are another thing, no slip: who writes g729 doesn't mean g722. */
    <T> Optional<T> word(T[] all, Function<T, String> word) {
        List<String> words = Arrays.stream(all).map(word).toList();
        return as(text -> {
            int index = words.indexOf(text);
            if (index < 0) {
                throw new Unfit(
                        Quote.of(text) + " is not known",
                        Spelling.nearest(text, words)
                                .filter(near -> digits(near).equals(digits(text)))
                                .map(near -> "did you mean '" + near + "'?")
                                .orElse("give one of " + String.join(", ", words)));
            }
            return all[index];
        });
    }

    private static String digits(String text) {
        return text.replaceAll("[^0-9]", "");
    }

    private void expected(String what, String todo) {
        if (node.getTag().equals(Tag.NULL)) {
            problem("is empty, " + what + " was expected", "give a value, or remove the key");
        } else {
            problem(what + " was expected, not " + kind(), todo);
        }
    }

    private String kind() {
        if (!(node instanceof ScalarNode scalar)) {
            return node instanceof MappingNode ? "a map" : "a list";
        }
        if (isText(scalar)) {
            return "text";
        }
        if (node.getTag().equals(Tag.BOOL)) {
            return scalar.getValue();
        }
        return node.getTag().equals(Tag.FLOAT) ? "a fraction" : "a number";
    }
}
