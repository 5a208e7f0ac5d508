package org.voiceport.trust;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signers of CTLs, good ones and others, and files of theirs; made once, since RSA keys take time. */
final class Signers {
    /** The first second of the CTLs of these tests. */
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    static final Identity ONE = sast("SAST 1", 2048, 1001);
    static final Identity TWO = sast("SAST 2", 2048, 1002);
    static final Identity SMALL = sast("SAST small", 1024, 1003);
    /** Another key and certificate; subject, issuer and serial number of {@link #ONE}. */
    static final Identity CLONE = sast("SAST 1", 2048, 1001);

    static final Identity STRANGER = sast("SAST 66", 2048, 1066);

    private Signers() {}

    private static Identity sast(String name, int bits, long serial) {
        try {
            KeyPair keys = Certificates.rsa(bits);
            X500Name subject = Certificates.commonName(name);
            Instant now = Instant.now();
            X509Certificate certificate = new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    subject,
                                    BigInteger.valueOf(serial),
                                    Date.from(now.minusSeconds(100_000)),
                                    Date.from(now.plusSeconds(1_000_000)),
                                    subject,
                                    keys.getPublic())
                            .build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate())));
            return new Identity(keys.getPrivate(), List.of(certificate));
        } catch (OperatorCreationException | CertificateException e) {
            throw new AssertionError(e);
        }
    }

    /** A CTL to be signed: {@code age} seconds after {@link #START}, SHA-256, a call manager, and these signers. */
    static Sheet sheet(int age, Identity... signers) {
        return new Sheet(age, CtlDigest.SHA256, Ctl.FILE_NAME, true, List.of(signers));
    }

    record Sheet(int age, CtlDigest digest, String name, boolean callManager, List<Identity> signers) {
        Sheet with(CtlDigest other) {
            return new Sheet(age, other, name, callManager, signers);
        }

        Sheet named(String other) {
            return new Sheet(age, digest, other, callManager, signers);
        }

        Sheet withoutCallManager() {
            return new Sheet(age, digest, name, false, signers);
        }

        byte[] signedBy(Identity signer) {
            List<CtlDraft.Entry> entries = new ArrayList<>();
            signers.forEach(one -> entries.add(CtlDraft.Entry.sast(one.certificate())));
            entries.add(
                    Lab.server(callManager ? CtlRole.CCM_TFTP : CtlRole.CAPF, "cucm-pub", Lab.PUBLISHER, Lab.CUCM_PUB));
            return signer.sign(new CtlDraft(name, START.plusSeconds(age), digest, entries));
        }
    }

    static String fingerprint(Identity signer) {
        return Fingerprint.sha256(signer.certificate());
    }
}
