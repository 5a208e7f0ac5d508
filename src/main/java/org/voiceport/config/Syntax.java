package org.voiceport.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * Says in plain words what is wrong with the form of a YAML file. The parser speaks of tokens, flows and blocks, which are
 * its own affairs, and for what is never closed it points to the end of the file instead of to the beginning.
 */
final class Syntax {
    /**
     * What the parser says, and what a person needs to hear.
     *
     * @param where true: the place is where the thing begins, not where the parser gave up
     */
    private record Words(Pattern parser, boolean where, String what, String todo) {}

    private static final List<Words> ALL = List.of(
            at("\\(TAB\\)", "a tab character stands here", "indent with spaces, YAML forbids tabs"),
            from("quoted scalar.*\nfound unexpected", "the quote that begins here is never closed", "close it"),
            at(
                    "found unknown escape character|escape sequence",
                    "a backslash in double quotes has a meaning of its own here",
                    "write \\\\ for a backslash, or use single quotes"),
            from("flow sequence.*\nexpected ','", "the list that begins here isn't closed", closing("]")),
            from("flow mapping.*\nexpected ','", "the map that begins here isn't closed", closing("}")),
            at(
                    "mapping values are not allowed",
                    "a colon stands where none can be",
                    "look at the indentation, and put text that holds ': ' in quotes"),
            at(
                    "could not find expected ':'",
                    "the colon behind a key is missing, here or in the line before",
                    "write 'key: value', with a space behind the colon"),
            at(
                    "sequence entries are not allowed",
                    "an entry of a list stands where none can be",
                    "begin the list in a line of its own below its key"),
            at("mapping keys are not allowed", "a key stands where none can be", "look at the indentation"),
            at(
                    "expected <block end>, but found '[\\]},]'",
                    "a bracket or comma stands where none can be",
                    "remove it, or put the text in quotes"),
            at(
                    "expected <block end>, but found '<scalar>'",
                    "text stands behind a value that is complete",
                    "put all of it in one pair of quotes"),
            at(
                    "expected <block end>",
                    "this line fits to no line above it",
                    "give lines that belong together the same indentation"),
            at("cannot start any token", "a value can't begin with this character", "put the value in quotes"),
            at("block scalar", "the text behind | or > doesn't begin as it must", "write it in quotes in one line"),
            at("anchor|alias|tag", YamlFile.ADORNED, YamlFile.ADORNED_TODO),
            at(
                    "directive|<document",
                    "a line that begins with %, --- or ... stands here",
                    "keep one document, without such lines"),
            at("expected the node content", "a value is missing here, or it begins with a stray sign", "give a value"),
            at("DEL character", "the character U+007F is not allowed in YAML", "remove it"));

    private static final Words OTHER =
            at("", "the form of the file is broken here", "look at indentation, quotes and colons");

    private Syntax() {}

    private static Words at(String parser, String what, String todo) {
        return new Words(Pattern.compile(parser), false, what, todo);
    }

    private static Words from(String parser, String what, String todo) {
        return new Words(Pattern.compile(parser), true, what, todo);
    }

    private static String closing(String bracket) {
        return "put '" + bracket + "' at its end, and commas between its entries";
    }

    static void tell(MarkedYamlEngineException trouble, Problems problems) {
        String said = Optional.ofNullable(trouble.getContext()).orElse("") + "\n"
                + Optional.ofNullable(trouble.getProblem()).orElse("");
        Words words = ALL.stream()
                .filter(known -> known.parser.matcher(said).find())
                .findFirst()
                .orElse(OTHER);
        Place place = Place.of(
                words.where
                        ? trouble.getContextMark().or(trouble::getProblemMark)
                        : trouble.getProblemMark().or(trouble::getContextMark));
        problems.add(place, words.what, words.todo);
    }
}
