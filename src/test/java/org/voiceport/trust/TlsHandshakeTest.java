package org.voiceport.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voiceport.event.Fault;
import org.voiceport.event.SecurityMode;
import org.voiceport.event.TlsFacts;

/** A port and a call manager, engine to engine in memory. */
class TlsHandshakeTest {
    private static final String SECRET = "0123456789 dialled in this call";

    @ParameterizedTest
    @ValueSource(strings = {"TLS_RSA_WITH_NULL_SHA", "TLS_RSA_WITH_NULL_SHA256", "TLS_ECDHE_RSA_WITH_NULL_SHA"})
    void authenticated_port_registers_over_each_null_suite(String suite) throws Exception {
        TlsClient client = client(SecurityMode.AUTHENTICATED);
        SSLEngine port = engine(client);
        SSLEngine server = server(SecurityMode.AUTHENTICATED).engine();
        server.setEnabledCipherSuites(new String[] {CipherSuites.jsse(suite)});

        finish(port, server);

        assertEquals(
                new TlsFacts("TLSv1.2", suite, Fingerprint.sha256(Lab.CUCM_PUB.certificate()), matched(), false),
                client.facts(port));
    }

    @Test
    void authenticated_port_prefers_the_classic_null_sha() throws Exception {
        TlsClient client = client(SecurityMode.AUTHENTICATED);
        SSLEngine port = engine(client);
        finish(port, server(SecurityMode.AUTHENTICATED).engine());
        assertEquals("TLS_RSA_WITH_NULL_SHA", client.facts(port).cipherSuite());
    }

