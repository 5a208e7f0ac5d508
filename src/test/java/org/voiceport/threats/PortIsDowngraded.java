package org.voiceport.threats;

import java.util.List;
import org.voiceport.daemon.Keys;
import org.voiceport.event.SecurityMode;
import org.voiceport.trust.CipherSuites;

/**
 * The attacker leaves a port only the way into another mode: its TLS port is closed and the clear one open; a call manager,
 * even with the real key, offers the cipher suites of the other mode alone; the port's own offer is rewritten on its way.
 */
final class PortIsDowngraded implements Threat {
    private static final int TRIES = 3;

    @Override
    public String key() {
        return "downgrade";
    }

    @Override
    public String title() {
        return "downgrade to another mode";
    }

    @Override
    public Ground ground() {
        return Ground.SIGNALLING;
    }

    @Override
    public Promise promise(SecurityMode mode) {
        return mode.secure()
                ? new Promise(
                        true,
                        "section Security Mode Settings, caution: settings must match, otherwise authentication and"
                                + " encryption will fail; table 5-2: an authenticated TLS port")
                : Promise.integrity(mode, "");
    }

    @Override
    public Finding attack(Lab lab, SecurityMode mode) throws Exception {
        Victim victim = lab.victim(mode);
        if (!mode.secure()) {
            victim.registered();
            Told told = victim.tries(onlyInClear(lab));
            return new Finding(told.is("PORT-001"), "to close the TLS port and offer SCCP in clear", told.words());
        }
        String clear = inClear(lab, victim);
        SecurityMode other = mode == SecurityMode.ENCRYPTED ? SecurityMode.AUTHENTICATED : SecurityMode.ENCRYPTED;
        Told family = with(lab, victim, CipherSuites.of(other)).orOnly("mode_mismatch");
        victim.registered();
        short suite = mode == SecurityMode.ENCRYPTED
                ? ClientHello.TLS_RSA_WITH_NULL_SHA
                : ClientHello.TLS_RSA_WITH_AES_128_CBC_SHA;
        Told rewritten = victim.tries(Course.pass(lab.callManager(), ClientHello.offering(suite)))
                .orOnly("peer_misbehaved");
        Told own = with(lab, victim, victim.suites());
        return new Finding(
                !clear.isEmpty() || family.is("PORT-001") || rewritten.is("PORT-001"),
                "to close the TLS port and offer SCCP in clear; to offer only the suites of " + other
                        + ", with the call manager's own key; to rewrite the port's offer to such a suite on its way",
                (clear.isEmpty() ? TRIES + " tries at the TLS port, none in clear" : clear) + "; " + family.words()
                        + "; " + rewritten.words(),
                new Finding.Control(
                        own.is("PORT-001"), "with suites of the port's mode the same server is taken: " + own.words()));
    }

    private static Course onlyInClear(Lab lab) {
        Course pass = Course.pass(lab.callManager(), Tampering.NONE);
        return visit -> {
            if (!visit.secure()) {
                pass.take(visit);
            }
        };
    }

    /** What the port did in clear; empty if nothing. */
    private static String inClear(Lab lab, Victim victim) throws InterruptedException {
        victim.registered();
        int before = victim.crossing().lead(onlyInClear(lab));
        for (int i = 0; i < TRIES; i++) {
            victim.crossing().visits().await(before + i, any -> true, "another try of the port");
        }
        List<Visit> visits = victim.crossing().visits().all();
        long clear = visits.subList(before, visits.size()).stream()
                .filter(visit -> !visit.secure())
                .count();
        return clear == 0 ? "" : clear + " connections in clear";
    }

    private static Told with(Lab lab, Victim victim, List<String> suites) throws InterruptedException {
        victim.registered();
        return victim.tries(Course.between(
                lab.callManager(), Keys.callManager(), victim.identity().orElseThrow(), suites, Tampering.NONE));
    }
}
