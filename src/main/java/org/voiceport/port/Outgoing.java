package org.voiceport.port;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.voiceport.sccp.KeypadKey;

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

    /** @throws IllegalArgumentException if a number can't be dialled, or no time is left to answer */
    public Outgoing {
        Objects.requireNonNull(callingNumber);
        if (!canBeDialled(number)) {
            throw new IllegalArgumentException(
                    "a number to be dialled has 1 to " + LONGEST + " of 0123456789ABCD*#+, and no other characters");
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

    /** True if a port can dial it: it has the length, and a keypad has all its characters. */
    public static boolean canBeDialled(String number) {
        return !number.isEmpty() && number.length() <= LONGEST && number.chars().allMatch(KeypadKey::isKey);
    }

    @Override
    public String toString() {
        return "***";
    }
}
