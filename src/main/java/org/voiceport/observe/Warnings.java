package org.voiceport.observe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Event;
import org.voiceport.event.PortEvent;
import org.voiceport.event.Severity;
import org.voiceport.event.TrustEvent;

/**
 * The latest events that need somebody's attention; those that say the same are one, and those that another event shows to
 * be mended are gone. For any thread.
 */
final class Warnings {
    /** How many are kept. */
    static final int MOST = 50;

    /** What an event shows to be mended, by ids. */
    private static final Map<Class<? extends Event>, Set<String>> MENDED = Map.of(
            PortEvent.Registered.class, Set.of("PORT-002", "PORT-003"),
            DaemonEvent.Reloaded.class, Set.of("DAEMON-010"),
            DaemonEvent.StoreEnough.class, Set.of("DAEMON-012"),
            DaemonEvent.HttpServed.class, Set.of("DAEMON-017"),
            TrustEvent.CtlInForce.class, Set.of("TRUST-002"));

    private record What(String event, String text) {}

    /** @param ports that said it and for which it isn't mended; empty if it concerns none */
    private record Kept(Status.Warning warning, Set<DeviceName> ports) {}

    private final Map<What, Kept> kept = new LinkedHashMap<>();

    synchronized void add(Event event, Instant now) {
        Set<String> mended = MENDED.getOrDefault(event.getClass(), Set.of());
        if (!mended.isEmpty()) {
            kept.entrySet()
                    .removeIf(entry -> mended.contains(entry.getKey().event()) && isMended(entry.getValue(), event));
        }
        if (event.severity() == Severity.WARN || event.severity() == Severity.ERROR) {
            keep(event, now);
        }
    }

    private static boolean isMended(Kept warning, Event by) {
        by.port().ifPresent(warning.ports()::remove);
        return warning.ports().isEmpty();
    }

    private void keep(Event event, Instant now) {
        What what = new What(event.id(), LogLine.oneLine(event.text()));
        // Behind all others, as it is the latest now.
        Kept before = kept.remove(what);
        Set<DeviceName> ports = before == null ? new HashSet<>() : before.ports();
        event.port().ifPresent(ports::add);
        kept.put(what, new Kept(warning(event, what.text(), before, ports, now), ports));
        if (kept.size() > MOST) {
            kept.remove(kept.keySet().iterator().next());
        }
    }

    private static Status.Warning warning(
            Event event, String text, @Nullable Kept before, Set<DeviceName> ports, Instant now) {
        return new Status.Warning(
                event.id(),
                event.severity(),
                ports.size() == 1 ? event.port() : Optional.empty(),
                text,
                LogLine.oneLine(event.todo()),
                before == null ? now : before.warning().first(),
                now,
                before == null ? 1 : before.warning().times() + 1);
    }

    /** The latest first. */
    synchronized List<Status.Warning> latest() {
        List<Status.Warning> all = new ArrayList<>();
        kept.values().forEach(each -> all.add(each.warning()));
        Collections.reverse(all);
        return all;
    }
}
