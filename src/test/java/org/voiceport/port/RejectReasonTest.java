package org.voiceport.port;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words of the simulator, of chan-sccp and chan_skinny, and such as others may use. */
class RejectReasonTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Device already registered    | NAME_TAKEN
            duplicate registration       | NAME_TAKEN
            Crossover session            | NAME_TAKEN
            Certificate name mismatch    | CERTIFICATE_NAME
            InvalidX509NameInCertificate | CERTIFICATE_NAME
            Security mode mismatch       | SECURITY
            Security Error               | SECURITY
            invalid TLS cipher           | SECURITY
            Protocol version too high    | PROTOCOL_VERSION
            Unsupported Version: 17      | PROTOCOL_VERSION
            Malformed Register Msg       | PROTOCOL_VERSION
            Security protocol mismatch   | SECURITY
            Device Unknown               | UNKNOWN_DEVICE
            No Authority:                | UNKNOWN_DEVICE
            Error DBConfig               | UNKNOWN_DEVICE
            IP Not Authorized            | OTHER
            Wrong model                  | OTHER
            Node is being upgraded       | OTHER
            ''                           | OTHER
            """)
    void words_tell_what_it_is_about(String text, RejectReason reason) {
        assertEquals(reason, RejectReason.of(text));
    }
}
