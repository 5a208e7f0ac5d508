package org.voiceport.trust;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** A certificate authority that isn't ours. Its keys are elliptic, which are made quickly. */
record OutsideCa(KeyPair keys, X509Certificate certificate) {
    static final Validity YEAR = Lab.years(1);

    static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static OutsideCa root(String name) {
        KeyPair keys = newKeys();
        X500Name subject = Certificates.commonName(name);
        return new OutsideCa(
                keys,
                authority(Certificates.build(subject, subject, YEAR, keys.getPublic()))
                        .signedBy(keys.getPrivate()));
    }

    OutsideCa intermediate(String name, Validity validity) {
        KeyPair own = newKeys();
        return new OutsideCa(
                own,
                authority(Certificates.build(this.name(), Certificates.commonName(name), validity, own.getPublic()))
                        .signedBy(keys.getPrivate()));
    }

    private static Certificates.Builder authority(Certificates.Builder builder) {
        return builder.extension(Extension.basicConstraints, true, new BasicConstraints(true))
                .extension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    }

    private X500Name name() {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    /** A certificate without any extension but {@code more}. */
    X509Certificate issue(
            String commonName, PublicKey key, Validity validity, UnaryOperator<Certificates.Builder> more) {
        return more.apply(Certificates.build(name(), Certificates.commonName(commonName), validity, key))
                .signedBy(keys.getPrivate());
    }

    Identity port(String commonName, X509Certificate... between) {
        return port(commonName, YEAR, builder -> builder, between);
    }

    Identity port(
            String commonName,
            Validity validity,
            UnaryOperator<Certificates.Builder> more,
            X509Certificate... between) {
        KeyPair own = newKeys();
        List<X509Certificate> chain =
                new java.util.ArrayList<>(List.of(issue(commonName, own.getPublic(), validity, more)));
        chain.addAll(List.of(between));
        return new Identity(own.getPrivate(), chain);
    }

    static Certificates.Builder forServersOnly(Certificates.Builder builder) {
        return builder.extension(
                Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    }

    static Certificates.Builder forClients(Certificates.Builder builder) {
        return builder.extension(
                Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
    }

    static Validity ended() {
        return Lab.fromTo(Duration.ofDays(-9), Duration.ofDays(-1));
    }
}
