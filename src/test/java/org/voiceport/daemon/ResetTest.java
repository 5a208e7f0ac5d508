package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.voiceport.daemon.Exchange.await;
import static org.voiceport.event.SecurityMode.ENCRYPTED;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.audio.Similarity;
import org.voiceport.event.DeviceName;
import org.voiceport.event.PortEvent;
import org.voiceport.sccp.RegistrationMessage;
import org.voiceport.sccp.ResetType;
import org.voiceport.sim.PhoneCall;
import org.voiceport.sim.SimEvent;

/** Reset, Restart and ApplyConfig: the port leaves properly, after its call if it has one, and comes back. */
class ResetTest {
    private static final DeviceName PORT = DemoLab.port(ENCRYPTED);

    @TempDir
    Path directory;

    private Exchange exchange;
    private TestDaemon daemon;

    @BeforeEach
    void registered() {
        exchange = Exchange.start();
        daemon = Installation.in(directory)
                .callManager(exchange.callManager())
                .port(ENCRYPTED)
                .start();
        daemon.registered(ENCRYPTED);
    }

    @AfterEach
    void close() {
        daemon.close();
        exchange.close();
    }

    @Test
    void an_idle_port_leaves_at_once_and_comes_back() {
        int registrations = 1;
        for (ResetType type : List.of(ResetType.RESET, ResetType.RESTART, ResetType.APPLY_CONFIG)) {
            var left = exchange.callManager().nextEvent(SimEvent.Unregistered.class, e -> true);
            assertTrue(exchange.callManager().reset(PORT, type));

            assertTrue(await(left).asked(), type::toString);
            registrations++;
            daemon.registered(PORT, registrations);
        }
        assertEquals(
                List.of(false, false, false),
                daemon.events().all(PortEvent.ResetAsked.class).stream()
                        .map(PortEvent.ResetAsked::afterCall)
                        .toList());
    }

    @Test
    void a_busy_port_leaves_after_its_call() {
        PhoneCall call = exchange.phoneOf(ENCRYPTED).call(Exchange.mailbox(ENCRYPTED));
        await(call.beep());
        exchange.callManager().reset(PORT, ResetType.RESET);
        assertTrue(daemon.events().await(PortEvent.ResetAsked.class, e -> true).afterCall());
        await(call.say(Exchange.SPEECH));
        assertTrue(exchange.callManager().received(PORT).stream()
                .noneMatch(RegistrationMessage.Unregister.class::isInstance));
        call.hangUp();

        short[] stored = TestDaemon.sound(daemon.stored(PORT));
        assertTrue(Similarity.compare(Exchange.SPEECH, stored).score() >= 0.97);
        assertTrue(await(exchange.callManager()
                        .event(SimEvent.Unregistered.class, e -> e.device().equals(PORT)))
                .asked());
        daemon.registered(PORT, 2);
    }
}
