package org.voiceport.trust;

import java.time.Instant;
import org.voiceport.event.Fault;

/** The answer to: may this server present this certificate? */
public sealed interface Match {
    /**
     * It may.
     *
     * @param matchedBy such as {@code CTL record CCM+TFTP 10.0.0.11} or {@code pin}
     * @param fingerprint SHA-256 of the certificate
     * @param until the end of the certificate's validity
     * @param expired true if the certificate has ended; its identity is the byte-equal match all the same
     */
    record Matched(String matchedBy, String fingerprint, Instant until, boolean expired) implements Match {}

    /** It may not. The fault names what was seen, what was expected, and where else the CTL has what was seen. */
    record Mismatched(Fault.Untrusted fault) implements Match {}
}
