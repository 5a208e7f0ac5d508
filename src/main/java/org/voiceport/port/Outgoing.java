package org.voiceport.port;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A call that a port is to make. Prints {@code ***} for its numbers.
 *
 * @param number what is dialled: 1 to {@value #LONGEST} of {@code 0-9 A-D * # +}
 * @param callingNumber whom the call is made for, up to {@value #LONGEST} characters; empty for the port itself. Given to
 *     the call manager with OffHookWithCgpn (wire reference 6.4)
 * @param enBloc true: the number goes in one EnblocCall where there is no calling number; false: digit by digit, which
 *     every call manager takes
 * @param answerWithin how long the far end may take to answer, from the last digit on
 */
public record Outgoing(String number, Optional<String> callingNumber, boolean enBloc, Duration answerWithin) {
    /** Longest number that all layouts of the messages have room for. */
    public static final int LONGEST = 23;

    private static final String KEYS = "0123456789ABCD*#+";

    /** @throws IllegalArgumentException if a number can't be dialled, or no time is left to answer */
    public Outgoing {
        Objects.requireNonNull(callingNumber);
        boolean dialled = number.chars().allMatch(key -> KEYS.indexOf(key) >= 0);
        if (!dialled || number.isEmpty() || number.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a number to be dialled has 1 to " + LONGEST + " of " + KEYS + ", and no other characters");
        }
        if (callingNumber
                .filter(calling -> calling.isEmpty() || calling.length() > LONGEST)
                .isPresent()) {
            throw new IllegalArgumentException("a calling number has 1 to " + LONGEST + " characters");
        }
        if (answerWithin.isNegative() || answerWithin.isZero()) {
            throw new IllegalArgumentException("a call needs some time to be answered, not " + answerWithin);
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
