package org.voiceport.daemon;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.voiceport.event.DeviceName;
import org.voiceport.port.Call;
import org.voiceport.port.CallEvent;
import org.voiceport.port.CallHandler;

/** The calls that ports have been given and that haven't ended. For any thread. */
final class OpenCalls {
    private final Set<Call> open = ConcurrentHashMap.newKeySet();

    /** Offers the call to {@code handler}, and counts it until it has ended. */
    Consumer<CallEvent> offered(Call call, CallHandler handler) {
        open.add(call);
        try {
            Consumer<CallEvent> application = handler.offered(call);
            return event -> {
                if (event instanceof CallEvent.Ended) {
                    open.remove(call);
                }
                application.accept(event);
            };
        } catch (RuntimeException e) {
            // Nobody is told of its end then.
            open.remove(call);
            throw e;
        }
    }

    int count() {
        return open.size();
    }

    /** The ports that have one. */
    Set<DeviceName> ports() {
        return open.stream().map(Call::device).collect(Collectors.toSet());
    }
}
