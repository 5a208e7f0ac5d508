package org.voiceport.observe;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which process log lines come from.
 *
 * @param version of voiceportd, {@code development} if it doesn't run from a jar
 * @param host the system's own name for itself; empty if it doesn't tell
 */
record Origin(String version, long pid, Optional<String> host) {
    /** This process. Asks no name server, for that may take long. */
    static Origin here() {
        @Nullable String version = Origin.class.getPackage().getImplementationVersion();
        return new Origin(
                version == null ? "development" : version,
                ProcessHandle.current().pid(),
                ownName());
    }

    private static Optional<String> ownName() {
        return Stream.of(environment("COMPUTERNAME"), environment("HOSTNAME"))
                .flatMap(Optional::stream)
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .findFirst();
    }

    private static Optional<String> environment(String variable) {
        return Optional.ofNullable(System.getenv(variable));
    }
}
