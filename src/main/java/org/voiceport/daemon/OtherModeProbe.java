package org.voiceport.daemon;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.SecurityMode;
import org.voiceport.trust.CipherSuites;
import org.voiceport.trust.TlsOptions;

/**
 * Asks a server whether it accepts the cipher suites of a mode that the port at hand is <em>not</em> in, to tell an
 * administrator what to set. It says hello on a connection of its own and breaks off when the server has chosen: it
 * trusts nobody, presents no certificate, sends no message. The doctor alone may use it ({@code LayersTest}): a daemon
 * never offers another mode's suites.
 */
final class OtherModeProbe {
    private final SecurityMode other;
    private final TlsOptions options;
    private final Duration connect;
    private final Duration handshake;

    /** A probe with the suites of {@code other}, a secure mode. */
    OtherModeProbe(SecurityMode other, TlsOptions options, Duration connect, Duration handshake) {
        this.other = other;
        this.options = options;
        this.connect = connect;
        this.handshake = handshake;
    }

    /** The suite and version that the server chooses, or empty if it accepts none. Blocks within its limits. */
    Optional<String> ask(InetSocketAddress server) {
        BreakingOff choice = new BreakingOff();
        try (Socket socket = new Socket()) {
            socket.connect(server, Math.toIntExact(connect.toMillis()));
            socket.setSoTimeout(Math.toIntExact(handshake.toMillis()));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {choice}, null);
            String host = server.getAddress().getHostAddress();
            try (SSLSocket tls =
                    (SSLSocket) context.getSocketFactory().createSocket(socket, host, server.getPort(), true)) {
                tls.setEnabledProtocols(options.protocols(other).toArray(String[]::new));
                tls.setEnabledCipherSuites(suites(tls));
                tls.startHandshake();
            }
        } catch (IOException refusedOrBrokenOff) {
            // Whether the server has chosen before that is all that is asked.
            return choice.chosen();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
        return choice.chosen();
    }

    private String[] suites(SSLSocket tls) {
        List<String> supported = Arrays.asList(tls.getSupportedCipherSuites());
        return CipherSuites.of(other).stream()
                .map(CipherSuites::jsse)
                .filter(supported::contains)
                .toArray(String[]::new);
    }

    /** Notes what was chosen when the server presents its certificate, and ends the handshake there. */
    private static final class BreakingOff extends X509ExtendedTrustManager {
        private @Nullable String chosen;

        Optional<String> chosen() {
            return Optional.ofNullable(chosen);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            SSLSession session = ((SSLSocket) socket).getHandshakeSession();
            chosen = CipherSuites.iana(session.getCipherSuite()) + " (" + session.getProtocol() + ")";
            throw new CertificateException("the question is answered");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("this is for sockets");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("this is for sockets");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            throw new CertificateException("this is for clients");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("this is for clients");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("this is for clients");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
