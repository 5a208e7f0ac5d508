package org.voiceport.trust;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A CTL that was refused.
 *
 * @param file where it is kept; empty if it was too large to be
 * @param source where it came from
 * @param time when it was refused
 * @param sha256 of the file
 * @param reason why
 * @param todo what an administrator can do
 */
public record QuarantinedCtl(
        Optional<Path> file, String source, Instant time, String sha256, String reason, String todo) {

    QuarantinedCtl withTodo(String other) {
        return new QuarantinedCtl(file, source, time, sha256, reason, other);
    }

    String note() {
        return """
                # A CTL that voiceportd refused. Nothing uses it.
                source: %s
                time: %s
                sha256: %s
                reason: %s
                todo: %s
                """.formatted(source, time, sha256, reason, todo);
    }

    /** What a note says, or empty if {@link #note} didn't write it. */
    static Optional<QuarantinedCtl> parse(String note, Optional<Path> file) {
        try {
            Map<String, String> values = NoteLines.parse(note);
            return Optional.of(new QuarantinedCtl(
                    file,
                    NoteLines.value(values, "source"),
                    NoteLines.time(values, "time"),
                    NoteLines.value(values, "sha256"),
                    NoteLines.value(values, "reason"),
                    NoteLines.value(values, "todo")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
