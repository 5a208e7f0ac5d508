package org.voiceport.trust;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.voiceport.trust.KeyFileException.Kind;

/**
 * The certificates that port certificates must come from: those of the server root in {@code root.p12}, or those of
 * {@code root.pem}, which are an outside CA's if there is no {@code root.key}.
 *
 * @param file where they stand
 * @param certificates at least one; the one that issues comes first where its key is known
 * @param keyFile where the key that issues stands, if it is here
 */
record Roots(Path file, List<X509Certificate> certificates, Optional<Path> keyFile) {
    private static final KeyOwner OWNER = new KeyOwner.Root();

    Roots {
        certificates = List.copyOf(certificates);
    }

    /** Reads the certificates. A key in {@code root.key} stays untouched, so it needs no password and may be elsewhere. */
    static Roots read(Path directory, char[] password) throws TrustException {
        IdentityFiles files = IdentityFiles.ofRoot(directory);
        try {
            IdentityFiles.Content content = files.content();
            if (!content.isPem()) {
                return checked(
                        new Roots(content.file(), content.read(password).certificates(), Optional.of(content.file())));
            }
            Pem pem = Pem.read(content.bytes().shared(), content.file(), password);
            if (pem.key().isPresent()) {
                throw TrustException.misconfigured(
                        content.file() + " holds a private key, and it is the file that is given to others",
                        "move the key into " + files.key());
            }
            if (pem.certificates().isEmpty()) {
                throw new KeyFileException(Kind.DAMAGED, content.file(), "it holds no certificate");
            }
            return checked(new Roots(
                    content.file(), pem.certificates(), Optional.of(files.key()).filter(Files::exists)));
        } catch (KeyFileException e) {
            throw OWNER.told(e);
        }
    }

    private static Roots checked(Roots roots) throws TrustException {
        for (X509Certificate certificate : roots.certificates) {
            requireAuthority(certificate, roots.file);
        }
        return roots;
    }

    /** Refuses a certificate that isn't one of an authority. */
    static void requireAuthority(X509Certificate certificate, Path file) throws TrustException {
        if (!IssuerPath.mayIssue(certificate)) {
            throw TrustException.misconfigured(
                    file + " holds a certificate that may not issue others: "
                            + Texts.oneLine(
                                    certificate.getSubjectX500Principal().getName()),
                    "put the certificate of an authority there, or move it away and make a root with: voiceportd certs"
                            + " init");
        }
    }

    /** True if the certificates of ports are made here. */
    boolean issues() {
        return keyFile.isPresent();
    }
}
