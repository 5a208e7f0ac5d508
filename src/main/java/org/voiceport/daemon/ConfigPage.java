package org.voiceport.daemon;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The manual page voiceportd.yaml(5), made of the example: its keys are the terms, its comments the explanations, so that
 * neither can say what the other doesn't. The example's layout is its own: a comment begins in the line of its key and goes
 * on in the lines below; a comment over a section introduces it; a key that isn't set has a # in the first column.
 */
final class ConfigPage {
    private static final Pattern KEY = Pattern.compile("( *)(- )?([A-Za-z0-9]+):(?: +(.*))?");
    private static final Pattern UNSET = Pattern.compile("# +[A-Za-z0-9]+:( .*)?");
    private static final Pattern COMMENT = Pattern.compile("(.*?)(?:^|\\s)#(?: (.*))?");

    private final Roff page = new Roff("VOICEPORTD.YAML", 5);
    private final Deque<Level> path = new ArrayDeque<>();
    private final Set<String> told = new HashSet<>();
    private final List<String> introduction = new ArrayList<>();

    private record Level(int indent, String name) {}

    private ConfigPage() {}

    static String of(List<String> example) {
        return new ConfigPage().write(example);
    }

    private String write(List<String> example) {
        page.section("NAME").line("voiceportd.yaml - configuration of voiceportd");
        page.section("DESCRIPTION");
        int first = first(example);
        for (String line : example.subList(isForEditors(example.get(0)) ? 2 : 0, first)) {
            if (line.equals("#")) {
                page.paragraph();
            } else {
                page.line(line.replaceFirst("^# ", ""));
            }
        }
        page.section("KEYS");
        page.line("The values are those of the example; a default is named where there is one.");
        example.subList(first, example.size()).forEach(this::read);
        page.section("SEE ALSO").line("voiceportd(8)");
        return page.toString();
    }

    /** True of the line that tells an editor where the schema is; it and the empty one behind it say nothing to a reader. */
    private static boolean isForEditors(String line) {
        return line.startsWith("# yaml-language-server:");
    }

    /** Where the comment that begins the file ends: at the first blank line. */
    private static int first(List<String> example) {
        int line = example.indexOf("");
        return line < 0 ? example.size() : line;
    }

    private void read(String line) {
        if (line.isBlank()) {
            return;
        }
        boolean unset = UNSET.matcher(line).matches();
        String rest = unset ? " " + line.substring(1) : line;
        Matcher commented = COMMENT.matcher(rest);
        boolean has = commented.matches();
        String text = has && commented.group(2) != null ? commented.group(2) : "";
        Matcher key = KEY.matcher(has ? commented.group(1).stripTrailing() : rest);
        if (key.matches()) {
            key(key, text);
        } else if (line.startsWith("#")) {
            introduction.add(text);
        } else {
            page.line(text);
        }
    }

    private void key(Matcher key, String text) {
        boolean item = key.group(2) != null;
        int indent = key.group(1).length() + (item ? 2 : 0);
        while (!path.isEmpty() && path.getLast().indent() >= indent) {
            path.removeLast();
        }
        if (item) {
            Level list = path.removeLast();
            path.addLast(new Level(list.indent(), list.name().replaceFirst("(\\[])?$", "[]")));
        }
        path.addLast(new Level(indent, key.group(3)));
        String name = String.join(".", path.stream().map(Level::name).toList());
        String value = key.group(4) == null ? "" : " " + key.group(4).strip();
        if (indent == 0) {
            page.subsection(key.group(3));
            introduction.forEach(page::line);
            introduction.clear();
            if (value.isEmpty()) {
                return;
            }
        }
        if (told.add(name) || !text.isEmpty()) {
            page.term(name + ":" + value).line(text);
        }
    }
}
