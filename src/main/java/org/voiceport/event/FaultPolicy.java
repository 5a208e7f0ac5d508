package org.voiceport.event;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The one place that maps a {@link Fault} to what is done about it and how it is counted. */
public enum FaultPolicy {
    /** The connection is closed and made again at the usual pace. */
    CLOSE,
    /** The connection is closed and the next try waits, longer each time. */
    BACK_OFF,
    /** Nothing is tried again until the configuration or trust material changes. */
    GIVE_UP;

    /** What follows from {@code fault}. */
    public static FaultPolicy of(Fault fault) {
        if (fault instanceof Fault.Misconfigured) {
            return GIVE_UP;
        }
        if (fault instanceof Fault.Unexpected || fault instanceof Fault.LinkLost) {
            return CLOSE;
        }
        return BACK_OFF;
    }

    /** Short label for metrics and JSON logs, such as {@code mode_mismatch}. */
    public static String label(Fault fault) {
        return label(fault.getClass());
    }

    /** All labels there are. */
    public static List<String> labels() {
        return Stream.of(Fault.class.getPermittedSubclasses())
                .map(FaultPolicy::label)
                .toList();
    }

    private static String label(Class<?> fault) {
        return fault.getSimpleName().replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
