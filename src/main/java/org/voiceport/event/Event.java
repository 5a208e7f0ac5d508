package org.voiceport.event;

import java.util.Optional;

/**
 * One thing that happened. The id is stable: scripts and alerts match on it; {@code docs/events.md} lists them all.
 * No event carries a key, a digit that a caller pressed, or any other secret.
 */
public sealed interface Event
        permits DaemonEvent, ControlEvent, ServiceEvent, TrustEvent, PortEvent, CallReport, MessageEvent, LampEvent {
    /** Stable id, such as {@code PORT-001}. */
    String id();

    Severity severity();

    /** The sentence after port and call in a log line; names nothing secret. */
    String text();

    /** What an administrator can do; empty if nothing needs doing. */
    default String todo() {
        return "";
    }

    /** The port that it concerns. */
    default Optional<DeviceName> port() {
        return Optional.empty();
    }

    /** The call manager's reference of the call that it concerns, unsigned. */
    default Optional<Integer> call() {
        return Optional.empty();
    }

    /** Hands over each fact by name (snake case), for JSON logs and metrics; order is stable. */
    void facts(Facts facts);

    /** Takes named facts: values are {@link String}, {@link Number}, {@link Boolean}. */
    @FunctionalInterface
    interface Facts {
        void put(String name, Object value);
    }
}
