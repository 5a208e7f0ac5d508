package org.voiceport.trust;

import java.util.Set;

/**
 * The administrator's rules on which CTL may be in force.
 *
 * @param signers fingerprints of accepted SAST certificates, as {@link Fingerprint#parse} returns them
 * @param firstUse true: the first CTL found is trusted
 * @param allowSha1 true: a CTL signed with SHA-1 is accepted, but never after a stronger one
 */
public record TrustRule(Set<String> signers, boolean firstUse, boolean allowSha1) {
    /** Nothing is trusted that wasn't accepted by hand. */
    public static final TrustRule STRICT = new TrustRule(Set.of(), false, false);

    public TrustRule {
        signers = Set.copyOf(signers);
        for (String signer : signers) {
            if (!Fingerprint.parse(signer).map(signer::equals).orElse(false)) {
                throw new IllegalArgumentException("'" + signer + "' isn't a SHA-256 fingerprint in lower-case hex");
            }
        }
    }

    CtlVerifier verifier() {
        return allowSha1 ? CtlVerifier.allowingSha1() : CtlVerifier.strict();
    }
}
