package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.voiceport.daemon.Exchange.await;
import static org.voiceport.event.SecurityMode.ENCRYPTED;
import static org.voiceport.event.SecurityMode.NON_SECURE;

import java.net.InetAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.audio.Similarity;
import org.voiceport.event.CallReport;
import org.voiceport.event.DeviceName;
import org.voiceport.event.PortEvent;
import org.voiceport.sim.Misbehaviour;
import org.voiceport.sim.PhoneCall;
import org.voiceport.sim.SimEvent;

/** Two call managers: the port has the one that is there, and goes back to the preferred one when it can. */
class FailoverOverLoopbackTest {
    private static final DeviceName PORT = DemoLab.port(NON_SECURE);

    @TempDir
    Path directory;

    private Exchange first;
    private Exchange second;
    private int firstClear;
    private int firstSecure;
    private Installation installation;

    @BeforeEach
    void callManagers() {
        first = Exchange.start();
        second = Exchange.start();
        firstClear = first.callManager().clearAddress().getPort();
        firstSecure = first.callManager().tlsAddress().getPort();
        installation = Installation.in(directory)
                .callManager("127.0.0.1", firstClear, firstSecure)
                .callManager(
                        "localhost",
                        second.callManager().clearAddress().getPort(),
                        second.callManager().tlsAddress().getPort())
                .port(NON_SECURE)
                .timings("firstRetryLeast: 100ms, firstRetryMost: 200ms, retryMost: 500ms, preferred: 200ms,"
                        + " preserved: 500ms");
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    private void firstComesBack() {
        first = Exchange.start(Exchange.settings().listen(InetAddress.getLoopbackAddress(), firstClear, firstSecure));
    }

    @Test
    void the_port_goes_back_when_its_preferred_call_manager_is_there_again() {
        first.close();
        try (TestDaemon daemon = installation.start()) {
            assertTrue(daemon.registered(PORT, 1).callManager().startsWith("localhost"));
            firstComesBack();
            var asked = first.callManager().event(SimEvent.TokenAsked.class, SimEvent.TokenAsked::granted);
            assertEquals(PORT.value(), await(asked).name());
            assertTrue(daemon.registered(PORT, 2).callManager().startsWith("127.0.0.1"));
            var left = second.callManager().event(SimEvent.Unregistered.class, e -> true);
            assertTrue(await(left).asked(), "it has taken leave of the other one");
        }
    }

    @Test
    void a_refused_token_is_asked_for_again() {
        first.close();
        try (TestDaemon daemon = installation.start()) {
            daemon.registered(PORT, 1);
            firstComesBack();
            first.callManager().misbehave(Misbehaviour.REFUSE_TOKENS);
            await(first.callManager().event(SimEvent.TokenAsked.class, token -> !token.granted()));
            first.callManager().misbehave();
            assertTrue(daemon.registered(PORT, 2).callManager().startsWith("127.0.0.1"));
        }
    }

    /** Half the ports prefer the one, half the other; each has the other to fall back to, and goes back when it can. */
    @Test
    void ports_with_orders_of_their_own_share_two_call_managers_and_fall_back_to_each_other() {
        DeviceName other = DemoLab.port(ENCRYPTED);
        String firstName = "127.0.0.1";
        String secondName = "localhost";
        Installation halves = Installation.in(directory)
                .callManager(firstName, firstClear, firstSecure)
                .callManager(
                        secondName,
                        second.callManager().clearAddress().getPort(),
                        second.callManager().tlsAddress().getPort())
                .portOf(firstName + ", " + secondName, PORT, NON_SECURE)
                .portOf(secondName + ", " + firstName, other, ENCRYPTED)
                .timings("firstRetryLeast: 100ms, firstRetryMost: 200ms, retryMost: 500ms, preferred: 200ms");
        try (TestDaemon daemon = halves.start()) {
            assertTrue(daemon.registered(PORT, 1).callManager().startsWith(firstName));
            assertTrue(daemon.registered(other, 1).callManager().startsWith(secondName));
            first.close();
            assertTrue(daemon.registered(PORT, 2).callManager().startsWith(secondName));
            firstComesBack();
            assertTrue(daemon.registered(PORT, 3).callManager().startsWith(firstName), "back to its own");
            second.close();
            assertTrue(daemon.registered(other, 2).callManager().startsWith(firstName));
        }
    }

    @Test
    void what_was_said_before_the_call_manager_was_lost_is_stored_and_the_port_moves_on() {
        try (TestDaemon daemon = installation.start()) {
            daemon.registered(PORT, 1);
            PhoneCall call = first.phoneOf(NON_SECURE).call(Exchange.mailbox(NON_SECURE));
            await(call.beep());
            await(call.say(Exchange.SPEECH));
            assertTrue(first.callManager().dropConnection(PORT));
            daemon.events().await(CallReport.Preserved.class, any -> true);
            PortEvent.Registered again = daemon.registered(PORT, 2);
            assertTrue(again.callManager().startsWith("localhost"), again::callManager);
            assertEquals(
                    "silence after the loss of the call manager",
                    daemon.ended(PORT).by());
            short[] heard = TestDaemon.sound(daemon.stored(PORT));
            assertTrue(Similarity.compare(Exchange.SPEECH, heard).score() > 0.9);
        }
    }
}
