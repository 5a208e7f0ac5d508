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
    private static final String SERVER = "cm1 (192.0.2.10):2443";
    private static final TlsFaults FAULTS = encrypted(TlsOptions.DEFAULT, false);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Received fatal alert: handshake_failure                          | mode_mismatch
            (handshake_failure) Received fatal alert: handshake_failure      | mode_mismatch
            Received fatal alert: insufficient_security                      | mode_mismatch
            Received fatal alert: protocol_version                           | peer_incompatible
            Received fatal alert: unknown_ca                                 | untrusted
            Received fatal alert: bad_certificate                            | untrusted
            Received fatal alert: certificate_unknown                        | untrusted
            Received fatal alert: certificate_expired                        | untrusted
            Received fatal alert: certificate_required                       | untrusted
            Received fatal alert: access_denied                              | untrusted
            Received fatal alert: certificate_revoked                        | untrusted
            Received fatal alert: unsupported_certificate                    | untrusted
            Received fatal alert: decrypt_error                              | untrusted
            Received fatal alert: internal_error                             | peer_incompatible
            Unsupported or unrecognized SSL message                          | peer_incompatible
            not an SSL/TLS record: 0400000000000000000100                    | peer_incompatible
            The server selected protocol version TLS10 is not accepted by client preferences [TLS12] | peer_incompatible
            Server chose TLSv1, but that protocol version is not enabled or not supported by the client. | peer_incompatible
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            unknown_ca              | doesn't know the root                | CallManager-trust
            certificate_expired     | by its clock                         | compare the clocks
            bad_certificate         | damaged, or not valid yet            | compare the clocks
            certificate_unknown     | doesn't say why                      | the device name with the CN
            access_denied           | isn't let in                         | exactly the name
            certificate_revoked     | counts as revoked                    | what CallManager-trust holds
            certificate_required    | it got none                          | report it
            unsupported_certificate | of a kind that it doesn't take       | certs issue
            decrypt_error           | doesn't verify                       | certs issue
            """)
    void each_alert_about_the_certificate_says_what_it_means(String alert, String reason, String todo) {
        Fault fault = FAULTS.faultOf(new SSLException("Received fatal alert: " + alert));
        assertTrue(fault.what().startsWith(SERVER + " refused the certificate of this port: "), fault.what());
        assertTrue(fault.what().contains(reason) && fault.what().contains(alert), fault.what());
        assertTrue(fault.todo().contains(todo), fault.todo());
    }

    @Test
    void handshake_failure_behind_the_servers_certificate_is_about_the_ports() {
        SSLException failure = new SSLException("Received fatal alert: handshake_failure");
        assertEquals(
                "untrusted",
                FaultPolicy.label(encrypted(TlsOptions.DEFAULT, true).faultOf(failure)));
    }

    @Test
    void close_behind_the_servers_certificate_points_to_the_ports() {
        Fault fault = encrypted(TlsOptions.DEFAULT, true).faultOf(new IOException("closed"));
        assertTrue(fault.what().contains("when it was given the certificate of this port"), fault.what());
        assertTrue(fault.todo().contains("CallManager-trust"), fault.todo());
    }

    @Test
    void version_that_nobody_offered_is_told_with_the_ones_that_were() {
        Fault fault = FAULTS.faultOf(new SSLException("Server chose TLSv1, but that protocol version is not enabled"));
        assertTrue(fault.what().contains("it chose TLS 1.0, offered are TLS 1.3, TLS 1.2"), fault.what());
        assertTrue(fault.todo().contains("tls.legacy"), fault.todo());
    }

    @Test
    void legacy_is_not_proposed_where_it_is_on() {
        TlsFaults faults = encrypted(new TlsOptions(true, false), false);
        Fault fault = faults.faultOf(new SSLException("Received fatal alert: protocol_version"));
        assertTrue(fault.what().contains("TLS 1.3, TLS 1.2, TLS 1.1, TLS 1.0"), fault.what());
        assertTrue(!fault.todo().contains("tls.legacy"), fault.todo());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            040000000000000000010000                   | : it speaks SCCP in clear
            485454502f312e3120343030204261642052657175 | : it speaks HTTP
            5353482d322e302d4f70656e5353485f392e320d0a | : it says 'SSH-2.0-OpenSSH_9.2'
            0400000000                                 | ''
            00010203040506070809                       | ''
            """)
    void first_bytes_tell_what_is_spoken_instead_of_tls(String hex, String words) {
        Fault fault = FAULTS.faultOf(new SSLException("not an SSL/TLS record: " + hex));
        assertEquals(SERVER + " doesn't speak TLS" + words, fault.what());
    }

    private static TlsFaults encrypted(TlsOptions options, boolean presented) {
        return new TlsFaults(SecurityMode.ENCRYPTED, options.protocols(SecurityMode.ENCRYPTED), SERVER, presented);
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
