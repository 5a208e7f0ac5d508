package org.voiceport.port;

/** Why a call was not made: nothing was dialled. */
public enum NoCall {
    /** The port has a call, or leaves the call manager. */
    BUSY,
    /** A call came in while the line was asked for; it has the line now. */
    GLARE,
    /** The call manager gave no line in time, or refused it. */
    NO_LINE,
    /** The port isn't registered, or lost its call manager while it asked for the line. */
    NOT_REGISTERED,
    /** The port has neither of the roles notify and mwi. */
    NO_ROLE,
    /** The port stops. */
    STOPPED
}
