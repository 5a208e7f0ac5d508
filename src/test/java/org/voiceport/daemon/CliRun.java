package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** One command of the command line, run in this JVM, and what came of it. */
record CliRun(int exit, String out, String err) {
    private static final int FEW_LINES = 4;

    static CliRun of(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] words = List.of(arguments).stream().map(Object::toString).toArray(String[]::new);
        int exit = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
        return new CliRun(exit, out.toString(), err.toString());
    }

    CliRun exits(int code) {
        assertEquals(code, exit, this::toString);
        return this;
    }

    /** A failure that a person can read: few lines, no stack trace. */
    CliRun failsShortly(int code) {
        exits(code);
        List<String> lines = err.lines().toList();
        assertTrue(!lines.isEmpty() && lines.size() <= FEW_LINES, this::toString);
        assertTrue(!err.contains("Exception") && !err.contains("\tat "), this::toString);
        return this;
    }

    /** Standard error has a line that contains all of these. */
    CliRun tells(String... parts) {
        assertTrue(
                err.lines().anyMatch(line -> List.of(parts).stream().allMatch(line::contains)),
                () -> "no line with " + List.of(parts) + " in " + this);
        return this;
    }

    CliRun prints(String part) {
        assertTrue(out.contains(part), () -> "no " + part + " in " + this);
        return this;
    }
}
