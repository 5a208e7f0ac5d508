package org.voiceport.threats;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.voiceport.daemon.Keys;
import org.voiceport.event.SecurityMode;
import org.voiceport.sccp.RegistrationMessage.RegisterAck;
import org.voiceport.trust.Identity;

/**
 * A man in the middle who ends the connection on both sides and rewrites a message: the call manager tells the port to send
 * a keepalive every 30 s, the port shall be told {@value #KEEPALIVE}.
 */
final class Impostor {
    private static final int KEEPALIVE = 77;
    private static final String TRIED =
            "to stand between port and call manager and change the keepalive of RegisterAck to " + KEEPALIVE + " s";

    /** He changes one number of one message. */
    private static final Tampering LONGER_KEEPALIVE =
            (direction, bytes) -> direction == Direction.TO_PORT && Sccp.message(bytes) instanceof RegisterAck ack
                    ? List.of(Sccp.bytes(
                            new RegisterAck(
                                    KEEPALIVE,
                                    ack.dateTemplate(),
                                    ack.padding(),
                                    ack.secondaryKeepAliveSeconds(),
                                    ack.version(),
                                    ack.features()),
                            0))
                    : List.of(bytes);

    private Impostor() {}

    /** A certificate that he shows to the port. */
    record Shown(String what, Identity identity) {}

    /** Tries one certificate after the other where the port asks for one. */
    static Finding attack(Lab lab, SecurityMode mode, List<Shown> certificates) throws InterruptedException {
        Victim victim = lab.victim(mode);
        return mode.secure()
                ? overTls(victim, certificates)
                : inClear(victim, certificates.get(0).what());
    }

    private static Finding inClear(Victim victim, String unneeded) throws InterruptedException {
        victim.registered();
        Told told = victim.tries(Course.pass(victim.callManager(), LONGER_KEEPALIVE));
        int read = victim.lastVisit().wire().seen().count();
        return new Finding(
                hasWorked(told),
                TRIED + "; nobody asks him for a certificate (" + unneeded + ")",
                told.words() + "; he read " + read + " messages");
    }

    private static Finding overTls(Victim victim, List<Shown> certificates) throws InterruptedException {
        List<String> observed = new ArrayList<>();
        Optional<Shown> accepted = Optional.empty();
        for (Shown shown : certificates) {
            victim.registered();
            int before = victim.crossing().visits().count();
            Told told = victim.tries(between(victim, shown.identity())).orOnly("untrusted");
            Visit visit = victim.crossing().visits().await(before, any -> true, "a connection of the port");
            if (told.is("PORT-001")) {
                accepted = Optional.of(shown);
                observed.add(shown.what() + " was accepted: " + told.words());
            } else {
                observed.add(told.words() + " (" + shown.what() + "); his handshake ended with: " + visit.failure());
            }
        }
        return new Finding(
                accepted.isPresent(),
                TRIED + ", with the port's own key towards the call manager, and to the port showing "
                        + String.join(
                                ", then ",
                                certificates.stream().map(Shown::what).toList()),
                String.join("; ", observed),
                withTheRealKey(victim));
    }

    /** The same man in the middle is let through if he has the call manager's key. */
    private static Finding.Control withTheRealKey(Victim victim) throws InterruptedException {
        Told told = victim.registered(between(victim, Keys.callManager()));
        return new Finding.Control(
                hasWorked(told),
                "with the call manager's key the same man gets through: PORT-001, keepalive "
                        + told.fact("keepalive_seconds") + " s");
    }

    /** Towards the call manager he has the port's own key: so only what he shows to the port can stop him. */
    private static Course between(Victim victim, Identity server) {
        return Course.between(
                victim.callManager(), server, victim.identity().orElseThrow(), victim.suites(), LONGER_KEEPALIVE);
    }

    private static boolean hasWorked(Told told) {
        return told.is("PORT-001") && told.number("keepalive_seconds") == KEEPALIVE;
    }
}
