package org.voiceport.daemon;

import org.voiceport.event.MediaProtection;
import org.voiceport.event.SecurityMode;

/**
 * One call of the demo: what is done, and what the mode demands of it.
 *
 * @param mailbox the number that is dialled; nobody answers there, and the call is forwarded to the port
 * @param mode of the port that takes the call
 * @param securePhone true if the encrypted phone calls
 * @param speech resource of what the caller says
 */
record DemoCall(String mailbox, SecurityMode mode, boolean securePhone, String speech) {
    /** What must protect the media in both directions. */
    MediaProtection demanded() {
        return mode == SecurityMode.ENCRYPTED && securePhone
                ? MediaProtection.AES_CM_128_HMAC_SHA1_32
                : MediaProtection.RTP;
    }

    /** The directory number of the port. */
    String portNumber() {
        return switch (mode) {
            case NON_SECURE -> "5001";
            case AUTHENTICATED -> "5002";
            case ENCRYPTED -> "5003";
        };
    }
}
