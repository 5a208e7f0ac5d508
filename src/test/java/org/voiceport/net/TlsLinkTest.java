package org.voiceport.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voiceport.event.Fault;
import org.voiceport.event.SecurityMode;
import org.voiceport.event.TlsFacts;
import org.voiceport.port.CallManagerLink;
import org.voiceport.port.Server;
import org.voiceport.port.Timings;
import org.voiceport.sccp.RegistrationMessage;
import org.voiceport.trust.CallManagerTrust;
import org.voiceport.trust.CertificateAuthority;
import org.voiceport.trust.Fingerprint;
import org.voiceport.trust.Identity;
import org.voiceport.trust.TlsClient;
import org.voiceport.trust.TlsOptions;
import org.voiceport.trust.TlsServer;
import org.voiceport.trust.Validity;

/** Links over TLS with servers that are right, wrong, silent or no TLS servers at all. */
@ExtendWith(LeakWatch.class)
class TlsLinkTest {
    private static final Validity YEAR = Validity.lasting(Duration.ofDays(365));
    private static final CertificateAuthority ROOT = CertificateAuthority.create("voiceportd test root", YEAR);
    private static final Identity PORT = ROOT.issuePort(Ports.DEVICE);
    private static final Identity CALL_MANAGER = CertificateAuthority.selfSignedCallManager("cm1", YEAR);
    private static final Identity IMPOSTOR = CertificateAuthority.selfSignedCallManager("cm1", YEAR);

    private static final Duration SHORT = Duration.ofMillis(200);

    private final EventLoops loops = EventLoops.start(2);
    private final EventLoop loop = loops.next();
    private final EventLoop serverLoop = loops.next();
    private final Heard heard = new Heard(loop);

