package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.voiceport.event.SecurityMode.ENCRYPTED;
import static org.voiceport.event.SecurityMode.NON_SECURE;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Fault;
import org.voiceport.sim.CallManagerSettings;
import org.voiceport.sim.Misbehaviour;

/** A refused registration is told in the call manager's own words, and tried again. */
class RejectionTest {
    private static final DeviceName PORT = DemoLab.port(NON_SECURE);

    @TempDir
    Path directory;

    private Installation installation(Exchange exchange) {
        return Installation.in(directory).callManager(exchange.callManager()).port(NON_SECURE);
    }

    @Test
    void free_text_is_quoted_and_a_later_yes_counts() {
        try (Exchange exchange = Exchange.start()) {
            exchange.callManager().rejectText("Node is being upgraded");
            exchange.callManager().misbehave(Misbehaviour.REJECT_ALL);
            try (TestDaemon daemon = installation(exchange).start()) {
                Fault.Rejected fault = assertInstanceOf(
                        Fault.Rejected.class, daemon.unregistered(PORT).fault());
                assertEquals("Node is being upgraded", fault.text());
                assertTrue(fault.what().contains("'Node is being upgraded'"), fault.what());

                exchange.callManager().misbehave();
                daemon.registered(NON_SECURE);
            }
        }
    }

    @Test
    void a_text_that_would_forge_log_lines_stays_one_line() {
        try (Exchange exchange = Exchange.start()) {
            exchange.callManager().rejectText("no\r\nERROR \u001b[31mforged");
            exchange.callManager().misbehave(Misbehaviour.REJECT_ALL);
            try (TestDaemon daemon = installation(exchange).start()) {
                String told = daemon.unregistered(PORT).text();

                assertTrue(told.chars().noneMatch(Character::isISOControl), told);
            }
        }
    }

    @Test
    void an_unknown_device_is_named() {
        CallManagerSettings.Builder nothing = Exchange.withoutPorts();
        try (Exchange exchange = Exchange.start(nothing);
                TestDaemon daemon = Installation.in(directory)
                        .callManager(exchange.callManager())
                        .port(ENCRYPTED)
                        .start()) {
            DeviceName port = DemoLab.port(ENCRYPTED);
            Fault fault = daemon.unregistered(port).fault();

            assertInstanceOf(Fault.Rejected.class, fault);
            assertTrue(fault.line().contains(port.value()), fault.line());
        }
    }

    @Test
    void a_second_daemon_with_the_same_name_waits_for_the_first_to_leave() {
        try (Exchange exchange = Exchange.start();
                TestDaemon first = installation(exchange).start()) {
            first.registered(NON_SECURE);
            try (TestDaemon second = installation(exchange).start()) {
                Fault fault = second.unregistered(PORT).fault();
                assertInstanceOf(Fault.Rejected.class, fault);
                assertTrue(fault.todo().contains("another machine uses that name"), fault.todo());
                assertTrue(exchange.callManager().isRegistered(PORT));

                first.stop();
                second.registered(NON_SECURE);
            }
        }
    }
}
