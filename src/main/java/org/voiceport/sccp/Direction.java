package org.voiceport.sccp;

/** Who says a message. */
public enum Direction {
    FROM_PORT,
    FROM_CALL_MANAGER,
    /** Either side; the sources say call manager to call manager. */
    BOTH
}
