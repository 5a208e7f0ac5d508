package org.voiceport.observe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Event;
import org.voiceport.event.Severity;

/** The latest events that need somebody's attention; those that say the same are one. For any thread. */
final class Warnings {
    /** How many are kept. */
    static final int MOST = 50;

    private record What(String event, String text) {}

    private final Map<What, Status.Warning> kept = new LinkedHashMap<>();

    synchronized void add(Event event, Instant now) {
        if (event.severity() != Severity.WARN && event.severity() != Severity.ERROR) {
            return;
        }
        String text = LogLine.oneLine(event.text());
        // Behind all others, as it is the latest now.
        Status.Warning before = kept.remove(new What(event.id(), text));
        kept.put(new What(event.id(), text), before == null ? first(event, text, now) : again(before, event, now));
        if (kept.size() > MOST) {
            kept.remove(kept.keySet().iterator().next());
        }
    }

    private static Status.Warning first(Event event, String text, Instant now) {
        return new Status.Warning(
                event.id(), event.severity(), event.port(), text, LogLine.oneLine(event.todo()), now, now, 1);
    }

    private static Status.Warning again(Status.Warning before, Event event, Instant now) {
        Optional<DeviceName> same = before.port().equals(event.port()) ? before.port() : Optional.empty();
        return new Status.Warning(
                before.event(),
                event.severity(),
                same,
                before.text(),
                LogLine.oneLine(event.todo()),
                before.first(),
                now,
                before.times() + 1);
    }

    /** The latest first. */
    synchronized List<Status.Warning> latest() {
        List<Status.Warning> all = new ArrayList<>(kept.values());
        Collections.reverse(all);
        return all;
    }
}
