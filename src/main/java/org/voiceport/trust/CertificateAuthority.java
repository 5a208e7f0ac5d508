package org.voiceport.trust;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Fault;

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

    static CertificateAuthority create(String commonName, Validity validity, int bits) {
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
        Identity root = Identity.load(p12, password, "the server root", "voiceportd certs init");
        if (root.certificate().getBasicConstraints() < 0) {
            throw new TrustException(new Fault.Misconfigured(
                    p12 + " holds a certificate that may not issue others", "make a root with: voiceportd certs init"));
        }
        return new CertificateAuthority(root);
    }

    /** Writes key and certificate, mode 0600, as a whole or not at all. */
    public void save(Path p12, char[] password) throws TrustException {
        root.save(p12, password);
    }

    /** The certificate of the root, without its key. */
    public X509Certificate root() {
        return root.certificate();
    }

    /** A certificate for a port that lasts as long as the root. */
    public Identity issuePort(DeviceName device) {
        return issuePort(
                device,
                Validity.lasting(DEFAULT_VALIDITY).endingBy(root().getNotAfter().toInstant()));
    }

    /**
     * A certificate for a port with a new RSA key of 2048 bits: CN and SAN dNSName are the device name, for client
     * authentication only. It ends no later than the root.
     */
    public Identity issuePort(DeviceName device, Validity validity) {
        KeyPair keys = Certificates.rsa(LEAF_BITS);
        X500Name issuer = X500Name.getInstance(root().getSubjectX500Principal().getEncoded());
        X509Certificate certificate = Certificates.build(
                        issuer,
                        Certificates.commonName(device.value()),
                        validity.endingBy(root().getNotAfter().toInstant()),
                        keys.getPublic())
                .extension(Extension.basicConstraints, true, new BasicConstraints(false))
                .extension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .extension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))
                .extension(Extension.subjectAlternativeName, false, dnsName(device.value()))
                .extension(
                        Extension.subjectKeyIdentifier,
                        false,
                        keyId().createSubjectKeyIdentifier(info(keys.getPublic())))
                .extension(
                        Extension.authorityKeyIdentifier,
                        false,
                        keyId().createAuthorityKeyIdentifier(info(root().getPublicKey())))
                .signedBy(root.key());
        return new Identity(keys.getPrivate(), List.of(certificate, root()));
    }

    /** True if this root's key signed {@code certificate} and its name stands in it as the issuer. */
    static boolean issued(X509Certificate root, X509Certificate certificate) {
        if (!certificate.getIssuerX500Principal().equals(root.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(root.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
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
