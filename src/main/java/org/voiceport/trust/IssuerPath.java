package org.voiceport.trust;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who issued whom. */
final class IssuerPath {
    private static final int MOST_CERTIFICATES = 8;
    private static final int KEY_CERT_SIGN = 5;

    private IssuerPath() {}

    /** True if it is the certificate of an authority. */
    static boolean mayIssue(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        return certificate.getBasicConstraints() >= 0 && (usage == null || usage[KEY_CERT_SIGN]);
    }

    /** True if the key of {@code issuer} signed {@code certificate} and its name stands in it as the issuer. */
    static boolean issued(X509Certificate issuer, X509Certificate certificate) {
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The certificate, the one that issued it, the one that issued that, and so on, as far as they are at hand. */
    static List<X509Certificate> upFrom(X509Certificate certificate, List<X509Certificate> atHand) {
        List<X509Certificate> path = new ArrayList<>(List.of(certificate));
        Optional<X509Certificate> next = issuerOf(certificate, atHand, path);
        while (next.isPresent() && path.size() < MOST_CERTIFICATES) {
            path.add(next.get());
            next = issuerOf(next.get(), atHand, path);
        }
        return path;
    }

    private static Optional<X509Certificate> issuerOf(
            X509Certificate certificate, List<X509Certificate> atHand, List<X509Certificate> path) {
        return atHand.stream()
                .filter(issuer -> !path.contains(issuer) && mayIssue(issuer) && issued(issuer, certificate))
                .findFirst();
    }

    /**
     * The path from {@code certificate} up to one of {@code roots}, that one included.
     *
     * @param between certificates that may stand between the two
     * @return empty if none of the roots is reached
     */
    static Optional<List<X509Certificate>> toRoot(
            X509Certificate certificate, List<X509Certificate> between, List<X509Certificate> roots) {
        List<X509Certificate> path = upFrom(
                certificate,
                between.stream().filter(one -> !roots.contains(one)).toList());
        for (int length = 1; length <= path.size(); length++) {
            Optional<X509Certificate> root = issuerOf(path.get(length - 1), roots, List.of());
            if (root.isPresent()) {
                List<X509Certificate> whole = new ArrayList<>(path.subList(0, length));
                whole.add(root.get());
                return Optional.of(whole);
            }
        }
        return Optional.empty();
    }

    /**
     * Why a path may not be trusted (RFC 5280 §6), though every signature in it is good; empty if it may. The root is
     * taken as trusted, its dates aren't looked at.
     *
     * @param path as {@link #toRoot} gives it
     */
    static Optional<String> objection(List<X509Certificate> path, Instant now) {
        X509Certificate root = path.get(path.size() - 1);
        try {
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509").generateCertPath(path.subList(0, path.size() - 1)),
                            parameters);
            return Optional.empty();
        } catch (CertPathValidatorException e) {
            String who = e.getIndex() < 0
                    ? ""
                    : path.get(e.getIndex()).getSubjectX500Principal().getName() + ": ";
            return Optional.of(Texts.oneLine(who) + Texts.oneLine(e));
        } catch (GeneralSecurityException e) {
            return Optional.of(Texts.oneLine(e));
        }
    }
}
