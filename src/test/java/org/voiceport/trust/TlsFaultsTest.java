package org.voiceport.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voiceport.event.Fault;
import org.voiceport.event.FaultPolicy;
import org.voiceport.event.SecurityMode;

/** Messages as JDK 17 and 25 word them, and as Netty does. */
class TlsFaultsTest {
    private static final TlsFaults FAULTS = new TlsFaults(SecurityMode.ENCRYPTED, "cm1 (192.0.2.10):2443");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Received fatal alert: handshake_failure                          | mode_mismatch
            (handshake_failure) Received fatal alert: handshake_failure      | mode_mismatch
            Received fatal alert: insufficient_security                      | mode_mismatch
            Received fatal alert: protocol_version                           | mode_mismatch
            Received fatal alert: unknown_ca                                 | untrusted
            Received fatal alert: bad_certificate                            | untrusted
            Received fatal alert: certificate_unknown                        | untrusted
            Received fatal alert: certificate_expired                        | untrusted
            Received fatal alert: certificate_required                       | untrusted
            Received fatal alert: access_denied                              | untrusted
            Received fatal alert: internal_error                             | peer_incompatible
            Unsupported or unrecognized SSL message                          | peer_incompatible
            not an SSL/TLS record: 0400000000000000000100                    | peer_incompatible
            The server selected protocol version TLS10 is not accepted by client preferences [TLS12] | peer_incompatible
            No appropriate protocol (protocol is disabled or cipher suites are inappropriate)        | misconfigured
            Connection closed while SSL/TLS handshake was in progress        | link_lost
            closing inbound before receiving peer's close_notify             | link_lost
            Received close_notify during handshake                           | link_lost
            Insufficient buffer remaining for AEAD cipher fragment           | peer_incompatible
            Tag mismatch                                                     | untrusted
            Tag mismatch!                                                    | untrusted
            bad record MAC                                                   | untrusted
            Received fatal alert: bad_record_mac                             | untrusted
            Server selected improper ciphersuite SSL_RSA_WITH_NULL_SHA       | peer_misbehaved
            """)
    void message_tells_whose_fault_it_is(String message, String label) {
        assertEquals(label, FaultPolicy.label(FAULTS.faultOf(new SSLHandshakeException(message))));
    }

    @Test
    void wrapped_failures_are_unwrapped() {
        Throwable wrapped =
                new IllegalStateException(new IOException(new SSLException("Received fatal alert: unknown_ca")));
        assertEquals("untrusted", FaultPolicy.label(FAULTS.faultOf(wrapped)));
    }

    @Test
    void connection_reset_is_a_lost_link() {
        assertEquals("link_lost", FaultPolicy.label(FAULTS.faultOf(new IOException("Connection reset by peer"))));
    }

    @Test
    void cipher_suite_that_was_not_offered_has_its_iana_name() {
        Fault fault = FAULTS.faultOf(new SSLException("Server selected improper ciphersuite SSL_RSA_WITH_NULL_SHA"));
        assertTrue(fault.what().contains("TLS_RSA_WITH_NULL_SHA"), fault.what());
    }

    @Test
    void fault_names_the_server() {
        Fault fault = FAULTS.faultOf(new SSLException("Received fatal alert: unknown_ca"));
        assertTrue(fault.what().startsWith("cm1 (192.0.2.10):2443 refused"), fault.what());
    }
}