    @Test
    void encrypted_port_uses_tls_1_3_where_the_server_has_it() throws Exception {
        TlsClient client = client(SecurityMode.ENCRYPTED);
        SSLEngine port = engine(client);
        finish(port, server(SecurityMode.ENCRYPTED).engine());
        assertEquals("TLSv1.3 TLS_AES_256_GCM_SHA384", protocolAndSuite(client.facts(port)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                "TLS_RSA_WITH_AES_128_CBC_SHA"
            })
    void encrypted_port_uses_each_tls_1_2_suite(String suite) throws Exception {
        TlsClient client = client(SecurityMode.ENCRYPTED);
        SSLEngine port = engine(client);
        SSLEngine server = server(SecurityMode.ENCRYPTED, "TLSv1.2").engine();
        server.setEnabledCipherSuites(new String[] {suite});

        finish(port, server);

        assertEquals("TLSv1.2 " + suite, protocolAndSuite(client.facts(port)));
    }

    @Test
    void server_of_both_modes_prefers_encryption() throws Exception {
        TlsServer server = TlsServer.create(
                Lab.CUCM_PUB,
                Lab.ROOT.root(),
                EnumSet.of(SecurityMode.AUTHENTICATED, SecurityMode.ENCRYPTED),
                "TLSv1.2");
        TlsClient client = client(SecurityMode.ENCRYPTED);
        SSLEngine port = engine(client);
        finish(port, server.engine());
        assertEquals("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", client.facts(port).cipherSuite());
    }

    @Test
    void server_of_both_modes_takes_an_authenticated_port() throws Exception {
        TlsServer server = TlsServer.create(
                Lab.CUCM_PUB, Lab.ROOT.root(), EnumSet.of(SecurityMode.AUTHENTICATED, SecurityMode.ENCRYPTED));
        TlsClient client = client(SecurityMode.AUTHENTICATED);
        SSLEngine port = engine(client);
        finish(port, server.engine());
        assertEquals("TLS_RSA_WITH_NULL_SHA", client.facts(port).cipherSuite());
    }

    @Test
    void server_reads_the_device_name_out_of_the_port_certificate() throws Exception {
        TlsServer server = server(SecurityMode.ENCRYPTED);
        SSLEngine engine = server.engine();
        finish(engine(client(SecurityMode.ENCRYPTED)), engine);
        assertEquals(Lab.DEVICE.value(), server.peerCommonName(engine));
        assertEquals(
                Fingerprint.sha256(Lab.PORT.certificate()), server.facts(engine).peerFingerprint());
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTHENTICATED", "ENCRYPTED"})
    void port_of_an_outside_ca_is_known_by_its_chain(SecurityMode mode) throws Exception {
        OutsideCa root = OutsideCa.root("Outside CA");
        OutsideCa between = root.intermediate("Issuing CA", OutsideCa.YEAR);
        Identity port = between.port("CiscoUM1-VI1", between.certificate());
        TlsClient client =
                TlsClient.create(mode, port, CallManagerTrust.ofCtl(Lab.ctl(Lab.draft())), TlsOptions.DEFAULT);
        SSLEngine server =
                TlsServer.create(Lab.CUCM_PUB, root.certificate(), Set.of(mode)).engine();
        finish(engine(client), server);
        Identity chainless = new Identity(port.key(), List.of(port.certificate()));
        TlsClient unknown =
                TlsClient.create(mode, chainless, CallManagerTrust.ofCtl(Lab.ctl(Lab.draft())), TlsOptions.DEFAULT);
        SSLEngine again =
                TlsServer.create(Lab.CUCM_PUB, root.certificate(), Set.of(mode)).engine();
        assertNotNull(Handshake.run(engine(unknown), again).server());
    }

    @Test
    void authenticated_port_at_an_encrypted_only_server_is_a_mode_mismatch() throws Exception {
        Fault fault = failure(SecurityMode.AUTHENTICATED, server(SecurityMode.ENCRYPTED));
        assertInstanceOf(Fault.ModeMismatch.class, fault, fault.line());
        assertTrue(fault.what().contains("it probably has this port as encrypted"), fault.line());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void authenticated_port_at_an_encrypted_server_of_one_version_is_a_mode_mismatch(String protocol) throws Exception {
        Fault fault = failure(SecurityMode.AUTHENTICATED, server(SecurityMode.ENCRYPTED, protocol));
        assertInstanceOf(Fault.ModeMismatch.class, fault, fault.line());
    }

    @Test
    void encrypted_port_at_an_authenticated_only_server_is_a_mode_mismatch() throws Exception {
        Fault fault = failure(SecurityMode.ENCRYPTED, server(SecurityMode.AUTHENTICATED));
        assertInstanceOf(Fault.ModeMismatch.class, fault, fault.line());
        assertTrue(fault.what().contains("it probably has this port as authenticated"), fault.line());
    }

    @Test
    void certificate_of_another_server_is_untrusted_with_both_fingerprints() throws Exception {
        TlsServer impostor = TlsServer.create(Lab.CUCM_SUB, Lab.ROOT.root(), Set.of(SecurityMode.ENCRYPTED));
        Fault fault = failure(SecurityMode.ENCRYPTED, impostor);
        assertInstanceOf(Fault.Untrusted.class, fault);
        assertTrue(fault.what().contains(Fingerprint.sha256(Lab.CUCM_SUB.certificate())), fault.what());
        assertTrue(fault.what().contains(Fingerprint.sha256(Lab.CUCM_PUB.certificate())), fault.what());
    }

    @Test
    void expired_certificate_that_matches_is_accepted_and_flagged() throws Exception {
        TlsClient client = clientOf(EXPIRED, TlsOptions.DEFAULT);
        SSLEngine port = engine(client);
        finish(port, serverOf(EXPIRED).engine());
        assertTrue(client.facts(port).peerExpired());
    }

    @Test
    void expired_certificate_is_refused_with_reject_expired() throws Exception {
        TlsClient client = clientOf(EXPIRED, new TlsOptions(false, true));
        SSLEngine port = engine(client);
        Handshake.Outcome outcome = Handshake.run(port, serverOf(EXPIRED).engine());
        Fault fault = client.faultOf(outcome.clientFailure(), port);
        assertInstanceOf(Fault.Untrusted.class, fault);
        assertTrue(fault.what().contains("which ended on"), fault.what());
    }

    @Test
    void certificate_that_is_not_yet_valid_is_refused() throws Exception {
        Identity early = CertificateAuthority.selfSignedCallManager(
                "cucm-pub", Lab.fromTo(Duration.ofDays(1), Duration.ofDays(9)));
        TlsClient client = clientOf(early, TlsOptions.DEFAULT);
        SSLEngine port = engine(client);
        Handshake.Outcome outcome = Handshake.run(port, serverOf(early).engine());
        Fault fault = client.faultOf(outcome.clientFailure(), port);
        assertInstanceOf(Fault.Untrusted.class, fault);
        assertTrue(fault.what().contains("isn't valid before"), fault.what());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void server_refuses_a_port_from_another_root(String protocol) throws Exception {
        Identity stranger =
                CertificateAuthority.create("another root", Lab.years(1), 2048).issuePort(Lab.DEVICE);
        TlsClient client = TlsClient.create(
                SecurityMode.ENCRYPTED, stranger, CallManagerTrust.ofCtl(Lab.ctl(Lab.draft())), TlsOptions.DEFAULT);
        SSLEngine port = engine(client);
        Handshake.Outcome outcome =
                Handshake.run(port, server(SecurityMode.ENCRYPTED, protocol).engine());
        assertTrue(outcome.serverFailure().toString().contains("isn't from the root"), outcome.toString());
        Fault fault = client.faultOf(outcome.clientFailure(), port);
        assertInstanceOf(Fault.Untrusted.class, fault, fault.line());
        assertTrue(fault.todo().contains("CallManager-trust"), fault.line());
    }

    @Test
    void server_refuses_a_port_certificate_that_has_ended() throws Exception {
        Identity ended = Lab.ROOT.issuePort(Lab.DEVICE, Lab.fromTo(Duration.ofDays(-9), Duration.ofDays(-1)));
        TlsClient client = TlsClient.create(
                SecurityMode.ENCRYPTED, ended, CallManagerTrust.ofCtl(Lab.ctl(Lab.draft())), TlsOptions.DEFAULT);
        SSLEngine port = engine(client);
        Handshake.Outcome outcome =
                Handshake.run(port, server(SecurityMode.ENCRYPTED).engine());
        assertInstanceOf(Fault.Untrusted.class, client.faultOf(outcome.clientFailure(), port));
    }

    @Test
    void every_connection_judges_the_certificate_again() throws Exception {
        TlsClient client = client(SecurityMode.AUTHENTICATED);
        TlsServer server = server(SecurityMode.AUTHENTICATED);
        SSLEngine first = engine(client);
        finish(first, server.engine());
        SSLEngine second = engine(client);
        finish(second, server.engine());
        assertTrue(!Octets.of(first.getSession().getId())
                .equals(Octets.of(second.getSession().getId())));
        assertEquals(matched(), client.facts(second).matchedBy());
    }

    @Test
    void null_suite_carries_text_that_anybody_can_read_but_encryption_does_not() throws Exception {
        assertTrue(onTheWire(SecurityMode.AUTHENTICATED).contains(SECRET));
        assertTrue(!onTheWire(SecurityMode.ENCRYPTED).contains(SECRET));
    }

    @Test
    void peer_that_does_not_speak_tls_is_named_so() throws Exception {
        TlsClient client = client(SecurityMode.ENCRYPTED);
        SSLEngine port = engine(client);
        port.beginHandshake();
        // KeepAliveAck of SCCP: length 4, header version 0, message 0x0100, in little-endian.
        ByteBuffer sccp = ByteBuffer.wrap(new byte[] {4, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0});
        port.wrap(ByteBuffer.allocate(0), ByteBuffer.allocate(64 * 1024));
        SSLException failure =
                assertThrows(SSLException.class, () -> port.unwrap(sccp, ByteBuffer.allocate(64 * 1024)));
        Fault fault = client.faultOf(failure, port);
        assertInstanceOf(Fault.PeerIncompatible.class, fault, fault.line());
        assertTrue(fault.todo().contains("2443"), fault.line());
    }

    @Test
    void connection_closed_in_the_handshake_is_a_lost_link() throws Exception {
        TlsClient client = client(SecurityMode.ENCRYPTED);
        SSLEngine port = engine(client);
        assertInstanceOf(Fault.LinkLost.class, client.faultOf(new ClosedChannelException(), port));
    }

    @Test
    void facts_are_refused_before_the_handshake_is_finished() throws Exception {
        TlsClient client = client(SecurityMode.ENCRYPTED);
        SSLEngine port = engine(client);
        assertThrows(IllegalStateException.class, () -> client.facts(port));
    }

    @Test
    void engine_of_another_client_is_refused() throws Exception {
        SSLEngine foreign = engine(client(SecurityMode.ENCRYPTED));
        TlsClient client = client(SecurityMode.ENCRYPTED);
        assertThrows(IllegalArgumentException.class, () -> client.facts(foreign));
    }

    private static final Identity EXPIRED = CertificateAuthority.selfSignedCallManager(
            "cucm-pub", Lab.fromTo(Duration.ofDays(-9), Duration.ofDays(-1)));

    private static String onTheWire(SecurityMode mode) throws Exception {
        SSLEngine port = engine(client(mode));
        SSLEngine server = server(mode).engine();
        finish(port, server);
        ByteBuffer wire = ByteBuffer.allocate(64 * 1024);
        port.wrap(ByteBuffer.wrap(SECRET.getBytes(StandardCharsets.US_ASCII)), wire);
        return new String(wire.array(), 0, wire.position(), StandardCharsets.ISO_8859_1);
    }

    private static Fault failure(SecurityMode mode, TlsServer server) throws Exception {
        TlsClient client = client(mode);
        SSLEngine port = engine(client);
        Handshake.Outcome outcome = Handshake.run(port, server.engine());
        return client.faultOf(outcome.clientFailure(), port);
    }

    private static void finish(SSLEngine port, SSLEngine server) {
        byte[] message = {5, 6, 7};
        Handshake.Outcome outcome = Handshake.run(port, server, message);
        assertNull(outcome.client());
        assertNull(outcome.server());
        assertEquals(Octets.of(message), outcome.sentByClient());
    }

    private static TlsClient client(SecurityMode mode) throws Exception {
        return TlsClient.create(mode, Lab.PORT, CallManagerTrust.ofCtl(Lab.ctl(Lab.draft())), TlsOptions.DEFAULT);
    }

    private static TlsClient clientOf(Identity callManager, TlsOptions options) throws Exception {
        Ctl ctl = Lab.ctl(Lab.server(CtlRole.CCM_TFTP, "cucm-pub", Lab.PUBLISHER, callManager));
        return TlsClient.create(SecurityMode.ENCRYPTED, Lab.PORT, CallManagerTrust.ofCtl(ctl), options);
    }

    private static SSLEngine engine(TlsClient client) {
        return client.engine("192.0.2.10", Lab.PUBLISHER_TLS);
    }

    private static TlsServer server(SecurityMode mode, String... protocols) {
        return TlsServer.create(Lab.CUCM_PUB, Lab.ROOT.root(), Set.of(mode), protocols);
    }

    private static TlsServer serverOf(Identity callManager) {
        return TlsServer.create(callManager, Lab.ROOT.root(), Set.of(SecurityMode.ENCRYPTED));
    }

    private static String matched() {
        return "CTL record CCM+TFTP 192.0.2.10";
    }

    private static String protocolAndSuite(TlsFacts facts) {
        return String.join(" ", List.of(facts.protocol(), facts.cipherSuite()));
    }
}
