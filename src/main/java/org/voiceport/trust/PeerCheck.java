package org.voiceport.trust;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The judgement on a peer's certificate in one connection, in place of JSSE's: no chain building, no host name rules,
 * no algorithm constraints. One object for each connection; what it found is kept for the facts and faults. JSSE calls
 * it on the thread that runs the engine's delegated tasks.
 */
abstract class PeerCheck extends X509ExtendedTrustManager {

    /** Judges the end-entity certificate and the ones after it. */
    abstract void check(X509Certificate[] chain) throws CertificateException;

    /** The side that this check is for refuses to judge the other one. */
    abstract boolean judgesServers();

    @Override
    public final void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        judge(chain, true);
    }

    @Override
    public final void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        judge(chain, false);
    }

    @Override
    public final void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        judge(chain, true);
    }

    @Override
    public final void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        judge(chain, false);
    }

    @Override
    public final void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        judge(chain, true);
    }

    @Override
    public final void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        judge(chain, false);
    }

    private void judge(X509Certificate[] chain, boolean server) throws CertificateException {
        if (server != judgesServers()) {
            throw new CertificateException("a certificate of the wrong side");
        }
        if (chain.length == 0) {
            throw new CertificateException("no certificate");
        }
        check(chain);
    }

    /** The end-entity certificate, if the peer has presented one that was accepted. */
    static Optional<X509Certificate> presented(SSLEngine engine) {
        try {
            return Optional.of((X509Certificate) engine.getSession().getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }
}
