package org.voiceport.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.voiceport.event.DeviceName;
import org.voiceport.trust.KeyFileException.Kind;

/**
 * Requests for port certificates to an outside CA (PKCS#10), and the keys that wait for its answers, in {@code requests}
 * of an identity directory. The keys that ports use meanwhile stay as they are. The password stays the caller's to wipe.
 */
public final class PortRequests {
    private final Path directory;
    private final char[] password;

    private PortRequests(Path directory, char[] password) {
        this.directory = directory;
        this.password = password;
    }

    /**
     * The requests of an identity directory.
     *
     * @param password for the keys; empty if none is configured, then they aren't encrypted
     */
    public static PortRequests in(Path identityDirectory, char[] password) {
        return new PortRequests(identityDirectory.resolve("requests"), password);
    }

    /** Where requests stand if nothing else is asked for. */
    public Path directory() {
        return directory;
    }

    /** Where the key of a port waits for its certificate. */
    public Path keyFile(DeviceName device) {
        return directory.resolve(device + ".key");
    }

    /** True if a request was made whose answer hasn't been imported yet. */
    public boolean isOpen(DeviceName device) {
        return Files.exists(keyFile(device));
    }

    /**
     * Makes a key, mode 0600, and writes a request for it.
     *
     * @param output the directory for the request
     * @return the file with the request
     */
    public Path make(DeviceName device, PortTemplate template, Path output) throws TrustException {
        KeyPair keys = Certificates.rsa(template.keyBits());
        byte[] keyText = Pem.text(keys.getPrivate(), password);
        Path request = output.resolve(device + ".csr");
        try {
            PrivateFile.write(keyFile(device), keyText);
            try {
                PrivateFile.write(
                        request,
                        Pem.block("CERTIFICATE REQUEST", request(device, template, keys))
                                .getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                Files.deleteIfExists(keyFile(device));
                throw e;
            }
            return request;
        } catch (IOException e) {
            throw TrustException.misconfigured(
                    "the request for port " + device + " can't be written: " + Texts.oneLine(e),
                    "let this user write in " + directory + " and " + output,
                    e);
        } finally {
            Arrays.fill(keyText, (byte) 0);
        }
    }

    private static byte[] request(DeviceName device, PortTemplate template, KeyPair keys) throws IOException {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        PortExtensions.of(device, keys.getPublic()).addTo(extensions);
        Extensions wanted = extensions.generate();
        try {
            return new JcaPKCS10CertificationRequestBuilder(template.subjectOf(device), keys.getPublic())
                    .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, wanted)
                    .build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate()))
                    .getEncoded();
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("a request can't be signed: " + Texts.oneLine(e), e);
        }
    }

    /**
     * Puts the CA's answer to use: the certificate among {@code answer} that belongs to the key that waits, or if none
     * waits to the one that the port has, must be fit for the port; the others may stand between it and the root.
     *
     * @param from where the answer is from, for errors
     * @return the port's file, with the new certificate
     * @throws TrustException if none fits; then nothing has changed
     */
    public Path accept(DeviceName device, List<X509Certificate> answer, Path from, PortCertificates certificates)
            throws TrustException {
        PrivateKey key = key(device, certificates);
        X509Certificate own = answer.stream()
                .filter(certificate -> Identity.belong(key, certificate))
                .findFirst()
                .orElseThrow(() -> TrustException.misconfigured(
                        from + " holds no certificate for the key of port " + device
                                + (isOpen(device) ? " in " + keyFile(device) : ""),
                        "import the CA's answer to the last request for this port"));
        List<X509Certificate> ordered = new ArrayList<>(List.of(own));
        answer.stream().filter(other -> !other.equals(own)).forEach(ordered::add);
        Path file = certificates.save(device, certificates.fit(device, new Identity(key, ordered), from), false);
        close(device);
        return file;
    }

    /** The key that waits, or else the one in use. */
    private PrivateKey key(DeviceName device, PortCertificates certificates) throws TrustException {
        if (!isOpen(device)) {
            return certificates
                    .stored(device)
                    .map(Identity::key)
                    .orElseThrow(() -> TrustException.misconfigured(
                            "no key of port " + device + " waits for a certificate",
                            "make one with: voiceportd certs request " + device));
        }
        Path file = keyFile(device);
        try {
            return Pem.read(IdentityFiles.bytes(file), file, password)
                    .key()
                    .orElseThrow(() -> new KeyFileException(Kind.DAMAGED, file, "it holds no private key"));
        } catch (KeyFileException e) {
            throw new KeyOwner.Request(device).told(e);
        }
    }

    private void close(DeviceName device) throws TrustException {
        try {
            Files.deleteIfExists(directory.resolve(device + ".csr"));
            Files.deleteIfExists(keyFile(device));
        } catch (IOException e) {
            throw TrustException.misconfigured(
                    keyFile(device) + " isn't needed any more and can't be deleted: " + Texts.oneLine(e),
                    "delete it",
                    e);
        }
    }
}