    @AfterEach
    void nothing_else_was_reported() {
        heard.nothingMore();
        loops.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTHENTICATED", "ENCRYPTED"})
    void opens_with_the_facts_once_tls_stands(SecurityMode mode) throws Exception {
        try (TlsPeer peer = peer(CALL_MANAGER, mode)) {
            CallManagerLink link = dial(mode, client(mode, PORT), peer);
            TlsFacts facts = heard.isOpened().tls();
            assertEquals(
                    new TlsFacts(
                            mode == SecurityMode.ENCRYPTED ? "TLSv1.3" : "TLSv1.2",
                            mode == SecurityMode.ENCRYPTED ? "TLS_AES_256_GCM_SHA384" : "TLS_RSA_WITH_NULL_SHA",
                            Fingerprint.sha256(CALL_MANAGER.certificate()),
                            "pin",
                            false),
                    facts);
            peer.ready();
            heard.calls(link::close);
        }
    }

    @Test
    void tls_of_another_mode_is_never_dialled_with() {
        NettyDialer dialer = Ports.dialer(
                loop,
                loops.resolver(),
                SecurityMode.ENCRYPTED,
                client(SecurityMode.AUTHENTICATED, PORT),
                Timings.DEFAULT);
        heard.calls(() ->
                assertThrows(IllegalStateException.class, () -> dialer.dial(new Server("127.0.0.1", 1, 1), heard)));
    }

    @Test
    void tells_how_far_it_has_come() {
        List<String> stages = Collections.synchronizedList(new ArrayList<>());
        Heard watching = new Heard(loop) {
            @Override
            public void resolved(InetAddress address) {
                stages.add("resolved " + address.getHostAddress());
            }

            @Override
            public void connected(InetSocketAddress local) {
                stages.add("connected from " + local.getAddress().getHostAddress());
            }
        };
        try (TlsPeer peer = peer(IMPOSTOR, SecurityMode.ENCRYPTED)) {
            NettyDialer dialer = dialer(SecurityMode.ENCRYPTED, client(SecurityMode.ENCRYPTED, PORT));
            Ports.dial(dialer, new Server("localhost", 1, peer.port()), watching);
            watching.isClosed(Fault.Untrusted.class);
        }
        assertEquals(List.of("resolved 127.0.0.1", "connected from 127.0.0.1"), stages);
        watching.nothingMore();
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTHENTICATED", "ENCRYPTED"})
    void messages_go_both_ways(SecurityMode mode) throws Exception {
        try (TlsPeer peer = peer(CALL_MANAGER, mode)) {
            CallManagerLink link = dial(mode, client(mode, PORT), peer);
            heard.isOpened();
            Channel accepted = peer.ready();
            write(accepted, Wires.join(Wires.REGISTER_REJECT, Wires.KEEP_ALIVE_ACK));
            assertEquals("RegisterReject", heard.message().name());
            assertEquals("KeepAliveAck", heard.message().name());
            heard.calls(() -> {
                link.send(new RegistrationMessage.KeepAlive());
                link.send(RegistrationMessage.Unregister.PLAIN);
                link.close();
            });
            accepted.closeFuture().sync();
            assertEquals(24, peer.bytesRead());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTHENTICATED", "ENCRYPTED"})
    void wrong_certificate_is_untrusted_and_nothing_is_sent(SecurityMode mode) {
        try (TlsPeer peer = peer(IMPOSTOR, mode)) {
            dial(mode, client(mode, PORT), peer);
            Fault fault = heard.isClosed(Fault.Untrusted.class);
            assertTrue(fault.what().contains(Fingerprint.sha256(IMPOSTOR.certificate())), fault.what());
            assertEquals(0, peer.bytesRead());
        }
    }

    @Test
    void authenticated_port_at_an_encrypted_server_is_a_mode_mismatch() {
        try (TlsPeer peer = peer(CALL_MANAGER, SecurityMode.ENCRYPTED)) {
            dial(SecurityMode.AUTHENTICATED, client(SecurityMode.AUTHENTICATED, PORT), peer);
            heard.isClosed(Fault.ModeMismatch.class);
        }
    }

    @Test
    void encrypted_port_at_an_authenticated_server_is_a_mode_mismatch() {
        try (TlsPeer peer = peer(CALL_MANAGER, SecurityMode.AUTHENTICATED)) {
            dial(SecurityMode.ENCRYPTED, client(SecurityMode.ENCRYPTED, PORT), peer);
            heard.isClosed(Fault.ModeMismatch.class);
        }
    }

    @Test
    void refused_port_certificate_shows_in_the_handshake_of_tls_1_2() {
        try (TlsPeer peer = new TlsPeer(serverLoop, server(CALL_MANAGER, SecurityMode.ENCRYPTED, "TLSv1.2"))) {
            dial(SecurityMode.ENCRYPTED, client(SecurityMode.ENCRYPTED, stranger()), peer);
            Fault fault = heard.isClosed(Fault.Untrusted.class);
            assertTrue(fault.what().contains("refused the certificate of this port"), fault.what());
        }
    }

    @Test
    void refused_port_certificate_shows_after_the_handshake_of_tls_1_3() {
        try (TlsPeer peer = new TlsPeer(serverLoop, server(CALL_MANAGER, SecurityMode.ENCRYPTED, "TLSv1.3"))) {
            dial(SecurityMode.ENCRYPTED, client(SecurityMode.ENCRYPTED, stranger()), peer);
            heard.isOpened();
            Fault fault = heard.isClosed(Fault.Untrusted.class);
            assertTrue(fault.what().contains("refused the certificate of this port"), fault.what());
        }
    }

    @Test
    void port_that_speaks_at_once_still_learns_that_its_certificate_is_refused() {
        CallManagerLink[] link = new CallManagerLink[1];
        Heard speaking = new Heard(loop) {
            @Override
            public void opened(InetSocketAddress local, TlsFacts tls) {
                super.opened(local, tls);
                link[0].send(new RegistrationMessage.KeepAlive());
            }
        };
        try (TlsPeer peer = new TlsPeer(serverLoop, server(CALL_MANAGER, SecurityMode.ENCRYPTED, "TLSv1.3"))) {
            speaking.calls(() -> link[0] = dialer(SecurityMode.ENCRYPTED, client(SecurityMode.ENCRYPTED, stranger()))
                    .dial(new Server("127.0.0.1", 1, peer.port()), speaking));
            speaking.isOpened();
            // The server's reset may overtake its alert; either way the administrator is pointed to the certificate.
            Fault fault = speaking.isClosed(Fault.class);
            assertTrue(fault.todo().contains("CallManager-trust"), fault.line());
        }
        speaking.nothingMore();
    }

    @Test
    void server_that_closes_right_after_the_handshake_points_to_the_certificate() throws Exception {
        try (TlsPeer peer = peer(CALL_MANAGER, SecurityMode.ENCRYPTED)) {
            dial(SecurityMode.ENCRYPTED, client(SecurityMode.ENCRYPTED, PORT), peer);
            heard.isOpened();
            peer.ready().close().sync();
            Fault fault = heard.isClosed(Fault.LinkLost.class);
            assertTrue(fault.what().endsWith("ended the connection right after the TLS handshake"), fault.what());
        }
    }

    @Test
    void server_that_closes_later_is_just_closed() throws Exception {
        try (TlsPeer peer = peer(CALL_MANAGER, SecurityMode.AUTHENTICATED)) {
            dial(SecurityMode.AUTHENTICATED, client(SecurityMode.AUTHENTICATED, PORT), peer);
            heard.isOpened();
            Channel accepted = peer.ready();
            write(accepted, Wires.KEEP_ALIVE_ACK);
            accepted.close().sync();
            heard.message();
            Fault fault = heard.isClosed(Fault.LinkLost.class);
            assertTrue(fault.what().endsWith(" closed the connection"), fault.what());
        }
    }

    @Test
    void silent_server_times_out_in_the_handshake() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            dial(SecurityMode.ENCRYPTED, new Server("127.0.0.1", 1, silent.getLocalPort()));
            Fault fault = heard.isClosed(Fault.LinkLost.class);
            assertEquals(
                    "TLS handshake with 127.0.0.1:" + silent.getLocalPort()
                            + " not finished in 200 ms: it takes the connection and says nothing",
                    fault.what());
        }
    }

    @Test
    void server_without_tls_is_named_so() throws Exception {
        try (ServerSocket clear = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            dial(SecurityMode.ENCRYPTED, new Server("127.0.0.1", 1, clear.getLocalPort()));
            try (Socket accepted = clear.accept()) {
                accepted.getOutputStream().write(Wires.KEEP_ALIVE_ACK);
                Fault fault = heard.isClosed(Fault.PeerIncompatible.class);
                assertTrue(fault.what().endsWith("doesn't speak TLS: it speaks SCCP in clear"), fault.what());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void server_that_ends_the_connection_in_the_handshake_is_a_lost_link(boolean reset) throws Exception {
        try (ServerSocket clear = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            dial(SecurityMode.ENCRYPTED, new Server("127.0.0.1", 1, clear.getLocalPort()));
            try (Socket accepted = clear.accept()) {
                accepted.setSoLinger(reset, 0);
                accepted.getInputStream().readNBytes(100);
            }
            Fault fault = heard.isClosed(Fault.LinkLost.class);
            assertTrue(
                    fault.what()
                            .endsWith(
                                    "closed the connection during the TLS handshake before it presented a certificate"),
                    fault.what());
        }
    }

    @Test
    void close_in_the_handshake_ends_the_connection_without_a_word() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CallManagerLink link = dial(SecurityMode.ENCRYPTED, new Server("127.0.0.1", 1, silent.getLocalPort()));
            try (Socket accepted = silent.accept()) {
                accepted.setSoTimeout(10_000);
                assertTrue(accepted.getInputStream().read() >= 0);
                heard.calls(link::close);
                accepted.getInputStream().readAllBytes();
            }
            heard.nothingMore();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTHENTICATED", "ENCRYPTED"})
    void secure_port_never_tries_the_clear_port_whatever_fails(SecurityMode mode) throws Exception {
        try (ServerSocketChannel clear = listenInClear();
                TlsPeer impostor = peer(IMPOSTOR, mode);
                ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            int closed = closedPort();
            for (int secure : List.of(impostor.port(), silent.getLocalPort(), closed)) {
                int clearPort = ((InetSocketAddress) clear.getLocalAddress()).getPort();
                dial(mode, new Server("127.0.0.1", clearPort, secure));
                heard.isClosed(Fault.class);
            }
            heard.nothingMore();
            SocketChannel accepted = clear.accept();
            assertNull(accepted);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTHENTICATED", "ENCRYPTED"})
    void flood_over_tls_is_handled_record_by_record(SecurityMode mode) throws Exception {
        UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(true, true);
        byte[] block =
                Wires.join(Collections.nCopies(5000, Wires.KEEP_ALIVE_ACK).toArray(byte[][]::new));
        int blocks = 100;
        Flooded flooded = new Flooded(loop, buffers, blocks * 5000);
        try (TlsPeer peer = peer(CALL_MANAGER, mode)) {
            LinkSettings settings = new LinkSettings(
                    Ports.DEVICE,
                    mode,
                    client(mode, PORT),
                    Timings.DEFAULT,
                    Ports.DSCP,
                    new LinkTally(Ports.DEVICE, WireTap.NONE),
                    buffers,
                    new HashSet<>());
            NettyLink link = new NettyLink(loop, settings, new Server("127.0.0.1", 1, peer.port()), flooded);
            flooded.onLoop(() -> link.start(loops.resolver()));
            flooded.isOpened();
            Channel accepted = peer.ready();
            for (int i = 0; i < blocks; i++) {
                write(accepted, block);
            }
            assertTrue(flooded.all.await(30, TimeUnit.SECONDS));
            long most = flooded.most.get();
            assertTrue(most > LinkLimits.MOST_HELD_CLEAR && most <= LinkLimits.MOST_HELD_TLS, most + " bytes held");
            flooded.calls(link::close);
        }
        flooded.nothingMore();
    }

    private CallManagerLink dial(SecurityMode mode, TlsClient client, TlsPeer peer) {
        return Ports.dial(dialer(mode, client), new Server("127.0.0.1", 1, peer.port()), heard);
    }

    private CallManagerLink dial(SecurityMode mode, Server server) {
        Timings hasty = Ports.timings(Duration.ofSeconds(5), SHORT, SHORT);
        return Ports.dial(Ports.dialer(loop, loops.resolver(), mode, client(mode, PORT), hasty), server, heard);
    }

    private NettyDialer dialer(SecurityMode mode, TlsClient client) {
        return Ports.dialer(loop, loops.resolver(), mode, client, Timings.DEFAULT);
    }

    private static void write(Channel accepted, byte[] bytes) throws InterruptedException {
        accepted.writeAndFlush(Unpooled.wrappedBuffer(bytes)).sync();
    }

    private TlsPeer peer(Identity identity, SecurityMode mode) {
        return new TlsPeer(serverLoop, server(identity, mode));
    }

    private static TlsServer server(Identity identity, SecurityMode mode, String... protocols) {
        return TlsServer.create(identity, ROOT.root(), Set.of(mode), protocols);
    }

    private static TlsClient client(SecurityMode mode, Identity identity) {
        List<X509Certificate> pins = List.of(CALL_MANAGER.certificate());
        return TlsClient.create(mode, identity, CallManagerTrust.ofPins(pins), TlsOptions.DEFAULT);
    }

    private static Identity stranger() {
        return CertificateAuthority.create("another root", YEAR).issuePort(Ports.DEVICE);
    }

    private static ServerSocketChannel listenInClear() throws java.io.IOException {
        ServerSocketChannel clear = ServerSocketChannel.open();
        clear.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        clear.configureBlocking(false);
        return clear;
    }

    private static int closedPort() throws java.io.IOException {
        try (ServerSocket brief = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return brief.getLocalPort();
        }
    }
}
