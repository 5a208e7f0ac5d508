package org.voiceport.trust;

import java.nio.file.Path;
import java.util.Optional;
import org.voiceport.event.Fault;
import org.voiceport.event.TrustEvent;

/** What became of a CTL that was offered to a {@link CtlStore}. */
public sealed interface CtlDecision {
    /** The one audit event of this decision, or empty if there is nothing to tell. */
    Optional<TrustEvent> event();

    /**
     * It is the very file in force.
     *
     * @param sha256 of the file
     */
    record Unchanged(String sha256) implements CtlDecision {
        @Override
        public Optional<TrustEvent> event() {
            return Optional.empty();
        }
    }

    /**
     * It is in force now, and stands in the place of the one before.
     *
     * @param source where it came from, such as {@code tftp://10.0.0.11:69/CTLFile.tlv}
     */
    record Accepted(Verdict.InForce verdict, String source) implements CtlDecision {
        @Override
        public Optional<TrustEvent> event() {
            return Optional.of(verdict.event());
        }
    }

    /**
     * It isn't used; whatever was in force before still is.
     *
     * @param fault why, and what an administrator can do
     * @param quarantined where the file was kept; empty if it is too large or could not be written
     * @param news false if this very file was refused before for the same reason, so that it isn't told again
     */
    record Refused(Fault fault, String source, String sha256, Optional<Path> quarantined, boolean news)
            implements CtlDecision {
        @Override
        public Optional<TrustEvent> event() {
            return news
                    ? Optional.of(new TrustEvent.CtlQuarantined(
                            source,
                            sha256,
                            fault.what(),
                            fault.todo(),
                            quarantined.map(Path::toString).orElse("")))
                    : Optional.empty();
        }
    }
}
