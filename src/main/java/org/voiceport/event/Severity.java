package org.voiceport.event;

/** How much an event matters, and the level at which it is logged. */
public enum Severity {
    ERROR,
    WARN,
    INFO,
    DEBUG
}
