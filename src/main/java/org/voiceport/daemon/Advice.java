package org.voiceport.daemon;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.Fault;

/**
 * Completes the commands that trust material advises: it doesn't know which configuration it belongs to, and without
 * {@code -c FILE} they would work on another one.
 */
final class Advice {
    private static final Pattern COMMAND = Pattern.compile("\\bcerts (init|issue|request|import)\\b(?! -c)");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+=,-]+");

    private Advice() {}

    /** The same fault, with commands that can be typed as they stand. */
    static Fault typed(Fault fault, DaemonConfig config) {
        return fault instanceof Fault.Misconfigured
                ? new Fault.Misconfigured(fault.what(), typed(fault.todo(), config.file()))
                : fault;
    }

    private static String typed(String todo, Path file) {
        if (file.equals(ConfigOption.DEFAULT)) {
            return todo;
        }
        return COMMAND.matcher(todo)
                .replaceAll(command -> Matcher.quoteReplacement(command.group() + " -c " + word(file)));
    }

    /** A path as it is typed into a shell. */
    private static String word(Path path) {
        String text = path.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
