package org.voiceport.trust;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

/** A call manager's judgement on the certificate of a port: issued under the uploaded root, and valid now. */
final class ClientCheck extends PeerCheck {
    private final X509Certificate root;

    ClientCheck(X509Certificate root) {
        this.root = root;
    }

    @Override
    void check(X509Certificate[] chain) throws CertificateException {
        List<X509Certificate> path = IssuerPath.toRoot(chain[0], List.of(chain), List.of(root))
                .orElseThrow(() -> new CertificateException("the certificate of " + chain[0].getSubjectX500Principal()
                        + " isn't from the root " + root.getSubjectX500Principal()));
        for (X509Certificate certificate : path) {
            certificate.checkValidity();
        }
    }

    @Override
    boolean judgesServers() {
        return false;
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[] {root};
    }
}
