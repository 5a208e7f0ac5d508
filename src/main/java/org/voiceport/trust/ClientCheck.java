package org.voiceport.trust;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/** A call manager's judgement on the certificate of a port: issued by the uploaded root, and valid now. */
final class ClientCheck extends PeerCheck {
    private final X509Certificate root;

    ClientCheck(X509Certificate root) {
        this.root = root;
    }

    @Override
    void check(X509Certificate[] chain) throws CertificateException {
        if (!IssuerPath.issued(root, chain[0])) {
            throw new CertificateException("the certificate of " + chain[0].getSubjectX500Principal()
                    + " isn't from the root " + root.getSubjectX500Principal());
        }
        chain[0].checkValidity();
        root.checkValidity();
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
