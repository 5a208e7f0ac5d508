package org.voiceport.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLEngine;
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
    private static final Identity EC = ServerKeys.ec("cucm-ec");

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
        "AUTHENTICATED, -tls1_2 -cipher ECDHE-ECDSA-NULL-SHA:@SECLEVEL=0, TLSv1.2 TLS_ECDHE_ECDSA_WITH_NULL_SHA",
        "ENCRYPTED, -tls1_2 -cipher AES128-SHA, TLSv1.2 TLS_RSA_WITH_AES_128_CBC_SHA",
        "ENCRYPTED, -tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256, TLSv1.2 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "ENCRYPTED, -tls1_2 -cipher ECDHE-ECDSA-AES256-GCM-SHA384, TLSv1.2 TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "ENCRYPTED, -tls1_3 -ciphersuites TLS_AES_128_GCM_SHA256, TLSv1.3 TLS_AES_128_GCM_SHA256"
    })
    void port_registers_with_openssl(SecurityMode mode, String options, String expected) throws Exception {
        try (OpensslServer peer = server(options)) {
            TlsClient client = client(mode);
            SSLEngine engine = client.engine("localhost", peer.address());
            SocketHandshake.run(engine, peer.address());
            TlsFacts facts = client.facts(engine);
            assertEquals(expected, facts.protocol() + " " + facts.cipherSuite());
            peer.awaitOutput("CN = CiscoUM1-VI1");
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
        try (OpensslServer peer =
                OpensslServer.start(directory, root.certificate(), Lab.CUCM_PUB, EC, options.split(" "))) {
            TlsClient client = client(mode, port);
            SocketHandshake.run(client.engine("localhost", peer.address()), peer.address());
            peer.awaitOutput("CN = CiscoUM1-VI1");
        }
    }

    @Test
    void openssl_that_encrypts_only_is_a_mode_mismatch() throws Exception {
        try (OpensslServer peer = server("-tls1_2 -cipher AES128-SHA")) {
            TlsClient client = client(SecurityMode.AUTHENTICATED);
            SSLEngine engine = client.engine("localhost", peer.address());
            Fault fault;
            try {
                SocketHandshake.run(engine, peer.address());
                throw new AssertionError("the handshake must fail");
            } catch (IOException e) {
                fault = client.faultOf(e, engine);
            }
            assertEquals(Fault.ModeMismatch.class, fault.getClass(), fault.line());
        }
    }

    private OpensslServer server(String options) throws IOException {
        return OpensslServer.start(directory, Lab.ROOT.root(), Lab.CUCM_PUB, EC, options.split(" "));
    }

    private static TlsClient client(SecurityMode mode) {
        return client(mode, Lab.PORT);
    }

    private static TlsClient client(SecurityMode mode, Identity port) {
        return TlsClient.create(
                mode,
                port,
                CallManagerTrust.ofPins(List.of(Lab.CUCM_PUB.certificate(), EC.certificate())),
                TlsOptions.DEFAULT);
    }
}
