package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.voiceport.daemon.Exchange.await;
import static org.voiceport.event.SecurityMode.AUTHENTICATED;
import static org.voiceport.event.SecurityMode.ENCRYPTED;
import static org.voiceport.event.SecurityMode.NON_SECURE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.DeviceName;
import org.voiceport.event.PortEvent;
import org.voiceport.event.SecurityMode;
import org.voiceport.sim.LeftMessage;
import org.voiceport.sim.PhoneCall;
import org.voiceport.sim.SimEvent;

/** Another configuration for a daemon that runs, and its end by draining: nobody who speaks notices. */
class ReloadTest {
    private static final DeviceName CLEAR = DemoLab.port(NON_SECURE);
    private static final DeviceName SECURE = DemoLab.port(ENCRYPTED);
    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    Path directory;

    private Exchange exchange;
    private Installation installation;
    private TestDaemon daemon;

    @BeforeEach
    void start() {
        exchange = Exchange.start();
        installation = Installation.in(directory).callManager(exchange.callManager());
        installation.port(NON_SECURE).port(ENCRYPTED);
        daemon = installation.start();
        daemon.registered(NON_SECURE);
        daemon.registered(ENCRYPTED);
    }

    @AfterEach
    void close() {
        daemon.close();
        exchange.close();
    }

    /** The port in clear with other roles than before, the other one as before. */
    private void changeClear() {
        installation
                .withoutPorts()
                .port(CLEAR, NON_SECURE, ", roles: [answer, notify]")
                .port(ENCRYPTED);
        installation.config();
    }

    private List<PortEvent.Left> left(DeviceName port) {
        return daemon.events().all(PortEvent.Left.class, event -> event.device().equals(port));
    }

    /** A call to the port, beyond the beep. */
    private PhoneCall call(SecurityMode mode) {
        PhoneCall call = exchange.phoneOf(mode).call(Exchange.mailbox(mode));
        await(call.beep());
        return call;
    }

    private void assertUntouched(DeviceName port) {
        assertEquals(
                1,
                daemon.events()
                        .all(PortEvent.Registered.class, event -> event.device().equals(port))
                        .size());
        assertEquals(List.of(), left(port));
        assertTrue(exchange.callManager().isRegistered(port));
    }

    private void leave(SecurityMode mode) {
        assertEquals(LeftMessage.Outcome.LEFT, await(exchange.leave(mode, mode)).outcome());
    }

    @Test
    void a_bad_file_changes_nothing_and_all_that_is_wrong_is_told() throws IOException {
        String good = Files.readString(installation.file());
        Files.writeString(
                installation.file(), good.replace("ports:", "prots:").replace("securityMode", "securitymode"));
        List<String> errors = daemon.reload();
        assertTrue(errors.size() >= 2, errors::toString);
        assertTrue(errors.get(0).startsWith(installation.file() + ":"), errors::toString);
        DaemonEvent.ReloadRefused told = daemon.events().await(DaemonEvent.ReloadRefused.class, any -> true);
        assertEquals(errors.size(), told.errors());
        assertEquals(errors.get(0), told.first());
        assertUntouched(CLEAR);
        assertUntouched(SECURE);
        leave(NON_SECURE);
    }

    @Test
    void what_is_fixed_at_the_start_is_named() throws IOException {
        installation.section("tls", "{ legacy: true }").section("media", "{ udpPorts: 30000-30099 }");
        installation.config();
        List<String> errors = daemon.reload();
        assertEquals(1, errors.size(), errors::toString);
        assertTrue(errors.get(0).contains("tls.legacy, media.udpPorts can't"), errors::toString);
        DaemonEvent.ReloadRefused told = daemon.events().await(DaemonEvent.ReloadRefused.class, any -> true);
        assertTrue(told.todo().startsWith("restart"), told::todo);
        assertUntouched(CLEAR);
    }

    @Test
    void a_port_whose_certificate_is_missing_refuses_the_whole() throws IOException {
        installation.port(AUTHENTICATED);
        Files.delete(installation.certs().resolve("ports").resolve(DemoLab.port(AUTHENTICATED) + ".p12"));
        installation.config();
        List<String> errors = daemon.reload();
        assertEquals(1, errors.size(), errors::toString);
        assertTrue(errors.get(0).contains(DemoLab.port(AUTHENTICATED).value()), errors::toString);
        assertUntouched(CLEAR);
        assertUntouched(SECURE);
    }

    @Test
    void a_port_that_has_changed_registers_anew_and_the_other_keeps_its_connection() {
        changeClear();
        assertEquals(List.of(), daemon.reload());
        daemon.registered(CLEAR, 2);
        assertEquals("another configuration, or a drain", left(CLEAR).get(0).reason());
        assertUntouched(SECURE);
        DaemonEvent.NotServed notServed = daemon.events().await(DaemonEvent.NotServed.class, any -> true);
        assertEquals("the role notify", notServed.setting());
        assertEquals(List.of(), daemon.reload());
        assertEquals(1, daemon.events().all(DaemonEvent.NotServed.class).size(), "no news any more");
        DaemonEvent.Reloaded told = daemon.events().await(DaemonEvent.Reloaded.class, any -> true);
        assertEquals(List.of(0, 1, 0, 1), List.of(told.added(), told.changed(), told.removed(), told.kept()));
        leave(NON_SECURE);
        leave(ENCRYPTED);
    }

