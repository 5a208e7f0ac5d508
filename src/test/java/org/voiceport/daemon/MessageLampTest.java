package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.voiceport.daemon.Exchange.await;
import static org.voiceport.event.SecurityMode.ENCRYPTED;
import static org.voiceport.event.SecurityMode.NON_SECURE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voiceport.event.LampEvent;
import org.voiceport.event.MessageEvent;
import org.voiceport.sim.MwiNumbers;
import org.voiceport.sim.SimEvent;

/** A message lights the lamp of a phone, and hearing it puts the lamp out: the whole daemon, and a call manager's view. */
class MessageLampTest {
    private static final String ON = "9099";
    private static final String OFF = "9098";

    @TempDir
    Path directory;

    private static Exchange exchange(boolean prefix) {
        return Exchange.start(
                Exchange.settings().mwi(new MwiNumbers(ON, OFF, prefix)).digitTimeout(Duration.ofMillis(300)));
    }

    private Installation installation(Exchange exchange, String scheme) {
        return Installation.in(directory)
                .callManager(exchange.callManager())
                .port(NON_SECURE)
                .lampPort(ENCRYPTED, ON, OFF, scheme);
    }

    private static CompletableFuture<SimEvent.Lamp> lamp(Exchange exchange) {
        return exchange.callManager().nextEvent(SimEvent.Lamp.class, any -> true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"callingNumber", "prefix"})
    void the_lamp_follows_the_mailbox(String scheme) throws IOException {
        try (Exchange exchange = exchange(scheme.equals("prefix"));
                TestDaemon daemon = installation(exchange, scheme).start()) {
            daemon.registered(NON_SECURE);
            daemon.registered(ENCRYPTED);
            CompletableFuture<SimEvent.Lamp> lit = lamp(exchange);
            var unused = exchange.leave(NON_SECURE, NON_SECURE);
            MessageEvent.Stored stored = daemon.stored(DemoLab.port(NON_SECURE));
            String mailbox = Exchange.mailbox(NON_SECURE);
            assertEquals(new SimEvent.Lamp(DemoLab.port(ENCRYPTED), mailbox, true, true), await(lit));
            daemon.events().await(LampEvent.Switched.class, LampEvent.Switched::on);

            CompletableFuture<SimEvent.Lamp> dark = lamp(exchange);
            Path message = Path.of(stored.file());
            Path heard = message.resolveSibling("../cur/" + message.getFileName() + ":2,S");
            Files.move(message, heard);
            assertEquals(new SimEvent.Lamp(DemoLab.port(ENCRYPTED), mailbox, false, true), await(dark));
        }
    }

    @Test
    void a_message_that_came_while_no_lamp_could_be_switched_lights_it_later() throws IOException {
        String mailbox = Exchange.mailbox(NON_SECURE);
        try (Exchange exchange = exchange(false)) {
            Installation installation = installation(exchange, "callingNumber");
            Path store = installation.config().messaging().voicemail().store();
            Files.writeString(
                    Files.createDirectories(store.resolve(mailbox).resolve("new"))
                            .resolve("1.left.before"),
                    "From: somebody\n");
            try (TestDaemon daemon = installation.start()) {
                CompletableFuture<SimEvent.Lamp> lit = exchange.callManager().event(SimEvent.Lamp.class, any -> true);
                assertEquals(mailbox, await(lit).subscriber());
                daemon.events().await(LampEvent.Switched.class, LampEvent.Switched::on);
            }
            assertEquals("on " + mailbox + "\n", Files.readString(store.resolve(".lamps")));
        }
    }

    @Test
    void numbers_that_the_call_manager_does_not_have_are_told() {
        try (Exchange exchange = Exchange.start();
                TestDaemon daemon = installation(exchange, "callingNumber").start()) {
            daemon.registered(ENCRYPTED);
            var unused = exchange.leave(NON_SECURE, NON_SECURE);
            LampEvent.NotSwitched told = daemon.events().await(LampEvent.NotSwitched.class, any -> true);
            assertEquals("the call manager has no such number", told.reason());
        }
    }
}
