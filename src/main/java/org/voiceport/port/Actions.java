package org.voiceport.port;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.voiceport.event.Event;
import org.voiceport.sccp.Message;

/** Collects what one input leads to, in order. */
final class Actions {
    private final List<Action> list = new ArrayList<>();

    void add(Action action) {
        list.add(action);
    }

    void send(Message message) {
        list.add(new Action.Send(message));
    }

    void start(Timer.Kind kind, Duration delay) {
        list.add(new Action.StartTimer(Timer.of(kind), delay));
    }

    void cancel(Timer.Kind kind) {
        list.add(new Action.CancelTimer(Timer.of(kind)));
    }

    void start(Timer.Kind kind, int call, Duration delay) {
        list.add(new Action.StartTimer(new Timer(kind, call), delay));
    }

    void cancel(Timer.Kind kind, int call) {
        list.add(new Action.CancelTimer(new Timer(kind, call)));
    }

    void report(Event event) {
        list.add(new Action.Report(event));
    }

    /** Hands over what was collected and begins anew. */
    List<Action> take() {
        List<Action> taken = List.copyOf(list);
        list.clear();
        return taken;
    }
}
