package org.voiceport.trust;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Fault;

/**
 * The layout of {@code identity.directory}: {@code root.p12} and {@code ports/<device name>.p12}, all with the same
 * password. Judges and loads the certificates of single ports. The password stays the caller's to wipe.
 */
public final class PortCertificates {
    private final Path directory;
    private final X509Certificate root;
    private final char[] password;

    private PortCertificates(Path directory, X509Certificate root, char[] password) {
        this.directory = directory;
        this.root = root;
        this.password = password;
    }

    /**
     * Opens the directory, reading its root.
     *
     * @param password used until this object is forgotten
     * @throws TrustException if the root can't be read
     */
    public static PortCertificates open(Path directory, char[] password) throws TrustException {
        return new PortCertificates(
                directory,
                CertificateAuthority.load(rootFile(directory), password).root(),
                password);
    }

    /** Where the root stands in an identity directory. */
    public static Path rootFile(Path directory) {
        return directory.resolve("root.p12");
    }

    /** Where the certificate of a port stands in an identity directory. */
    public static Path portFile(Path directory, DeviceName device) {
        return directory.resolve("ports").resolve(device + ".p12");
    }

    /** The certificate of the root. */
    public X509Certificate root() {
        return root;
    }

    /**
     * The identity of a port, fit for use.
     *
     * @throws TrustException if it is missing, unreadable, another port's, not from the root, or outside its validity
     */
    public Identity identity(DeviceName device) throws TrustException {
        Path file = portFile(directory, device);
        Identity identity = Identity.load(file, password, "port " + device);
        Optional<String> unfit = unfit(identity.certificate(), device, Instant.now());
        if (unfit.isPresent()) {
            throw TrustException.misconfigured(
                    "the certificate of port " + device + " can't be used: " + file + ": " + unfit.get(),
                    "make a new one with: voiceportd certs issue " + device);
        }
        return identity;
    }

    /** Why the certificate of a port can't be used, naming port and file; empty if it can. */
    public Optional<Fault> check(DeviceName device) {
        try {
            identity(device);
            return Optional.empty();
        } catch (TrustException e) {
            return Optional.of(e.fault());
        }
    }

    private Optional<String> unfit(X509Certificate certificate, DeviceName device, Instant now) {
        String commonName = Certificates.commonNameOf(certificate).orElse("");
        if (!commonName.equals(device.value())) {
            return Optional.of("its CN is '" + Texts.oneLine(commonName) + "', not the device name");
        }
        if (!CertificateAuthority.issued(root, certificate)) {
            return Optional.of("the root in " + rootFile(directory) + " didn't issue it");
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            return Optional.of(
                    "it isn't valid before " + certificate.getNotBefore().toInstant());
        }
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            return Optional.of("it ended on " + certificate.getNotAfter().toInstant());
        }
        return Optional.empty();
    }
}
