package org.voiceport.event;

/** Takes every event. Implementations are called from any thread, must not block and must not throw. */
@FunctionalInterface
public interface EventSink {
    void accept(Event event);

    /** A sink that hands each event to both. */
    default EventSink and(EventSink other) {
        return event -> {
            accept(event);
            other.accept(event);
        };
    }
}
