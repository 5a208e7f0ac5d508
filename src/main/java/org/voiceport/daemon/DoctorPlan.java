package org.voiceport.daemon;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.voiceport.port.Outgoing;

/**
 * How far the doctor goes.
 *
 * @param register false: it ends where Register would be sent
 * @param daemonRuns true if a daemon with the same configuration is known to run
 * @param awaitCall how long to wait for a call to each port; empty: no call is waited for
 * @param place the call that each port is to place; empty: none
 * @param notes what a person must know while the doctor waits
 */
record DoctorPlan(
        boolean register,
        boolean daemonRuns,
        Optional<Duration> awaitCall,
        Optional<Outgoing> place,
        Consumer<String> notes) {
    DoctorPlan withoutCall() {
        return new DoctorPlan(register, daemonRuns, Optional.empty(), Optional.empty(), notes);
    }
}
