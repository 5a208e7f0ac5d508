package org.voiceport.messaging;

import org.voiceport.port.CallDetails;
import org.voiceport.port.CallDetails.Restriction;

/**
 * Who left a message, as far as it may be shown.
 *
 * @param number at most 32 characters, empty if unknown or withheld
 * @param name at most 64 characters, empty if unknown or withheld
 */
record Caller(String number, String name) {
    static final Caller UNKNOWN = new Caller("", "");

    private static final int MAX_NUMBER = 32;
    private static final int MAX_NAME = 64;

    Caller {
        number = HeaderText.clean(number, MAX_NUMBER);
        name = HeaderText.clean(name, MAX_NAME);
    }

    static Caller of(CallDetails details) {
        return new Caller(
                details.shown(Restriction.CALLING_NUMBER, details.calling().number()),
                details.shown(Restriction.CALLING_NAME, details.calling().name()));
    }

    /** One line for people: {@code Alice (1001)}, {@code 1001}, {@code unknown caller}. */
    String label() {
        if (name.isEmpty()) {
            return number.isEmpty() ? "unknown caller" : number;
        }
        return number.isEmpty() ? name : name + " (" + number + ")";
    }
}
