package org.voiceport.messaging;

import org.voiceport.port.CallDetails;

/**
 * Who left a message, as far as it may be shown.
 *
 * @param number at most 32 characters, empty if unknown or withheld
 * @param name at most 64 characters, empty if unknown or withheld
 */
record Caller(String number, String name) {
    static final Caller UNKNOWN = new Caller("", "");

    /** Bits of {@link CallDetails#restrictions()} (wire reference 5.9): what must not be shown. */
    private static final int NAME_WITHHELD = 0x01;

    private static final int NUMBER_WITHHELD = 0x02;

    private static final int MAX_NUMBER = 32;
    private static final int MAX_NAME = 64;

    Caller {
        number = HeaderText.clean(number, MAX_NUMBER);
        name = HeaderText.clean(name, MAX_NAME);
    }

    static Caller of(CallDetails details) {
        int withheld = details.restrictions();
        return new Caller(
                (withheld & NUMBER_WITHHELD) != 0 ? "" : details.calling().number(),
                (withheld & NAME_WITHHELD) != 0 ? "" : details.calling().name());
    }

    /** One line for people: {@code Alice (1001)}, {@code 1001}, {@code unknown caller}. */
    String label() {
        if (name.isEmpty()) {
            return number.isEmpty() ? "unknown caller" : number;
        }
        return number.isEmpty() ? name : name + " (" + number + ")";
    }
}
