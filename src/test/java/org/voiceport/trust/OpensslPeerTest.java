package org.voiceport.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voiceport.event.Fault;
import org.voiceport.event.SecurityMode;
import org.voiceport.event.TlsFacts;

/** OpenSSL's {@code s_server} as a call manager that shares no code with us. Skipped where it isn't installed. */
class OpensslPeerTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int TIMEOUT_MILLIS = 10_000;

    @TempDir
    Path directory = Path.of(".");

    @BeforeAll
    static void openssl_is_installed() {
        Openssl.assumeInstalled();
    }

    @ParameterizedTest
    @CsvSource({
        "AUTHENTICATED, -tls1_2 -cipher NULL-SHA:@SECLEVEL=0, TLSv1.2 TLS_RSA_WITH_NULL_SHA",
        "AUTHENTICATED, -tls1_2 -cipher NULL-SHA256:@SECLEVEL=0, TLSv1.2 TLS_RSA_WITH_NULL_SHA256",
        "AUTHENTICATED, -tls1_2 -cipher ECDHE-RSA-NULL-SHA:@SECLEVEL=0, TLSv1.2 TLS_ECDHE_RSA_WITH_NULL_SHA",
        "ENCRYPTED, -tls1_2 -cipher AES128-SHA, TLSv1.2 TLS_RSA_WITH_AES_128_CBC_SHA",
        "ENCRYPTED, -tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256, TLSv1.2 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "ENCRYPTED, -tls1_3 -ciphersuites TLS_AES_128_GCM_SHA256, TLSv1.3 TLS_AES_128_GCM_SHA256"
    })
    void port_registers_with_openssl(SecurityMode mode, String options, String expected) throws Exception {
        try (Peer peer = new Peer(options)) {
            TlsClient client = client(mode);
            SSLEngine engine = client.engine("localhost", peer.address());
            handshake(engine, peer.address());
            TlsFacts facts = client.facts(engine);
            assertEquals(expected, facts.protocol() + " " + facts.cipherSuite());
            assertTrue(peer.sawSubject("CN = CiscoUM1-VI1"), "the port must present its certificate");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "AUTHENTICATED, -tls1_2 -cipher NULL-SHA:@SECLEVEL=0",
        "ENCRYPTED, -tls1_2 -cipher AES128-SHA",
        "ENCRYPTED, -tls1_3"
    })
    void port_of_an_outside_ca_registers_with_its_chain_and_an_elliptic_key(SecurityMode mode, String options)
            throws Exception {
        OutsideCa root = OutsideCa.root("Outside CA");
        OutsideCa between = root.intermediate("Issuing CA", OutsideCa.YEAR);
        Identity port = between.port("CiscoUM1-VI1", between.certificate());
        try (Peer peer = new Peer(options, root.certificate())) {
            TlsClient client = client(mode, port);
            handshake(client.engine("localhost", peer.address()), peer.address());
            assertTrue(peer.sawSubject("CN = CiscoUM1-VI1"), "the port must present its certificate");
        }
    }

    @Test
    void openssl_that_encrypts_only_is_a_mode_mismatch() throws Exception {
        try (Peer peer = new Peer("-tls1_2 -cipher AES128-SHA")) {
            TlsClient client = client(SecurityMode.AUTHENTICATED);
            SSLEngine engine = client.engine("localhost", peer.address());
            Fault fault;
            try {
                handshake(engine, peer.address());
                throw new AssertionError("the handshake must fail");
            } catch (IOException e) {
                fault = client.faultOf(e, engine);
            }
            assertEquals(Fault.ModeMismatch.class, fault.getClass(), fault.line());
        }
    }

    private static TlsClient client(SecurityMode mode) {
        return client(mode, Lab.PORT);
    }

    private static TlsClient client(SecurityMode mode, Identity port) {
        return TlsClient.create(
                mode, port, CallManagerTrust.ofPins(List.of(Lab.CUCM_PUB.certificate())), TlsOptions.DEFAULT);
    }

    /** Drives the engine over a real connection until its handshake is finished. */
    private static void handshake(SSLEngine engine, InetSocketAddress address) throws IOException {
        try (SocketChannel channel = SocketChannel.open(address)) {
            channel.socket().setSoTimeout(TIMEOUT_MILLIS);
            ByteBuffer in = ByteBuffer.allocate(64 * 1024);
            ByteBuffer plain = ByteBuffer.allocate(64 * 1024);
            engine.beginHandshake();
            HandshakeStatus status = engine.getHandshakeStatus();
            while (status != HandshakeStatus.FINISHED && status != HandshakeStatus.NOT_HANDSHAKING) {
                status = switch (status) {
                    case NEED_TASK -> {
                        engine.getDelegatedTask().run();
                        yield engine.getHandshakeStatus();
                    }
                    case NEED_WRAP -> wrap(engine, channel);
                    default -> unwrap(engine, channel, in, plain);
                };
            }
        }
    }

    private static HandshakeStatus wrap(SSLEngine engine, SocketChannel channel) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(64 * 1024);
        SSLEngineResult result = engine.wrap(ByteBuffer.allocate(0), out);
        out.flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
        return result.getHandshakeStatus();
    }

    private static HandshakeStatus unwrap(SSLEngine engine, SocketChannel channel, ByteBuffer in, ByteBuffer plain)
            throws IOException {
        in.flip();
        SSLEngineResult result = engine.unwrap(in, plain);
        in.compact();
        if (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
            // Through the socket's stream, as channel reads know no timeout.
            byte[] chunk = new byte[16 * 1024];
            int count = channel.socket().getInputStream().read(chunk);
            if (count < 0) {
                throw new IOException("closed by the peer");
            }
            in.put(chunk, 0, count);
        }
        return result.getHandshakeStatus();
    }

    /** A running {@code openssl s_server} that demands a certificate from our root. */
    private final class Peer implements AutoCloseable {
        private final Process process;
        private final int port;
        private final BufferedReader output;

        Peer(String options) throws Exception {
            this(options, Lab.ROOT.root());
        }

        Peer(String options, X509Certificate clientRoot) throws Exception {
            Path key = directory.resolve("key.pem");
            Path certificate = directory.resolve("cert.pem");
            Path root = directory.resolve("root.pem");
            Files.writeString(
                    key,
                    "-----BEGIN PRIVATE KEY-----\n"
                            + Base64.getMimeEncoder()
                                    .encodeToString(Lab.CUCM_PUB.key().getEncoded())
                            + "\n-----END PRIVATE KEY-----\n");
            Files.writeString(certificate, PemCertificates.write(Lab.CUCM_PUB.certificate()));
            Files.writeString(root, PemCertificates.write(clientRoot));
            port = freePort();
            List<String> command = new ArrayList<>(
                    List.of("openssl", "s_server", "-accept", LOOPBACK.getHostAddress() + ":" + port, "-naccept", "1"));
            command.addAll(List.of("-key", key.toString(), "-cert", certificate.toString()));
            command.addAll(List.of("-CAfile", root.toString(), "-Verify", "2", "-verify_return_error"));
            command.addAll(List.of(options.split(" ")));
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
            output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line = output.readLine();
            while (line != null && !line.startsWith("ACCEPT")) {
                line = output.readLine();
            }
            assertEquals("ACCEPT", line);
        }

        InetSocketAddress address() {
            return new InetSocketAddress(LOOPBACK, port);
        }

        boolean sawSubject(String subject) throws IOException {
            String line = output.readLine();
            while (line != null) {
                if (line.contains(subject)) {
                    return true;
                }
                line = output.readLine();
            }
            return false;
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
        }

        private static int freePort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
                return socket.getLocalPort();
            }
        }
    }
}
