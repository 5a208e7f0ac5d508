package org.voiceport.sim;

import java.util.Collection;
import java.util.Set;

/** Which misbehaviours are switched on. Set by any thread, read by the loop. */
final class Conduct {
    private volatile Set<Misbehaviour> switchedOn = Set.of();
    private volatile String rejectText = "Registration refused";

    void set(Collection<Misbehaviour> wanted) {
        switchedOn = Set.copyOf(wanted);
    }

    boolean does(Misbehaviour misbehaviour) {
        return switchedOn.contains(misbehaviour);
    }

    void rejectText(String text) {
        rejectText = text;
    }

    String rejectText() {
        return rejectText;
    }
}
