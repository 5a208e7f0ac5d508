package org.voiceport.threats;

import org.voiceport.event.SecurityMode;

/**
 * What the chapter says of a threat in a mode.
 *
 * @param protects true: the attack must fail; false: it must succeed, or the attack proves nothing
 * @param words what the chapter says, and where
 */
record Promise(boolean protects, String words) {
    private static final String SIGNALLING_OPEN =
            "table 5-2, non-secure: the integrity and privacy of call-signaling messages will not be ensured";
    private static final String NO_PRIVACY =
            "table 5-2, authenticated: the privacy of call-signaling messages will not be ensured";

    /** Signalling can't be changed or forged in the secure modes; {@code what} is the feature of table 5-1 against it. */
    static Promise integrity(SecurityMode mode, String what) {
        return mode.secure() ? new Promise(true, "table 5-1, " + what) : new Promise(false, SIGNALLING_OPEN);
    }

    /** Signalling can't be read in encrypted mode. */
    static Promise privacy(SecurityMode mode) {
        return switch (mode) {
            case NON_SECURE -> new Promise(false, SIGNALLING_OPEN);
            case AUTHENTICATED -> new Promise(false, NO_PRIVACY);
            case ENCRYPTED ->
                new Promise(
                        true,
                        "table 5-1, signaling encryption: parties, DTMF digits, call status and media keys are protected");
        };
    }

    /** Media is protected in encrypted mode, if all parties are encrypted. */
    static Promise media(SecurityMode mode) {
        return switch (mode) {
            case NON_SECURE -> new Promise(false, "table 5-2, non-secure: the media stream cannot be encrypted");
            case AUTHENTICATED ->
                new Promise(false, "table 5-2, authenticated: the media stream will not be encrypted");
            case ENCRYPTED ->
                new Promise(
                        true, "table 5-1, media encryption: SRTP, only the intended recipient can interpret the media");
        };
    }
}
