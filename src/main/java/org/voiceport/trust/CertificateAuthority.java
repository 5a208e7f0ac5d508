package org.voiceport.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;
import org.voiceport.event.DeviceName;
import org.voiceport.trust.KeyFileException.Kind;

/**
 * The server root: it issues one certificate for each port, and its own certificate is what the call manager's
 * administrator uploads as CallManager-trust.
 */
public final class CertificateAuthority {
    /** How long a root is valid by default: seven years. */
    public static final Duration DEFAULT_VALIDITY = Duration.ofDays(7 * 365 + 2);

    private static final int ROOT_BITS = 3072;
    private static final int LEAF_BITS = 2048;

    private final Identity root;

    private CertificateAuthority(Identity root) {
        this.root = root;
    }

    /** A new root with an RSA key of 3072 bits. */
    public static CertificateAuthority create(String commonName, Validity validity) {
        return create(commonName, validity, ROOT_BITS);
    }

    /** A new root with an RSA key of so many bits. */
    public static CertificateAuthority create(String commonName, Validity validity, int bits) {
        KeyPair keys = Certificates.rsa(bits);
        X500Name name = Certificates.commonName(commonName);
        X509Certificate certificate = Certificates.build(name, name, validity, keys.getPublic())
                .extension(Extension.basicConstraints, true, new BasicConstraints(0))
                .extension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                .extension(
                        Extension.subjectKeyIdentifier,
                        false,
                        keyId().createSubjectKeyIdentifier(info(keys.getPublic())))
                .signedBy(keys.getPrivate());
        return new CertificateAuthority(new Identity(keys.getPrivate(), List.of(certificate)));
    }

    /**
     * The root in a PKCS#12 file.
     *
     * @throws TrustException if the file can't be used or its certificate isn't one of an authority
     */
    public static CertificateAuthority load(Path p12, char[] password) throws TrustException {
        try {
            return of(Identity.fromPkcs12(IdentityFiles.bytes(p12), p12, password), p12);
        } catch (KeyFileException e) {
            throw new KeyOwner.Root().told(e);
        }
    }

    /**
     * The root in an identity directory, in whichever format it stands there.
     *
     * @param password empty if none is configured
     * @throws TrustException if the files can't be used, or hold no key, or no certificate of an authority
     */
    public static CertificateAuthority in(Path directory, char[] password) throws TrustException {
        try {
            StoredIdentity stored = IdentityFiles.ofRoot(directory).content().read(password);
            Identity identity = stored.identity()
                    .orElseThrow(() -> new KeyFileException(
                            Kind.KEY_MISSING, stored.file(), "its key isn't here, so nothing can be issued"));
            return of(identity, stored.file());
        } catch (KeyFileException e) {
            throw new KeyOwner.Root().told(e);
        }
    }

    private static CertificateAuthority of(Identity identity, Path file) throws TrustException {
        Roots.requireAuthority(identity.certificate(), file);
        return new CertificateAuthority(
                new Identity(identity.key(), IssuerPath.upFrom(identity.certificate(), identity.chain())));
    }

    /** Writes key and certificate, mode 0600, as a whole or not at all. */
    public void save(Path p12, char[] password) throws TrustException {
        root.save(p12, password);
    }

