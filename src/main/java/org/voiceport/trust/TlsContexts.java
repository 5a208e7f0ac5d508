package org.voiceport.trust;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;

/** Makes engines with everything pinned. */
final class TlsContexts {
    private TlsContexts() {}

    static SSLContext context(Identity identity, PeerCheck check) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new OwnKey(identity)}, new TrustManager[] {check}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }

    static SSLEngine engine(SSLContext context, List<String> protocols, List<String> suites) {
        // JSSE lists no suite that jdk.tls.disabledAlgorithms names: if one is missing, the property came too late.
        List<String> supported = Arrays.stream(
                        context.getSupportedSSLParameters().getCipherSuites())
                .map(CipherSuites::iana)
                .toList();
        if (suites.stream().noneMatch(supported::contains)) {
            throw new IllegalStateException(
                    "TLS was used before TlsProperty.install: no suite of " + suites + " is enabled in this process");
        }
        // Without a peer name JSSE has no key to look an old session up with, so nothing is ever resumed.
        SSLEngine engine = context.createSSLEngine();
        engine.setEnabledProtocols(protocols.toArray(String[]::new));
        engine.setEnabledCipherSuites(
                CipherSuites.jsse(suites.stream().filter(supported::contains).toList()));
        return engine;
    }
}
