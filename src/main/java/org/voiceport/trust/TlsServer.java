package org.voiceport.trust;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.voiceport.event.SecurityMode;
import org.voiceport.event.TlsFacts;

/**
 * The TLS port of a call manager, for simulators and tests: a client certificate from one root is demanded. Immutable,
 * for any thread.
 */
public final class TlsServer {
    private final SSLContext context;
    private final List<String> protocols;
    private final List<String> suites;

    private TlsServer(SSLContext context, List<String> protocols, List<String> suites) {
        this.context = context;
        this.protocols = protocols;
        this.suites = suites;
    }

    /**
     * A server for ports of these modes. Authenticated alone takes only suites that don't encrypt, encrypted alone only
     * those that do; both prefer the encrypting ones, in this server's order.
     *
     * @param modes at least one, and no other than authenticated and encrypted
     * @param protocols JSSE names; none means TLS 1.2, and 1.3 too if encrypted ports are served
     */
    public static TlsServer create(
            Identity server, X509Certificate clientRoot, Set<SecurityMode> modes, String... protocols) {
        if (modes.isEmpty() || modes.contains(SecurityMode.NON_SECURE)) {
            throw new IllegalArgumentException("TLS serves authenticated and encrypted ports, not " + modes);
        }
        List<String> enabled = new ArrayList<>(List.of(protocols));
        if (enabled.isEmpty()) {
            enabled.add("TLSv1.3");
            enabled.add("TLSv1.2");
        }
        if (!modes.contains(SecurityMode.ENCRYPTED)) {
            // TLS 1.3 has no suite without encryption.
            enabled.remove("TLSv1.3");
        }
        if (enabled.isEmpty()) {
            throw new IllegalArgumentException("authenticated ports can't be served over TLS 1.3");
        }
        TlsProperty.require(enabled.contains("TLSv1") || enabled.contains("TLSv1.1"));
        return new TlsServer(
                TlsContexts.context(server, new ClientCheck(clientRoot)), List.copyOf(enabled), CipherSuites.of(modes));
    }

    /** A fresh engine in server mode for one connection. */
    public SSLEngine engine() {
        SSLEngine engine = TlsContexts.engine(context, protocols, suites);
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setNeedClientAuth(true);
        parameters.setUseCipherSuitesOrder(true);
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** What a finished handshake agreed on; the peer is the port. */
    public TlsFacts facts(SSLEngine finished) {
        SSLSession session = finished.getSession();
        return new TlsFacts(
                session.getProtocol(),
                CipherSuites.iana(session.getCipherSuite()),
                Fingerprint.sha256(peer(finished)),
                "client root",
                false);
    }

    /** The CN of the port's certificate, which must be its device name; empty if it has none. */
    public String peerCommonName(SSLEngine finished) {
        return Certificates.commonNameOf(peer(finished)).orElse("");
    }

    private static X509Certificate peer(SSLEngine finished) {
        return PeerCheck.presented(finished)
                .orElseThrow(() -> new IllegalStateException("the TLS handshake isn't finished"));
    }
}
