package org.voiceport.daemon;

import java.util.List;

/** A command can't go on: what to print, a line each, and the exit code. */
final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final List<String> lines;
    private final int exitCode;

    CommandFailure(int exitCode, List<String> lines) {
        super(String.join("; ", lines));
        this.lines = List.copyOf(lines);
        this.exitCode = exitCode;
    }

    CommandFailure(int exitCode, String line) {
        this(exitCode, List.of(line));
    }

    List<String> lines() {
        return lines;
    }

    int exitCode() {
        return exitCode;
    }
}
