package org.voiceport.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.voiceport.event.SecurityMode;

class CipherSuitesTest {
    @ParameterizedTest
    @EnumSource(names = {"AUTHENTICATED", "ENCRYPTED"})
    void this_java_platform_has_every_suite_of_each_mode(SecurityMode mode) throws Exception {
        List<String> supported = Arrays.stream(
                        SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites())
                .map(CipherSuites::iana)
                .toList();
        assertTrue(supported.containsAll(CipherSuites.of(mode)), supported.toString());
    }

    @Test
    void names_are_mapped_both_ways() {
        for (SecurityMode mode : EnumSet.of(SecurityMode.AUTHENTICATED, SecurityMode.ENCRYPTED)) {
            for (String suite : CipherSuites.of(mode)) {
                assertEquals(suite, CipherSuites.iana(CipherSuites.jsse(suite)));
            }
        }
    }

    @Test
    void jsse_calls_the_classic_null_suite_ssl() {
        assertEquals("SSL_RSA_WITH_NULL_SHA", CipherSuites.jsse("TLS_RSA_WITH_NULL_SHA"));
        assertEquals("TLS_RSA_WITH_NULL_SHA", CipherSuites.iana("SSL_RSA_WITH_NULL_SHA"));
    }

    @Test
    void encrypted_port_enables_no_suite_without_encryption() throws Exception {
        List<String> enabled = enabled(clientEngine(SecurityMode.ENCRYPTED));
        assertEquals(CipherSuites.of(SecurityMode.ENCRYPTED), enabled);
        assertTrue(enabled.stream().noneMatch(s -> s.contains("NULL")), enabled.toString());
    }

    @Test
    void authenticated_port_enables_no_suite_that_encrypts() throws Exception {
        List<String> enabled = enabled(clientEngine(SecurityMode.AUTHENTICATED));
        assertEquals(CipherSuites.of(SecurityMode.AUTHENTICATED), enabled);
        assertTrue(enabled.stream().allMatch(s -> s.contains("_WITH_NULL_")), enabled.toString());
    }

    @Test
    void classic_cbc_suite_is_offered_last() {
        List<String> suites = CipherSuites.of(SecurityMode.ENCRYPTED);
        assertEquals("TLS_RSA_WITH_AES_128_CBC_SHA", suites.get(suites.size() - 1));
    }

    @Test
    void old_protocols_are_never_enabled_without_legacy() throws Exception {
        assertEquals(List.of("TLSv1.3", "TLSv1.2"), protocols(clientEngine(SecurityMode.ENCRYPTED)));
        assertEquals(List.of("TLSv1.2"), protocols(clientEngine(SecurityMode.AUTHENTICATED)));
    }

    @Test
    void server_of_authenticated_ports_has_neither_encryption_nor_tls_1_3() {
        SSLEngine engine = serverEngine(Set.of(SecurityMode.AUTHENTICATED));
        assertEquals(CipherSuites.of(SecurityMode.AUTHENTICATED), enabled(engine));
        assertEquals(List.of("TLSv1.2"), protocols(engine));
    }

    @Test
    void server_of_both_modes_puts_encrypting_suites_first() {
        SSLEngine engine = serverEngine(EnumSet.of(SecurityMode.AUTHENTICATED, SecurityMode.ENCRYPTED));
        assertEquals(
                Stream.of(SecurityMode.ENCRYPTED, SecurityMode.AUTHENTICATED)
                        .flatMap(mode -> CipherSuites.of(mode).stream())
                        .toList(),
                enabled(engine));
        assertTrue(engine.getSSLParameters().getUseCipherSuitesOrder());
        assertTrue(engine.getNeedClientAuth());
    }

    @Test
    void non_secure_has_no_tls() {
        assertThrows(IllegalArgumentException.class, () -> CipherSuites.of(SecurityMode.NON_SECURE));
        assertThrows(IllegalArgumentException.class, () -> serverEngine(Set.of(SecurityMode.NON_SECURE)));
        assertThrows(IllegalArgumentException.class, () -> clientEngine(SecurityMode.NON_SECURE));
    }

    @Test
    void client_with_legacy_needs_a_process_with_legacy() {
        assertThrows(
                IllegalStateException.class,
                () -> TlsClient.create(
                        SecurityMode.ENCRYPTED,
                        Lab.PORT,
                        CallManagerTrust.ofPins(List.of()),
                        new TlsOptions(true, false)));
    }

    private static SSLEngine clientEngine(SecurityMode mode) {
        return TlsClient.create(mode, Lab.PORT, CallManagerTrust.ofPins(List.of()), TlsOptions.DEFAULT)
                .engine("192.0.2.10", Lab.PUBLISHER_TLS);
    }

    private static SSLEngine serverEngine(Set<SecurityMode> modes) {
        return TlsServer.create(Lab.CUCM_PUB, Lab.ROOT.root(), modes).engine();
    }

    private static List<String> enabled(SSLEngine engine) {
        return Arrays.stream(engine.getEnabledCipherSuites())
                .map(CipherSuites::iana)
                .toList();
    }

    private static List<String> protocols(SSLEngine engine) {
        return List.of(engine.getEnabledProtocols());
    }
}
