package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.voiceport.event.SecurityMode.NON_SECURE;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.voiceport.audio.Similarity;
import org.voiceport.event.CallReport;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Event;
import org.voiceport.event.MessageEvent;
import org.voiceport.event.PortEvent;
import org.voiceport.event.SecurityMode;
import org.voiceport.sim.LeftMessage;
import org.voiceport.sim.PhoneCall;
import org.voiceport.sim.SimulatedPhone;

/**
 * A daemon with a port of each mode, whose connections to the call manager go over a bad network; phones have a good one.
 * Things go wrong while ports register, while they are idle, and while they have calls; after each of these every port must
 * be registered again and take a message.
 */
final class FaultScene implements AutoCloseable {
    private static final List<SecurityMode> MODES = List.of(SecurityMode.values());
    private static final byte TLS_HANDSHAKE = 22;
    private static final Duration RECOVERY = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 8;

    private final FaultProxy.Wrong wrong;
    private final int times;
    private final Exchange exchange;
    private final FaultProxy clear;
    private final FaultProxy secure;
    private final Installation installation;
    private final Map<SecurityMode, SimulatedPhone> phones = new EnumMap<>(SecurityMode.class);
    private @Nullable TestDaemon daemon;

    /** @param times how many pieces are spoilt each time, in clear and over TLS each */
    FaultScene(Path directory, FaultProxy.Wrong wrong, int times, long seed) {
        this.wrong = wrong;
        this.times = times;
        exchange = Exchange.start(Exchange.settings().keepAliveSeconds(1));
        clear = new FaultProxy(exchange.callManager().clearAddress(), seed);
        secure = new FaultProxy(exchange.callManager().tlsAddress(), seed + 1);
        installation = Installation.in(directory)
                .callManager("127.0.0.1", clear.port(), secure.port())
                .timings("messageRest: 1s, firstRetryLeast: 50ms, firstRetryMost: 100ms, retryMost: 200ms,"
                        + " preserved: 500ms");
        MODES.forEach(installation::port);
    }

    /** All of it; throws an {@link AssertionError} if a port doesn't survive. */
    void play() {
        CompletableFuture<Void> struck = strike();
        daemon = installation.start();
        MODES.forEach(mode -> phones.put(mode, exchange.phoneOf(mode)));
        over(struck);
        leave();

        over(strike());
        leave();

        List<PhoneCall> calls = MODES.stream()
                .map(mode -> phones.get(mode).call(Exchange.mailbox(mode)))
                .toList();
        // Of a port that believed in a connection that was lost, the call may never be taken.
        struck = strike();
        calls.forEach(FaultScene::heard);
        over(struck);
        calls.forEach(PhoneCall::hangUp);
        leave();
        settled();
    }

    private CompletableFuture<Void> strike() {
        return CompletableFuture.allOf(clear.strike(wrong, times), secure.strike(wrong, times));
    }

    private static void heard(PhoneCall call) {
        try {
            call.beep().get(3, TimeUnit.SECONDS);
            call.say(Exchange.SPEECH).get(3, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException spoilt) {
            // Such is the network.
            return;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void over(CompletableFuture<Void> struck) {
        try {
            struck.get(RECOVERY.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(wrong + " didn't happen as often as it should; " + daemon.events(), e);
        }
        clear.calm();
        secure.calm();
        if (wrong == FaultProxy.Wrong.GARBLE || wrong == FaultProxy.Wrong.LOSE) {
            // In clear nobody notices that a capability, say, isn't what it was: it stays so until the next
            // registration.
            exchange.callManager().dropConnection(DemoLab.port(NON_SECURE));
        }
    }

    /** Each port takes a message now, or soon: until it knows that its connection is lost, calls go astray. */
    private void leave() {
        Set<SecurityMode> left = EnumSet.allOf(SecurityMode.class);
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < ATTEMPTS && !left.isEmpty(); i++) {
            Map<SecurityMode, CompletableFuture<LeftMessage>> attempts = new EnumMap<>(SecurityMode.class);
            for (SecurityMode mode : left) {
                until(
                        () -> wrong + ": " + mode + " port registered again; " + told(mode),
                        () -> exchange.callManager().isRegistered(DemoLab.port(mode)));
                attempts.put(
                        mode,
                        phones.get(mode).leaveMessage(Exchange.mailbox(mode), Exchange.SPEECH, Duration.ofSeconds(10)));
            }
            attempts.forEach((mode, attempt) -> {
                LeftMessage message = Exchange.await(attempt);
                if (message.outcome() == LeftMessage.Outcome.LEFT) {
                    left.remove(mode);
                } else {
                    failures.add(mode + ": " + message);
                }
            });
        }
        if (!left.isEmpty()) {
            throw new AssertionError(wrong + ": no message could be left at " + left + ": " + failures + "\n"
                    + left.stream().map(this::told).toList());
        }
    }

    private String told(SecurityMode mode) {
        return daemon.events().all(Event.class).stream()
                .filter(event -> event.port().filter(DemoLab.port(mode)::equals).isPresent())
                .map(event -> event.id() + " " + event.text())
                .toList()
                .toString();
    }

    /** Nothing of what went wrong is left. */
    private void settled() {
        for (SecurityMode mode : MODES) {
            DeviceName port = DemoLab.port(mode);
            until(
                    () -> wrong + ": every call of " + port + " ends; " + told(mode),
                    () -> count(CallReport.Offered.class, port) == count(CallReport.Ended.class, port));
            until(
                    () -> wrong + ": messages of " + port + " are stored; " + told(mode),
                    () -> count(MessageEvent.Stored.class, port) >= 3);
            List<PortEvent.Registered> registered = daemon.events()
                    .all(PortEvent.Registered.class, event -> event.device().equals(port));
            assertTrue(registered.stream().allMatch(event -> event.mode() == mode), () -> registered.toString());
        }
        until(
                () -> wrong + ": one connection for each port, not " + clear.connections() + " in clear and "
                        + secure.connections() + " over TLS",
                () -> clear.connections() == 1 && secure.connections() == 2);
        // Nobody came in clear to where TLS is spoken, and the other way round.
        assertTrue(secure.greetings().stream().allMatch(bytes -> bytes[0] == TLS_HANDSHAKE));
        assertTrue(clear.greetings().stream().noneMatch(bytes -> bytes[0] == TLS_HANDSHAKE));
        daemon
                .events()
                .all(MessageEvent.Stored.class, event -> event.device().equals(DemoLab.port(NON_SECURE)))
                .stream()
                .reduce((earlier, later) -> later)
                .ifPresent(stored -> assertTrue(Similarity.compare(Exchange.SPEECH, TestDaemon.sound(stored))
                                .score()
                        > 0.9));
    }

    private static void until(Supplier<String> what, Callable<Boolean> reached) {
        try {
            Awaitility.await().atMost(RECOVERY).until(reached);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(what.get(), e);
        }
    }

    private <E extends Event> int count(Class<E> kind, DeviceName port) {
        return daemon.events()
                .all(kind, event -> event.port().filter(port::equals).isPresent())
                .size();
    }

    /** Stops the daemon, which must do so in its time. */
    void stop() {
        assertTrue(daemon.stop(), () -> wrong + ": the daemon didn't stop in time\n" + daemon.events());
        until(() -> wrong + ": connections are closed", () -> clear.connections() + secure.connections() == 0);
        assertEquals(List.of(), daemon.events().all(DaemonEvent.Internal.class));
    }

    @Override
    public void close() throws IOException {
        if (daemon != null) {
            daemon.close();
        }
        clear.close();
        secure.close();
        exchange.close();
    }
}
