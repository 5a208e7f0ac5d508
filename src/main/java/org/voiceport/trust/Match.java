package org.voiceport.trust;

import org.voiceport.event.Fault;

/** The answer to: may this server present this certificate? */
public sealed interface Match {
    /**
     * It may.
     *
     * @param matchedBy such as {@code CTL record CCM+TFTP 10.0.0.11} or {@code pin}
     * @param fingerprint SHA-256 of the certificate
     * @param expired true if the certificate has ended; its identity is the byte-equal match all the same
     */
    record Matched(String matchedBy, String fingerprint, boolean expired) implements Match {}

    /** It may not. The fault names the fingerprint that was seen and those that were expected. */
    record Mismatched(Fault.Untrusted fault) implements Match {}
}
