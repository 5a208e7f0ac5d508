package org.voiceport.daemon;

import java.util.ArrayList;
import java.util.List;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.DaemonEvent;

/** What a configuration asks for and this release doesn't do; told at every start, so that nobody relies on it. */
final class NotServed {
    private NotServed() {}

    static List<DaemonEvent> in(DaemonConfig config) {
        List<DaemonEvent> events = new ArrayList<>();
        boolean notifies = config.ports().stream().anyMatch(port -> port.roles().contains(DaemonConfig.Role.NOTIFY));
        if (notifies) {
            events.add(new DaemonEvent.NotServed("the role notify", "the built-in voicemail calls nobody"));
        }
        return events;
    }
}
