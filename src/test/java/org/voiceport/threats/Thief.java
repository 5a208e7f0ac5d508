package org.voiceport.threats;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.voiceport.daemon.Keys;
import org.voiceport.event.SecurityMode;
import org.voiceport.sim.PhoneCall;
import org.voiceport.sim.PhoneSettings;
import org.voiceport.sim.SimEvent;
import org.voiceport.sim.SimulatedCallManager;
import org.voiceport.sim.SimulatedPhone;
import org.voiceport.trust.CallManagerTrust;
import org.voiceport.trust.Identity;

/** A device that registers in the name of a port. The port is kept off meanwhile, which is the thief's best moment. */
final class Thief {
    private Thief() {}

    /** Whether the thief was registered, and what was seen of it. */
    record Attempt(boolean registered, String observed) {}

    /** Keeps the port from its call manager until the call manager knows that it is gone. */
    static void holdOff(Victim victim) throws InterruptedException {
        SimulatedCallManager callManager = victim.callManager();
        CompletableFuture<SimEvent.Unregistered> gone = callManager.nextEvent(
                SimEvent.Unregistered.class,
                event -> event.device().equals(victim.port().name()));
        victim.crossing().lead(Course.block());
        if (callManager.isRegistered(victim.port().name())) {
            Lab.await(gone);
        }
    }

    /** Registers in clear; if he is let in, the port's next call is his. */
    static Attempt inClear(Lab lab, Victim victim) throws InterruptedException {
        SimulatedCallManager callManager = lab.callManager();
        return registers(lab, victim, PhoneSettings.clear(victim.port().name().value(), callManager.clearAddress()));
    }

    /** Registers over TLS with that certificate. */
    static Attempt overTls(Lab lab, Victim victim, Identity identity) throws InterruptedException {
        return registers(
                lab,
                victim,
                PhoneSettings.secure(
                        victim.port().name().value(),
                        victim.mode(),
                        lab.callManager().tlsAddress(),
                        identity,
                        CallManagerTrust.ofPins(List.of(Keys.callManager().certificate()))));
    }

    /** Comes over TLS as somebody, perhaps without any certificate, and sends the port's Register. */
    static Attempt overTls(Victim victim, Tls somebody) {
        InetSocketAddress there = victim.callManager().tlsAddress();
        try (Socket socket = new Socket(there.getAddress(), there.getPort());
                Socket tls = somebody.client(socket, victim.suites())) {
            tls.getOutputStream().write(Sccp.register(victim.port().name()));
            // In TLS 1.3 the client is done first: a refusal comes in place of the answer.
            byte[] answer = Cut.MESSAGES.next(tls.getInputStream());
            String what = answer == null ? "nothing" : Sccp.message(answer).name();
            return new Attempt(what.equals("RegisterAck"), "answered with " + what);
        } catch (IOException refused) {
            return new Attempt(false, "TLS ended with: " + refused.getMessage());
        }
    }

    private static Attempt registers(Lab lab, Victim victim, PhoneSettings settings) throws InterruptedException {
        try (SimulatedPhone thief = SimulatedPhone.start(settings)) {
            thief.registered().get(Seen.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            CompletableFuture<PhoneCall> rings = thief.incoming();
            PhoneCall call =
                    lab.phone(SecurityMode.NON_SECURE).call(victim.port().mailbox());
            Lab.await(rings);
            call.hangUp();
            Lab.await(call.ended());
            return new Attempt(
                    true,
                    "registered as " + victim.port().name() + ", and the next call for "
                            + victim.port().mailbox() + " rings at the thief");
        } catch (ExecutionException refused) {
            return new Attempt(
                    false, Optional.ofNullable(refused.getCause().getMessage()).orElse("refused"));
        } catch (TimeoutException e) {
            throw new NothingHappened("the thief was neither registered nor refused");
        }
    }
}
