package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.voiceport.daemon.Exchange.await;
import static org.voiceport.event.SecurityMode.AUTHENTICATED;
import static org.voiceport.event.SecurityMode.NON_SECURE;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.event.PortEvent;
import org.voiceport.event.SecurityMode;
import org.voiceport.sim.LeftMessage;
import org.voiceport.sim.Misbehaviour;

/** A call manager that drops who announces a version above its own: the port finds one that it can do. */
class OldCallManagerTest {
    private static final int OLD = 9;

    @TempDir
    Path directory;

    @Test
    void the_version_steps_down_until_the_port_registers_and_the_mode_stays() {
        try (Exchange exchange = Exchange.start(Exchange.settings().maxVersion(OLD))) {
            exchange.callManager().misbehave(Misbehaviour.CLOSE_ON_HIGHER_VERSION);
            Installation installation = Installation.in(directory)
                    .callManager(exchange.callManager())
                    .port(NON_SECURE)
                    .port(AUTHENTICATED);
            try (TestDaemon daemon = installation.start()) {
                for (SecurityMode mode : List.of(NON_SECURE, AUTHENTICATED)) {
                    PortEvent.Registered registered = daemon.registered(mode);
                    assertEquals(5, registered.protocolVersion());
                    assertEquals(mode, registered.mode());
                    assertEquals(
                            List.of(11, 5),
                            daemon
                                    .events()
                                    .all(
                                            PortEvent.VersionLowered.class,
                                            e -> e.device().equals(DemoLab.port(mode)))
                                    .stream()
                                    .map(PortEvent.VersionLowered::to)
                                    .toList());
                }
                // The phones announce version 20 and never step down.
                exchange.callManager().misbehave();
                assertEquals(
                        LeftMessage.Outcome.LEFT,
                        await(exchange.leave(NON_SECURE, NON_SECURE)).outcome());
            }
        }
    }

    @Test
    void a_call_manager_that_says_so_is_believed_at_once() {
        try (Exchange exchange = Exchange.start()) {
            exchange.callManager().rejectText("Protocol version unknown");
            exchange.callManager().misbehave(Misbehaviour.REJECT_ALL);
            Installation installation = Installation.in(directory)
                    .callManager(exchange.callManager())
                    .port(NON_SECURE);
            try (TestDaemon daemon = installation.start()) {
                PortEvent.VersionLowered lowered = daemon.events().await(PortEvent.VersionLowered.class, e -> true);
                assertEquals(17, lowered.from());
                assertEquals(11, lowered.to());
                exchange.callManager().misbehave();
                assertTrue(daemon.registered(NON_SECURE).protocolVersion() <= 17);
            }
        }
    }
}