    /**
     * Writes key and certificate into an identity directory, mode 0600.
     *
     * @param asPem true: {@code root.pem} and {@code root.key}; false: {@code root.p12}
     * @return the file with the certificate
     */
    public Path saveIn(Path directory, char[] password, boolean asPem) throws TrustException {
        IdentityFiles files = IdentityFiles.ofRoot(directory);
        if (!asPem) {
            save(files.p12(), password);
            return files.p12();
        }
        byte[] key = Pem.text(root.key(), password);
        try {
            // The key first: certificates without one would look like those of an outside CA.
            PrivateFile.write(files.key(), key);
            PrivateFile.write(files.pem(), Pem.text(root.chain()).getBytes(StandardCharsets.US_ASCII));
            return files.pem();
        } catch (IOException e) {
            throw TrustException.misconfigured(
                    files.pem() + " can't be written: " + Texts.oneLine(e), "let this user write in that directory", e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** The certificate of the root, without its key. */
    public X509Certificate root() {
        return root.certificate();
    }

    /** When the last certificate that it can issue ends: the root itself, or one of those above it. */
    public Instant end() {
        return root.chain().stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** A certificate for a port that lasts as long as the root. */
    public Identity issuePort(DeviceName device) {
        return issuePort(device, Validity.until(end()));
    }

    /** A certificate for a port with a new RSA key of 2048 bits; it ends no later than the root. */
    public Identity issuePort(DeviceName device, Validity validity) {
        return issuePort(device, validity, PortTemplate.DEFAULT);
    }

    /**
     * A certificate for a port with a new RSA key: CN and SAN dNSName are the device name, for client authentication
     * only. It ends no later than the root.
     *
     * @throws IllegalArgumentException if the root ends before the certificate would begin
     */
    public Identity issuePort(DeviceName device, Validity validity, PortTemplate template) {
        KeyPair keys = Certificates.rsa(template.keyBits());
        return issuePort(device, validity, template, keys.getPublic(), keys.getPrivate());
    }

    /** A certificate as {@link #issuePort(DeviceName, Validity, PortTemplate)} makes it, for the key that there is. */
    public Identity reissuePort(DeviceName device, Validity validity, PortTemplate template, Identity before) {
        return issuePort(device, validity, template, before.certificate().getPublicKey(), before.key());
    }

    private Identity issuePort(
            DeviceName device, Validity validity, PortTemplate template, PublicKey publicKey, PrivateKey privateKey) {
        X500Name issuer = X500Name.getInstance(root().getSubjectX500Principal().getEncoded());
        Certificates.Builder builder =
                Certificates.build(issuer, template.subjectOf(device), validity.endingBy(end()), publicKey);
        builder.extension(Extension.basicConstraints, true, new BasicConstraints(false));
        PortExtensions.of(device, publicKey).addTo(builder);
        X509Certificate certificate = builder.extension(
                        Extension.subjectKeyIdentifier, false, keyId().createSubjectKeyIdentifier(info(publicKey)))
                .extension(Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(keyIdOf(root())))
                .signedBy(root.key());
        List<X509Certificate> chain = new ArrayList<>(List.of(certificate));
        chain.addAll(root.chain());
        return new Identity(privateKey, chain);
    }

    /** The identifier that the certificate itself names: an outside CA may have another way to make it. */
    private static byte[] keyIdOf(X509Certificate issuer) {
        byte[] named = issuer.getExtensionValue(Extension.subjectKeyIdentifier.getId());
        return named == null
                ? keyId().createSubjectKeyIdentifier(info(issuer.getPublicKey()))
                        .getKeyIdentifier()
                : SubjectKeyIdentifier.getInstance(
                                ASN1OctetString.getInstance(named).getOctets())
                        .getKeyIdentifier();
    }

    /** The self-signed TLS certificate of a call manager, for simulators and tests: CN and SAN are the host. */
    public static Identity selfSignedCallManager(String host, Validity validity) {
        KeyPair keys = Certificates.rsa(LEAF_BITS);
        X500Name name = Certificates.commonName(host);
        return selfSigned(
                keys,
                Certificates.build(name, name, validity, keys.getPublic())
                        .extension(
                                Extension.keyUsage,
                                true,
                                new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment))
                        .extension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                            KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                        }))
                        .extension(Extension.subjectAlternativeName, false, dnsName(host)));
    }

    /** The self-signed certificate of a signer of CTL files, for simulators and tests. */
    public static Identity selfSignedSast(String commonName, Validity validity) {
        KeyPair keys = Certificates.rsa(LEAF_BITS);
        X500Name name = Certificates.commonName(commonName);
        return selfSigned(
                keys,
                Certificates.build(name, name, validity, keys.getPublic())
                        .extension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature)));
    }

    private static Identity selfSigned(KeyPair keys, Certificates.Builder builder) {
        PrivateKey key = keys.getPrivate();
        return new Identity(key, List.of(builder.signedBy(key)));
    }

    private static GeneralNames dnsName(String name) {
        return new GeneralNames(new GeneralName(GeneralName.dNSName, name));
    }

    private static BcX509ExtensionUtils keyId() {
        return new BcX509ExtensionUtils();
    }

    private static SubjectPublicKeyInfo info(PublicKey key) {
        return SubjectPublicKeyInfo.getInstance(key.getEncoded());
    }
}
