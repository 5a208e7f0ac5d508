package org.voiceport.port;

import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.voiceport.event.Fault;
import org.voiceport.event.FaultPolicy;
import org.voiceport.event.PortEvent;

/** What all registration states of one port share: its settings, the waits, the versions, and which failures were told. */
final class RegistrationContext {
    final PortSettings settings;
    final Backoff backoff;
    final Versions versions;
    private final Map<String, Told> told = new HashMap<>();

    private static final class Told {
        private final String what;
        private int repeats;

        private Told(String what) {
            this.what = what;
        }
    }

    RegistrationContext(PortSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.backoff = new Backoff(settings.timings(), random);
        this.versions = new Versions(settings);
    }

    String nameOf(int server) {
        return settings.servers().get(server).nameFor(settings.mode());
    }

    /** Tells a failure, unless it is the same as the last one with this server: then it is counted. */
    void tell(int server, Fault fault, Actions out) {
        Told last = told.get(nameOf(server));
        if (last != null && last.what.equals(fault.what())) {
            last.repeats++;
            out.report(new PortEvent.TriedAgain(settings.device(), settings.mode(), nameOf(server), fault));
            return;
        }
        told.put(nameOf(server), new Told(fault.what()));
        out.report(new PortEvent.Unregistered(
                settings.device(), settings.mode(), nameOf(server), fault, last == null ? 0 : last.repeats));
    }

    /** Failures are news again. */
    void forgetTold() {
        told.clear();
    }

    /** What follows from a failure with {@code server}: the next server at once, or all of them again after a wait. */
    Registration failed(int server, Fault fault, Actions out) {
        if (FaultPolicy.of(fault) == FaultPolicy.GIVE_UP) {
            out.report(new PortEvent.Offline(settings.device(), settings.mode(), fault));
            return new Registration.GivenUp(this);
        }
        tell(server, fault, out);
        if (server + 1 < settings.servers().size()) {
            return Registration.dial(this, server + 1, out);
        }
        out.start(Timer.Kind.RETRY, backoff.next());
        return new Registration.Waiting(this);
    }
}
