package org.voiceport.threats;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.voiceport.event.SecurityMode;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.RegistrationMessage.Reset;
import org.voiceport.sccp.RegistrationMessage.Unregister;
import org.voiceport.sccp.ResetType;
import org.voiceport.sim.SimEvent;

/** Whole messages of the attacker's own are put into a connection: to the port Reset, to the call manager Unregister. */
final class SignallingMessagesAreForged implements Threat {
    @Override
    public String key() {
        return "signalling-forged";
    }

    @Override
    public String title() {
        return "signalling messages forged";
    }

    @Override
    public Ground ground() {
        return Ground.SIGNALLING;
    }

    @Override
    public Promise promise(SecurityMode mode) {
        return Promise.integrity(mode, "signaling authentication: no tampering has occurred to signaling packets");
    }

    @Override
    public Finding attack(Lab lab, SecurityMode mode) throws Exception {
        Victim victim = lab.victim(mode);
        Wire wire = victim.registered();
        int mark = victim.port().mark();
        wire.inject(Direction.TO_PORT, forged(mode, new Reset(ResetType.RESTART)));
        Told told = victim.port().told(mark, "PORT-005", "PORT-002").orOnly("untrusted");

        Wire next = victim.registered();
        CompletableFuture<SimEvent.Unregistered> left = lab.callManager()
                .nextEvent(
                        SimEvent.Unregistered.class,
                        event -> event.device().equals(victim.port().name()));
        next.inject(Direction.FROM_PORT, forged(mode, Unregister.PLAIN));
        SimEvent.Unregistered gone = Records.refused(Lab.await(left));

        boolean port = told.is("PORT-005");
        boolean callManager = gone.asked();
        return new Finding(
                mode.secure() ? port || callManager : port && callManager,
                "to put messages of his own into the connection: Reset to the port, Unregister to the call manager",
                "to the port: " + told.words() + "; to the call manager: " + gone.line()
                        + Records.alert(mode.secure() ? next.seen(Direction.TO_PORT) : List.of())
                                .map(alert -> ", its " + alert)
                                .orElse(""));
    }

    /** As well as he can without a key. */
    private static byte[] forged(SecurityMode mode, Message message) {
        byte[] plain = Sccp.bytes(message, Sccp.VERSION);
        return switch (mode) {
            case NON_SECURE -> plain;
            case AUTHENTICATED -> Records.dataWithWrongMac(plain);
            case ENCRYPTED -> {
                byte[] guessed = new byte[plain.length + 17];
                new Random(5).nextBytes(guessed);
                yield Records.data(guessed);
            }
        };
    }
}
