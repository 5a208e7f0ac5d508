package org.voiceport.threats;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import org.voiceport.sim.SimulatedCallManager;
import org.voiceport.trust.Identity;

/** What the attacker does with a connection that a port makes to its call manager. */
@FunctionalInterface
interface Course {
    /** Runs as long as the connection is of use; everything is closed when it returns. */
    void take(Visit visit) throws IOException, InterruptedException;

    /** Nobody gets through. */
    static Course block() {
        return visit -> {};
    }

    /** He passes on what comes, whole SCCP messages in clear, TLS records as they are, and does with them as he likes. */
    static Course pass(SimulatedCallManager callManager, Tampering tampering) {
        return visit -> {
            InetSocketAddress there = visit.secure() ? callManager.tlsAddress() : callManager.clearAddress();
            Socket back = visit.open(there);
            visit.cross(visit.socket(), back, visit.secure() ? Cut.RECORDS : Cut.MESSAGES, tampering);
        };
    }

    /**
     * He ends TLS on both sides, so what passes through his hands are SCCP messages.
     *
     * @param server what he proves himself with to the port
     * @param client what he proves himself with to the call manager
     * @param suites what he offers on both sides, IANA names
     */
    static Course between(
            SimulatedCallManager callManager,
            Identity server,
            Identity client,
            List<String> suites,
            Tampering tampering) {
        return visit -> {
            Socket front = Tls.as(server).server(visit.socket(), suites);
            Socket back = Tls.as(client).client(visit.open(callManager.tlsAddress()), suites);
            visit.cross(front, back, Cut.MESSAGES, tampering);
        };
    }
}
