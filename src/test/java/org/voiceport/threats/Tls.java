package org.voiceport.threats;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.voiceport.trust.CipherSuites;
import org.voiceport.trust.Identity;
import org.voiceport.trust.TrustException;

/** The attacker's TLS: proves itself with what he has, and believes everybody. Has nothing of the product's own TLS. */
final class Tls {
    private static final Map<Identity, Tls> KNOWN = new ConcurrentHashMap<>();
    private static final char[] PASSWORD = "the attacker's own".toCharArray();

    private final SSLContext context;

    private Tls(KeyManager[] keys) {
        try {
            context = SSLContext.getInstance("TLS");
            context.init(keys, new TrustManager[] {new Credulous()}, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Tls as(Identity identity) {
        return KNOWN.computeIfAbsent(identity, any -> new Tls(keys(identity)));
    }

    /** Without a certificate. */
    static Tls asNobody() {
        return new Tls(new KeyManager[0]);
    }

    /** The server's end of a connection, after the handshake. */
    Socket server(Socket accepted, List<String> suites) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(accepted, accepted.getInetAddress().getHostAddress(), accepted.getPort(), true);
        socket.setUseClientMode(false);
        return shakenHands(socket, suites);
    }

    /** The client's end of a connection, after the handshake. */
    Socket client(Socket connected, List<String> suites) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(connected, connected.getInetAddress().getHostAddress(), connected.getPort(), true);
        return shakenHands(socket, suites);
    }

    private static Socket shakenHands(SSLSocket socket, List<String> suites) throws IOException {
        socket.setEnabledCipherSuites(suites.stream().map(CipherSuites::jsse).toArray(String[]::new));
        socket.startHandshake();
        return socket;
    }

    /** An identity gives its key only to a file. */
    private static KeyManager[] keys(Identity identity) {
        try {
            Path file = Files.createTempFile("threat", ".p12");
            try (InputStream in = open(identity, file)) {
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(in, PASSWORD);
                KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
                keys.init(store, PASSWORD);
                return keys.getKeyManagers();
            } finally {
                Files.delete(file);
            }
        } catch (IOException | GeneralSecurityException | TrustException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InputStream open(Identity identity, Path file) throws IOException, TrustException {
        identity.save(file, PASSWORD);
        return Files.newInputStream(file);
    }

    private static final class Credulous extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
