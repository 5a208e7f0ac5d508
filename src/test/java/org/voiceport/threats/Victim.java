package org.voiceport.threats;

import java.util.List;
import java.util.Optional;
import org.voiceport.event.SecurityMode;
import org.voiceport.sim.SimulatedCallManager;
import org.voiceport.trust.CipherSuites;
import org.voiceport.trust.Identity;

/**
 * A port that has the attacker between it and its call manager.
 *
 * @param identity what the port proves itself with; only counter-checks use it
 */
record Victim(Target port, Optional<Identity> identity, Crossing crossing, SimulatedCallManager callManager) {

    SecurityMode mode() {
        return port.mode();
    }

    /** Lets the port register through the attacker, who looks on for now: its connection. */
    Wire registered() throws InterruptedException {
        registered(Course.pass(callManager, Tampering.NONE));
        return lastVisit().wire();
    }

    /** Waits until the port has registered by that course; what it told of it. */
    Told registered(Course course) throws InterruptedException {
        int mark = port.mark();
        crossing.lead(course);
        return port.told(mark, "PORT-001");
    }

    Visit lastVisit() {
        List<Visit> visits = crossing.visits().all();
        return visits.get(visits.size() - 1);
    }

    /**
     * What a registered port tells of the attacker's course with its next connections: that it has registered, or why
     * not.
     */
    Told tries(Course course) throws InterruptedException {
        return port.told(cutOff(course), "PORT-001", "PORT-002", "PORT-003");
    }

    /** The same with what isn't a lost link: some attacks end the connection in more than one way. */
    int cutOff(Course course) throws InterruptedException {
        int mark = port.mark();
        crossing.lead(course);
        // The loss of the registration is always the first that it tells.
        return port.told(mark, "PORT-002").count();
    }

    /** The suites of the port's own mode. */
    List<String> suites() {
        return CipherSuites.of(mode());
    }
}
