package org.voiceport.trust;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** When a certificate is valid, to the second. */
public record Validity(Instant notBefore, Instant notAfter) {
    /** A certificate's start lies a day back: a call manager refuses the ports until its own clock has passed it. */
    static final Duration BACKDATED = Duration.ofDays(1);

    public Validity {
        notBefore = notBefore.truncatedTo(ChronoUnit.SECONDS);
        notAfter = notAfter.truncatedTo(ChronoUnit.SECONDS);
        if (!notAfter.isAfter(notBefore)) {
            throw new IllegalArgumentException("a certificate can't end at " + notAfter + ", before " + notBefore);
        }
    }

    /** From a day back, for {@code length} from now. */
    public static Validity lasting(Duration length) {
        Instant now = Instant.now();
        return new Validity(now.minus(BACKDATED), now.plus(length));
    }

    /** From a day back until {@code end}. */
    public static Validity until(Instant end) {
        return new Validity(Instant.now().minus(BACKDATED), end);
    }

    /** The same, but ending no later than {@code end}. */
    public Validity endingBy(Instant end) {
        return notAfter.isAfter(end) ? new Validity(notBefore, end) : this;
    }
}
