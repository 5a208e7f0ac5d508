package org.voiceport.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** Certificates as PEM text: what administrators carry between this daemon and a call manager. */
public final class PemCertificates {
    private static final int MAX_FILE_LENGTH = 256 * 1024;

    private PemCertificates() {}

    /**
     * The certificates in a PEM (or DER) file, at least one.
     *
     * @throws TrustException if the file can't be read as that
     */
    public static List<X509Certificate> read(Path file) throws TrustException {
        try {
            byte[] content = PrivateFile.read(file, MAX_FILE_LENGTH);
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(content))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (certificates.isEmpty()) {
                throw new CertificateException("it holds no certificate");
            }
            return certificates;
        } catch (IOException | CertificateException e) {
            throw TrustException.misconfigured(
                    "certificate file " + file + " can't be read: " + Texts.oneLine(e), "give a PEM file", e);
        }
    }

    /** One certificate as PEM, ending with a line feed. */
    public static String write(X509Certificate certificate) {
        return Pem.text(List.of(certificate));
    }

    /** Certificates as PEM, one after the other. */
    public static String write(List<X509Certificate> certificates) {
        return Pem.text(certificates);
    }
}
