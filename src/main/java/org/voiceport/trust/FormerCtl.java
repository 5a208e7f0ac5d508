package org.voiceport.trust;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A CTL that is or was in force.
 *
 * @param file the copy in {@code history/}
 * @param time when it came in force
 * @param sha256 of the file
 * @param because the rule that put it in force
 * @param timestamp its own
 * @param inForce true for the one that is in force now
 * @param rolledBack true if a rollback left it behind
 */
public record FormerCtl(
        Path file,
        Instant time,
        String sha256,
        String because,
        Instant timestamp,
        boolean inForce,
        boolean rolledBack) {}
