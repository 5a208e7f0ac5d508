package org.voiceport.trust;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a decision on a CTL is made against.
 *
 * @param inForce true if the file that is there is in force
 * @param before what is remembered of the one in force, or that was last; empty if none ever was
 */
record CtlStanding(boolean inForce, Optional<Acceptance> before) {

    /** How things stand with what is on disk. What is in force but was never remembered is remembered here. */
    static CtlStanding of(CtlPlace.Snapshot snapshot, Verdict verdict, Instant now) {
        if (!(verdict instanceof Verdict.InForce inForce)) {
            return new CtlStanding(false, snapshot.accepted());
        }
        SignedCtl signed = new SignedCtl(inForce.ctl(), inForce.signer());
        List<String> rolledBack =
                snapshot.accepted().map(Acceptance::rolledBack).orElse(List.of());
        Acceptance memory = snapshot.of(inForce.ctl().sha256())
                .map(known -> known.withSignerBits(signed.signerBits()))
                .orElseGet(() -> Acceptance.of(signed, inForce.because(), now, rolledBack));
        return new CtlStanding(true, Optional.of(memory));
    }

    boolean isInForce(String sha256) {
        return inForce && memoryOf(sha256).isPresent();
    }

    /** What is remembered of this very file, in force or damaged since. */
    Optional<Acceptance> memoryOf(String sha256) {
        return before.filter(memory -> memory.sha256().equals(sha256));
    }

    /** SHA-256 of the CTLs that rollbacks left behind, the last first. */
    List<String> rolledBack() {
        return before.map(Acceptance::rolledBack).orElse(List.of());
    }
}
