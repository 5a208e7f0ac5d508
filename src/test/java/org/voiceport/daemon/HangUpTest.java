package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.voiceport.daemon.Exchange.await;
import static org.voiceport.event.SecurityMode.NON_SECURE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.audio.Similarity;
import org.voiceport.event.DeviceName;
import org.voiceport.event.MessageEvent;
import org.voiceport.sccp.CallMessage;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.RegistrationMessage;
import org.voiceport.sim.PhoneCall;
import org.voiceport.sim.SimEvent;
import org.voiceport.sim.SimulatedPhone;

/** Whoever ends a call, and whenever: what was said is stored, and nothing else. */
class HangUpTest {
    private static final DeviceName PORT = DemoLab.port(NON_SECURE);
    private static final String MAILBOX = Exchange.mailbox(NON_SECURE);

    @TempDir
    Path directory;

    private Exchange exchange;
    private Installation installation;

    @BeforeEach
    void callManager() {
        exchange = Exchange.start();
        installation =
                Installation.in(directory).callManager(exchange.callManager()).port(NON_SECURE);
    }

    @AfterEach
    void close() {
        exchange.close();
    }

    /** A call that is connected and hears the greeting. */
    private PhoneCall call(TestDaemon daemon) {
        daemon.registered(NON_SECURE);
        SimulatedPhone phone = exchange.phoneOf(NON_SECURE);
        PhoneCall call = phone.call(MAILBOX);
        await(call.connected());
        return call;
    }

    @Test
    void a_caller_who_leaves_during_the_greeting_leaves_nothing() throws IOException {
        try (TestDaemon daemon = installation.start()) {
            PhoneCall call = call(daemon);
            daemon.talking(PORT);
            call.hangUp();

            daemon.discarded(PORT);
            assertEquals("far end", daemon.ended(PORT).by());
            assertEquals(List.of(), files());
        }
    }

    @Test
    void the_port_hangs_up_after_silence() {
        try (TestDaemon daemon = installation.voicemail("silence: 1s").start()) {
            PhoneCall call = call(daemon);
            await(call.beep());
            var unused = call.say(Exchange.SPEECH);
            await(call.ended());

            assertTrue(daemon.ended(PORT).by().startsWith("port"), daemon.ended(PORT)::by);
            assertStored(Exchange.SPEECH, daemon);
        }
    }

    @Test
    void the_port_hangs_up_after_the_longest_message() {
        try (TestDaemon daemon = installation.voicemail("maxMessage: 1s").start()) {
            PhoneCall call = call(daemon);
            await(call.beep());
            var unused = call.say(Exchange.SPEECH);
            await(call.ended());

            assertTrue(daemon.ended(PORT).by().startsWith("port"), daemon.ended(PORT)::by);
            assertEquals(1000, daemon.stored(PORT).millis());
        }
    }

    @Test
    void a_stop_during_a_call_stores_what_was_said_goes_on_hook_and_unregisters() {
        try (TestDaemon daemon = installation.start()) {
            PhoneCall call = call(daemon);
            await(call.beep());
            await(call.say(Exchange.SPEECH));

            assertTrue(daemon.stop());
            await(call.ended());
            assertStored(Exchange.SPEECH, daemon);
            SimEvent.Unregistered left = await(exchange.callManager()
                    .event(SimEvent.Unregistered.class, e -> e.device().equals(PORT)));
            assertTrue(left.asked(), left.why());
            List<Message> received = exchange.callManager().received(PORT);
            assertEquals(
                    List.of("OnHook", "Unregister"),
                    received.stream()
                            .filter(m -> m instanceof CallMessage.OnHook || m instanceof RegistrationMessage.Unregister)
                            .map(m -> m.getClass().getSimpleName())
                            .toList());
        }
    }

    private static void assertStored(short[] said, TestDaemon daemon) {
        MessageEvent.Stored stored = daemon.stored(PORT);
        double score = Similarity.compare(said, TestDaemon.sound(stored)).score();
        assertTrue(score >= 0.97, () -> "similarity " + score);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(installation.store())) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
