package org.voiceport.event;

import java.util.Locale;

/** How much an event matters, and the level at which it is logged. */
public enum Severity {
    ERROR,
    WARN,
    INFO,
    DEBUG;

    /** As it stands in metrics, in the status and in commands: {@code warn}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
