package org.voiceport.trust;

import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;

/**
 * A CTL whose signature verifies: nobody changed it since {@code signer} signed it. Whether that signer is to be trusted
 * is another question.
 *
 * @param signer the SAST record whose key signed it; has a certificate
 */
record SignedCtl(Ctl ctl, CtlRecord signer) {
    String signedBy() {
        return signer.fingerprint().orElseThrow();
    }

    /** Size of the signer's RSA key. */
    int signerBits() {
        return certificate().getPublicKey() instanceof RSAPublicKey key
                ? key.getModulus().bitLength()
                : 0;
    }

    Instant signerEnd() {
        return certificate().getNotAfter().toInstant();
    }

    boolean signerEnded(Instant now) {
        return now.isAfter(signerEnd());
    }

    private X509Certificate certificate() {
        return signer.certificate().orElseThrow();
    }
}
