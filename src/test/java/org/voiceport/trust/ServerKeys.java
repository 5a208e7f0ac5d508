package org.voiceport.trust;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Call managers with certificates of all kinds; unlike those of {@link Lab} made when they are asked for. */
final class ServerKeys {
    private static final Validity VALIDITY = Validity.lasting(Duration.ofDays(30));

    private ServerKeys() {}

    /** Self-signed, RSA with 1024 bits: quickly made, and good enough where nobody attacks. */
    static Identity rsa(String host) {
        return selfSigned(Certificates.rsa(1024), host);
    }

    /** Self-signed, on the curve P-256. */
    static Identity ec(String host) {
        return selfSigned(keys("EC", 256), host);
    }

    private static Identity selfSigned(KeyPair keys, String host) {
        X500Name name = Certificates.commonName(host);
        return new Identity(
                keys.getPrivate(),
                List.of(Certificates.build(name, name, VALIDITY, keys.getPublic())
                        .signedBy(keys.getPrivate())));
    }

    /** On the curve P-256, signed by {@code issuer}, as the suites want it that name both kinds. */
    static Identity ecIssuedBy(Identity issuer, String host) {
        KeyPair keys = keys("EC", 256);
        X500Name from = X500Name.getInstance(
                issuer.certificate().getSubjectX500Principal().getEncoded());
        X509Certificate certificate = Certificates.build(
                        from, Certificates.commonName(host), VALIDITY, keys.getPublic())
                .signedBy(issuer.key());
        return new Identity(keys.getPrivate(), List.of(certificate, issuer.certificate()));
    }

    /** Self-signed, DSA with 1024 bits: what the DSS suites were made for. */
    static Identity dsa(String host) throws GeneralSecurityException, OperatorCreationException {
        KeyPair keys = keys("DSA", 1024);
        X500Name name = Certificates.commonName(host);
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.TEN,
                Date.from(VALIDITY.notBefore()),
                Date.from(VALIDITY.notAfter()),
                name,
                keys.getPublic());
        return new Identity(
                keys.getPrivate(),
                List.of(new JcaX509CertificateConverter()
                        .getCertificate(
                                builder.build(new JcaContentSignerBuilder("SHA256withDSA").build(keys.getPrivate())))));
    }

    private static KeyPair keys(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform makes " + algorithm + " keys", e);
        }
    }
}
