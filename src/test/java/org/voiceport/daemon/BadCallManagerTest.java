package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.voiceport.daemon.Exchange.await;
import static org.voiceport.event.SecurityMode.ENCRYPTED;
import static org.voiceport.event.SecurityMode.NON_SECURE;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.audio.Similarity;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Fault;
import org.voiceport.event.PortEvent;
import org.voiceport.sim.CallManagerSettings;
import org.voiceport.sim.LeftMessage;
import org.voiceport.sim.Misbehaviour;
import org.voiceport.sim.PhoneCall;

/** Call managers that are silent, babble, die or come back: the next one takes over, and other ports don't notice. */
class BadCallManagerTest {
    private static final DeviceName PORT = DemoLab.port(ENCRYPTED);

    @TempDir
    Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    private Exchange exchange(CallManagerSettings.Builder settings) {
        Exchange exchange = Exchange.start(settings);
        open.add(exchange);
        return exchange;
    }

    private TestDaemon start(Installation installation) {
        TestDaemon daemon = installation.start();
        open.add(0, daemon);
        return daemon;
    }

    /** The bad one first, the good one second. */
    private Installation two(Exchange bad, Exchange good) {
        return Installation.in(directory)
                .callManager(bad.callManager())
                .callManager(
                        "localhost",
                        good.callManager().clearAddress().getPort(),
                        good.callManager().tlsAddress().getPort());
    }

    private record Bad(Misbehaviour how, Class<? extends Fault> fault, String words) {}

    @TestFactory
    Stream<DynamicTest> the_second_takes_over_from_one_that() {
        return Stream.of(
                new Bad(Misbehaviour.NO_KEEPALIVE_ACK, Fault.LinkLost.class, "3 keepalives unanswered"),
                new Bad(Misbehaviour.GARBAGE, Fault.Malformed.class, "can't be cut into messages"),
                new Bad(Misbehaviour.SILENT_AFTER_ACCEPT, Fault.LinkLost.class, "TLS handshake"),
                new Bad(Misbehaviour.SILENT_AFTER_REGISTER, Fault.LinkLost.class, "no answer to Register"),
                new Bad(Misbehaviour.REJECT_ALL, Fault.Rejected.class, "refuses the registration"))
                .map(this::takesOver)
                .toList() // all begin before the first is waited for
                .stream();
    }

    private DynamicTest takesOver(Bad bad) {
        Exchange first = exchange(Exchange.settings().keepAliveSeconds(1));
        first.callManager().misbehave(bad.how);
        Exchange second = exchange(Exchange.settings());
        TestDaemon daemon = start(two(first, second).port(ENCRYPTED));
        return dynamicTest(bad.how.name(), () -> {
            PortEvent.Unregistered failed = daemon.unregistered(PORT);
            assertInstanceOf(bad.fault, failed.fault());
            assertTrue(failed.text().contains(bad.words), failed::text);
            assertTrue(failed.callManager().startsWith("127.0.0.1:"), failed::callManager);
            PortEvent.Registered taken = daemon.events()
                    .await(PortEvent.Registered.class, e -> e.callManager().startsWith("localhost"));
            assertEquals(PORT, taken.device());
        });
    }

    @Test
    void a_dropped_port_comes_back() {
        Exchange first = exchange(Exchange.settings());
        Exchange second = exchange(Exchange.settings());
        TestDaemon daemon = start(two(first, second).port(ENCRYPTED));
        daemon.registered(ENCRYPTED);
        first.callManager().dropConnection(PORT);

        daemon.registered(PORT, 2);
        assertInstanceOf(Fault.LinkLost.class, daemon.unregistered(PORT).fault());
    }

    @Test
    void a_call_manager_that_restarts_gets_its_ports_back() {
        Exchange first = Exchange.start();
        var address = first.callManager().clearAddress();
        int clear = address.getPort();
        int secure = first.callManager().tlsAddress().getPort();
        TestDaemon daemon = start(Installation.in(directory)
                .callManager(first.callManager())
                .port(ENCRYPTED)
                .port(NON_SECURE));
        daemon.registered(ENCRYPTED);
        daemon.registered(NON_SECURE);
        PhoneCall call = first.phoneOf(NON_SECURE).call(Exchange.mailbox(ENCRYPTED));
        await(call.beep());
        await(call.say(Exchange.SPEECH));
        first.callManager().close();
        daemon.unregistered(PORT);
        first.close();
        exchange(Exchange.settings().listen(address.getAddress(), clear, secure));

        daemon.registered(PORT, 2);
        daemon.registered(DemoLab.port(NON_SECURE), 2);
        short[] stored = TestDaemon.sound(daemon.stored(PORT));
        assertTrue(Similarity.compare(Exchange.SPEECH, stored).score() >= 0.97);
    }

    @Test
    void a_call_goes_on_while_another_port_hears_garbage() {
        Exchange good = exchange(Exchange.settings());
        Exchange bad = exchange(Exchange.settings());
        bad.callManager().misbehave(Misbehaviour.GARBAGE);
        TestDaemon daemon = start(two(bad, good)
                .portOf("localhost", DemoLab.port(NON_SECURE), NON_SECURE)
                .portOf("127.0.0.1", PORT, ENCRYPTED)
                .timings("firstRetryLeast: 1ms, firstRetryMost: 2ms, retryMost: 10ms"));
        daemon.registered(NON_SECURE);
        CompletableFuture<LeftMessage> left = good.leave(NON_SECURE, NON_SECURE);
        daemon.unregistered(PORT);

        short[] stored = TestDaemon.sound(daemon.stored(DemoLab.port(NON_SECURE)));
        assertEquals(LeftMessage.Outcome.LEFT, await(left).outcome());
        assertTrue(Similarity.compare(Exchange.SPEECH, stored).score() >= 0.97);
        assertTrue(bad.callManager().received(PORT).size() > 10, "the other port didn't try on");
    }
}
