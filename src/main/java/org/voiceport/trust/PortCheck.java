package org.voiceport.trust;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether a certificate serves a port: its name, who issued it, what it is for, and when. */
final class PortCheck {
    private static final String ANY_USE = "2.5.29.37.0";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final int DIGITAL_SIGNATURE = 0;

    private final Roots roots;

    PortCheck(Roots roots) {
        this.roots = roots;
    }

    /**
     * A judgement.
     *
     * @param path the certificates that a port presents; empty if it isn't fit
     * @param objection why it isn't fit, a clause; empty if it is
     */
    record Judgement(List<X509Certificate> path, Optional<String> objection) {
        private static Judgement unfit(String why) {
            return new Judgement(List.of(), Optional.of(why));
        }
    }

    /**
     * Judges the first of these certificates; the others may stand between it and a root.
     *
     * @param deviceName what its CN must be
     */
    Judgement judge(List<X509Certificate> certificates, String deviceName, Instant now) {
        X509Certificate own = certificates.get(0);
        Optional<String> unsuitable = unsuitable(own, deviceName);
        if (unsuitable.isPresent()) {
            return Judgement.unfit(unsuitable.get());
        }
        Optional<List<X509Certificate>> path = IssuerPath.toRoot(own, certificates, roots.certificates());
        if (path.isEmpty()) {
            return Judgement.unfit(
                    roots.certificates().size() == 1
                            ? "the root in " + roots.file() + " didn't issue it"
                            : "none of the roots in " + roots.file() + " issued it, nor the certificates beside it");
        }
        Optional<String> objection = outOfTime(path.get(), now).or(() -> IssuerPath.objection(path.get(), now));
        return objection.isPresent()
                ? Judgement.unfit(objection.get())
                : new Judgement(presented(path.get(), certificates), Optional.empty());
    }

    /** A root is presented if it stands beside the certificate, as it does in files that were made here. */
    private static List<X509Certificate> presented(List<X509Certificate> path, List<X509Certificate> certificates) {
        int last = path.size() - 1;
        return certificates.contains(path.get(last)) ? path : path.subList(0, last);
    }

    private static Optional<String> unsuitable(X509Certificate own, String deviceName) {
        String commonName = Certificates.commonNameOf(own).orElse("");
        if (!commonName.equals(deviceName)) {
            return Optional.of("its CN is '" + Texts.oneLine(commonName) + "', not the device name");
        }
        boolean[] usage = own.getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE]) {
            return Optional.of("its keyUsage doesn't allow digitalSignature, which TLS needs");
        }
        try {
            List<String> purposes = own.getExtendedKeyUsage();
            return purposes == null || purposes.contains(CLIENT_AUTH) || purposes.contains(ANY_USE)
                    ? Optional.empty()
                    : Optional.of("its extendedKeyUsage doesn't allow clientAuth");
        } catch (CertificateParsingException e) {
            return Optional.of("its extendedKeyUsage can't be read");
        }
    }

    private static Optional<String> outOfTime(List<X509Certificate> path, Instant now) {
        for (int i = 0; i < path.size(); i++) {
            X509Certificate certificate = path.get(i);
            String name = Texts.oneLine(certificate.getSubjectX500Principal().getName());
            String which = i == 0 ? "it" : "its issuer " + name;
            Instant notBefore = certificate.getNotBefore().toInstant();
            Instant notAfter = certificate.getNotAfter().toInstant();
            if (now.isBefore(notBefore)) {
                return Optional.of(which + " isn't valid before " + notBefore);
            }
            if (now.isAfter(notAfter)) {
                return Optional.of(which + " ended on " + notAfter);
            }
        }
        return Optional.empty();
    }
}
