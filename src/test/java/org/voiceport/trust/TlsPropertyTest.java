package org.voiceport.trust;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TlsPropertyTest {
    /** The default of JDK 25. */
    private static final String JDK_25 =
            "SSLv3, TLSv1, TLSv1.1, DTLSv1.0, RC4, DES, MD5withRSA, DH keySize < 1024, EC keySize < 224, 3DES_EDE_CBC,"
                    + " anon, NULL, ECDH, TLS_RSA_*, rsa_pkcs1_sha1 usage HandshakeSignature";

    @Test
    void allows_null_suites_and_rsa_key_exchange_only() {
        assertEquals(
                "SSLv3, TLSv1, TLSv1.1, DTLSv1.0, RC4, DES, MD5withRSA, DH keySize < 1024, EC keySize < 224,"
                        + " 3DES_EDE_CBC, anon, ECDH, rsa_pkcs1_sha1 usage HandshakeSignature",
                TlsProperty.without(JDK_25, false));
    }

    @Test
    void legacy_allows_tls_1_0_and_1_1_too() {
        assertEquals(
                "SSLv3, DTLSv1.0, RC4, DES, MD5withRSA, DH keySize < 1024, EC keySize < 224,"
                        + " 3DES_EDE_CBC, anon, ECDH, rsa_pkcs1_sha1 usage HandshakeSignature",
                TlsProperty.without(JDK_25, true));
    }

    @Test
    void same_value_again_does_nothing() {
        assertDoesNotThrow(() -> TlsProperty.install(false));
    }

    @Test
    void other_value_needs_a_restart() {
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> TlsProperty.install(true));
        assertTrue(String.valueOf(e.getMessage()).contains("needs a restart"));
    }

    @Test
    void legacy_process_handshakes_with_tls_1_0() throws Exception {
        assertEquals(
                "AUTHENTICATED TLSv1 TLS_RSA_WITH_NULL_SHA, ENCRYPTED TLSv1 TLS_RSA_WITH_AES_128_CBC_SHA",
                ChildJvm.run(LegacyTlsProbe.class));
    }

    @Test
    void use_of_tls_before_the_property_is_told() throws Exception {
        assertEquals("told", ChildJvm.run(LateTlsProbe.class));
    }
}
