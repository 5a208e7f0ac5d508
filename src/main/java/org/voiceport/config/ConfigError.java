package org.voiceport.config;

import java.nio.file.Path;

/**
 * One thing that is wrong in a configuration file, and what to do about it. No secret value stands in it.
 *
 * @param file the file as it was named
 * @param line 1 and up
 * @param column 1 and up, in characters
 * @param what what is wrong, one line
 * @param todo what to do, one line
 */
public record ConfigError(Path file, int line, int column, String what, String todo) {
    /** {@code file:line:column: what, what to do}, the form that editors and terminals can jump to. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + what + ", " + todo;
    }
}
