package org.voiceport.trust;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Set;

/**
 * Verifies the signature of a CTL. This proves integrity only: a file that an attacker made and signed with a key of his
 * own verifies as well. Authenticity is {@link #signedBy} or {@link #signedBySastOf}, decided by the whole certificate:
 * subject, issuer and serial number can be cloned.
 */
public final class CtlVerifier {
    static final int MIN_KEY_BITS = 1024;
    static final int MAX_KEY_BITS = 4096;
    /**
     * Most records that are tried as the signer. One would do; each costs up to 50 ms with a key that was made to be slow
     * (a public exponent as long as the modulus), and a file has room for a thousand.
     */
    static final int MOST_CANDIDATES = 8;

    private final boolean allowSha1;

    private CtlVerifier(boolean allowSha1) {
        this.allowSha1 = allowSha1;
    }

    /** Takes SHA-256 and SHA-512. */
    public static CtlVerifier strict() {
        return new CtlVerifier(false);
    }

    /** Takes SHA-1 as well, as CallManager 4.x signs with it. */
    public static CtlVerifier allowingSha1() {
        return new CtlVerifier(true);
    }

    /**
     * The SAST record whose key signed exactly these bytes (RSASSA-PKCS1-v1_5).
     *
     * @throws CtlException if there is no such record, the signature isn't its, or the digest or key is too weak
     */
    public CtlRecord verify(Ctl ctl) throws CtlException {
        if (ctl.digest() == CtlDigest.SHA1 && !allowSha1) {
            throw problem(
                    CtlException.Kind.TOO_WEAK, ctl, "signed with SHA-1, which trust.allowSha1 would have to allow");
        }
        List<CtlRecord> candidates = ctl.records().stream()
                .filter(r -> r.role().equals(CtlRole.SAST))
                .filter(r -> r.certificate().isPresent() && r.defect().isEmpty())
                .filter(r -> sameNumber(r.serial(), ctl.signer().serial()))
                .toList();
        if (candidates.isEmpty()) {
            throw problem(
                    CtlException.Kind.NO_SIGNER,
                    ctl,
                    "no sound SAST record with a certificate has the signer's serial number "
                            + ctl.signer().serial());
        }
        if (candidates.size() > MOST_CANDIDATES) {
            throw problem(
                    CtlException.Kind.NO_SIGNER,
                    ctl,
                    "more than " + MOST_CANDIDATES + " SAST records claim the signer's serial number "
                            + ctl.signer().serial());
        }
        for (CtlRecord candidate : candidates) {
            if (verifies(ctl, candidate)) {
                return candidate;
            }
        }
        throw problem(
                CtlException.Kind.BAD_SIGNATURE,
                ctl,
                "the signature isn't the signer's over this file: it was changed or cut after signing");
    }

    /**
     * As {@link #verify}, and the signer's certificate has one of these fingerprints (as {@link Fingerprint#parse}
     * returns them).
     */
    public CtlRecord signedBy(Ctl ctl, Set<String> fingerprints) throws CtlException {
        CtlRecord signer = verify(ctl);
        String seen = signer.fingerprint().orElseThrow();
        if (!fingerprints.contains(seen)) {
            throw problem(
                    CtlException.Kind.NOT_AUTHENTIC,
                    ctl,
                    "signed by the certificate sha256 " + seen + ", which isn't one of the trusted signers");
        }
        return signer;
    }

    /** As {@link #verify}, and the signer's certificate is, byte for byte, that of a SAST record of {@code old}. */
    public CtlRecord signedBySastOf(Ctl ctl, Ctl old) throws CtlException {
        return signedBy(ctl, Set.copyOf(old.sastFingerprints()));
    }

    private static boolean verifies(Ctl ctl, CtlRecord candidate) throws CtlException {
        X509Certificate certificate = candidate.certificate().orElseThrow();
        if (!(certificate.getPublicKey() instanceof RSAPublicKey key)) {
            throw problem(CtlException.Kind.TOO_WEAK, ctl, "the signer's key isn't RSA");
        }
        int bits = key.getModulus().bitLength();
        if (bits < MIN_KEY_BITS || bits > MAX_KEY_BITS) {
            throw problem(
                    CtlException.Kind.TOO_WEAK,
                    ctl,
                    "the signer's RSA key has " + bits + " bits, " + MIN_KEY_BITS + " to " + MAX_KEY_BITS
                            + " are accepted");
        }
        try {
            Signature verifier = Signature.getInstance(ctl.digest().signatureAlgorithm());
            verifier.initVerify(key);
            ctl.feedSigned(verifier);
            return verifier.verify(ctl.signature().shared());
        } catch (GeneralSecurityException e) {
            // A signature of the wrong length, or a key that the provider can't use: in either case not the signer's.
            return false;
        }
    }

    private static boolean sameNumber(Octets a, Octets b) {
        return a.withoutLeadingZeros().equals(b.withoutLeadingZeros());
    }

    private static CtlException problem(CtlException.Kind kind, Ctl ctl, String reason) {
        return new CtlException(kind, ctl.signatureField().offset(), "header SIGNATURE", reason);
    }
}
