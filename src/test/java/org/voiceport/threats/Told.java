package org.voiceport.threats;

import java.util.Map;
import org.voiceport.daemon.DaemonAtWork;

/** A line that a daemon logged about a port. */
record Told(int count, Map<?, ?> facts) {
    static Told of(DaemonAtWork.Line line) {
        return new Told(line.count(), line.facts());
    }

    boolean is(String id) {
        return id.equals(facts.get("event.code"));
    }

    /** A field of the event, empty if it hasn't got it. */
    String fact(String name) {
        Object value = facts.get("voiceport." + name);
        return value == null ? "" : value.toString();
    }

    long number(String name) {
        return facts.get("voiceport." + name) instanceof Number number ? number.longValue() : 0;
    }

    /** This line, if it tells of no failure or of one of that kind: an attack that fails for another reason shows nothing. */
    Told orOnly(String fault) {
        if (is("PORT-002") && !fact("fault").equals(fault)) {
            throw new NothingHappened("it failed for another reason than " + fault + ": " + words());
        }
        return this;
    }

    /** Id and sentence. */
    String words() {
        return facts.get("event.code") + " " + facts.get("message");
    }
}