    @Test
    void a_busy_port_changes_after_its_call() {
        PhoneCall call = call(NON_SECURE);
        changeClear();
        List<String> answer = daemon.answerToReload();
        assertEquals(2, answer.size(), answer::toString);
        assertEquals("after the call that it has: port " + CLEAR, answer.get(1));
        await(call.say(Exchange.SPEECH));
        assertUntouched(CLEAR);
        call.hangUp();
        daemon.registered(CLEAR, 2);
        assertTrue(daemon.stored(CLEAR).millis() > 900);
    }

    @Test
    void what_is_taken_back_before_the_call_has_ended_is_as_it_was_after_it() {
        PhoneCall call = call(NON_SECURE);
        installation.withoutPorts().port(ENCRYPTED);
        installation.config();
        assertEquals(List.of(), daemon.reload());
        installation.withoutPorts().port(NON_SECURE).port(ENCRYPTED);
        installation.config();
        assertEquals(List.of(), daemon.reload());
        assertUntouched(CLEAR);
        call.hangUp();
        daemon.registered(CLEAR, 2);
        assertEquals(
                LeftMessage.Outcome.LEFT,
                await(exchange.leave(ENCRYPTED, NON_SECURE)).outcome());
    }

    @Test
    void a_port_is_removed_and_another_one_added() {
        installation.withoutPorts().port(ENCRYPTED).port(AUTHENTICATED);
        installation.config();
        assertEquals(List.of(), daemon.reload());
        daemon.registered(AUTHENTICATED);
        assertTrue(await(exchange.callManager()
                        .event(
                                SimEvent.Unregistered.class,
                                event -> event.device().equals(CLEAR)))
                .asked());
        assertUntouched(SECURE);
        assertFalse(exchange.callManager().isRegistered(CLEAR));
        leave(AUTHENTICATED);
    }

    @Test
    void another_greeting_and_other_mailboxes_are_for_the_next_call() throws IOException {
        Files.writeString(
                installation.file().resolveSibling("mailboxes.yaml"),
                "mailboxes: [ { number: \"2001\", name: Alice }, { number: general, name: General } ]\n");
        assertEquals(List.of(), daemon.reload());
        await(exchange.leave(NON_SECURE, ENCRYPTED));
        assertEquals("general", daemon.stored(SECURE).mailbox());
        await(exchange.leave(ENCRYPTED, NON_SECURE));
        assertEquals("2001", daemon.stored(CLEAR).mailbox());
        assertUntouched(SECURE);
    }

    @Test
    void a_drain_without_calls_is_a_stop() {
        assertTrue(await(daemon.drain(LONG)));
        assertEquals(2, left(CLEAR).size() + left(SECURE).size());
        assertEquals(
                "drained",
                daemon.events().await(DaemonEvent.Stopping.class, any -> true).reason());
    }

    @Test
    void a_drain_waits_for_the_call_and_idle_ports_leave_at_once() {
        PhoneCall call = call(NON_SECURE);
        CompletableFuture<Boolean> drained = daemon.drain(LONG);
        DaemonEvent.Draining told = daemon.events().await(DaemonEvent.Draining.class, any -> true);
        assertEquals(List.of(2, 1), List.of(told.ports(), told.calls()));
        daemon.events().await(PortEvent.Left.class, event -> event.device().equals(SECURE));
        await(call.say(Exchange.SPEECH));
        assertFalse(drained.isDone());
        assertEquals(List.of(), left(CLEAR));
        call.hangUp();
        assertTrue(await(drained));
        assertTrue(daemon.stored(CLEAR).millis() > 900);
    }

    @Test
    void a_drain_ends_at_its_limit_and_keeps_what_was_said() {
        PhoneCall call = call(NON_SECURE);
        await(call.say(Exchange.SPEECH));
        assertTrue(await(daemon.drain(Duration.ofMillis(100))));
        await(call.ended());
        assertTrue(daemon.stored(CLEAR).millis() > 900);
        assertTrue(daemon.events()
                .await(DaemonEvent.Stopping.class, any -> true)
                .reason()
                .contains("limit"));
    }

    @Test
    void a_stop_ends_a_drain() {
        PhoneCall call = call(NON_SECURE);
        CompletableFuture<Boolean> drained = daemon.drain(LONG);
        daemon.events().await(DaemonEvent.Draining.class, any -> true);
        assertTrue(daemon.stop());
        assertTrue(await(drained));
        await(call.ended());
        assertEquals(1, daemon.events().all(DaemonEvent.Stopped.class).size());
        assertTrue(daemon.reload().get(0).contains("about to end"));
        assertEquals(List.of(), daemon.events().all(DaemonEvent.ReloadRefused.class), "the file is right");
    }
}
