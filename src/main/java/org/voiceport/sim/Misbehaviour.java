package org.voiceport.sim;

/** What the simulated call manager can do wrong, for tests of those who must bear it. */
public enum Misbehaviour {
    /** Sends media keys to every party, on clear links too. */
    SEND_KEY_ON_ANY_LINK,
    /** Sends a key for the direction from the caller to the called party only. */
    KEY_ONE_DIRECTION_ONLY,
    /** Takes a TCP connection and never reads or writes: neither TLS nor Register are answered. */
    SILENT_AFTER_ACCEPT,
    /** Answers nothing from Register on. */
    SILENT_AFTER_REGISTER,
    /** Never answers KeepAlive. */
    NO_KEEPALIVE_ACK,
    /** Rejects every Register with the text of {@link SimulatedCallManager#rejectText}. */
    REJECT_ALL,
    /** Answers Register with bytes that are no SCCP. */
    GARBAGE,
    /** Closes the connection, without a word, at a Register that announces a higher version than its own. */
    CLOSE_ON_HIGHER_VERSION,
    /** Refuses devices that are registered elsewhere leave to come, for a second each time. */
    REFUSE_TOKENS,
    /** Registers a secure device over any TLS suite, whatever its mode. */
    ACCEPT_ANY_CIPHER
}
