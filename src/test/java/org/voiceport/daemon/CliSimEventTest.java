package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.voiceport.event.DeviceName;
import org.voiceport.event.TlsFacts;
import org.voiceport.sim.SimEvent;

/** What {@code simulate call-manager} prints. */
class CliSimEventTest {
    private static final DeviceName PORT = new DeviceName("CiscoUM1-VI3");
    private static final TlsFacts FACTS =
            new TlsFacts("TLSv1.3", "TLS_AES_256_GCM_SHA384", "ab".repeat(32), "client root", false);

    static Stream<Arguments> lines() {
        return Stream.of(
                Arguments.of(
                        new SimEvent.Registered(PORT, 17, Optional.empty()),
                        "CiscoUM1-VI3 registered in clear, SCCP version 17"),
                Arguments.of(
                        new SimEvent.Registered(PORT, 17, Optional.of(FACTS)),
                        "CiscoUM1-VI3 registered over TLSv1.3 TLS_AES_256_GCM_SHA384, certificate sha256 "
                                + "ab".repeat(32) + ", SCCP version 17"),
                Arguments.of(new SimEvent.Rejected("X", "Device Unknown"), "X refused: Device Unknown"),
                Arguments.of(new SimEvent.Unregistered(PORT, true, "asked for"), "CiscoUM1-VI3 unregistered"),
                Arguments.of(
                        new SimEvent.Unregistered(PORT, false, "connection lost"),
                        "CiscoUM1-VI3 gone: connection lost"),
                Arguments.of(
                        new SimEvent.MediaAsked(PORT, 0x01000004, true, true),
                        "CiscoUM1-VI3 call 0x01000004 asked to receive, with a key"),
                Arguments.of(
                        new SimEvent.MediaAsked(PORT, -1, false, false),
                        "CiscoUM1-VI3 call 0xffffffff asked to transmit, without a key"),
                Arguments.of(
                        new SimEvent.TlsFailed("no cipher in common"), "TLS handshake failed: no cipher in common"),
                Arguments.of(
                        new SimEvent.Malformed(Optional.of(PORT), "too short"),
                        "CiscoUM1-VI3 sent what can't be read: too short"),
                Arguments.of(
                        new SimEvent.Malformed(Optional.empty(), "too short"),
                        "somebody sent what can't be read: too short"));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void event_is_a_line_for_people(SimEvent event, String line) {
        assertEquals(line, event.line());
    }

    @Test
    void name_of_a_stranger_can_not_write_to_the_terminal() {
        assertEquals("SEP [31mX refused: No", new SimEvent.Rejected("SEP\u001b[31mX\n", "No").line());
    }
}
