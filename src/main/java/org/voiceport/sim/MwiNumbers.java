package org.voiceport.sim;

import java.util.Optional;

/**
 * The numbers by which a voice messaging system switches message lamps (wire reference 6.4).
 *
 * @param on dialled to light a lamp, 1 to 23 of {@code 0-9 A-D *}
 * @param off dialled to put it out
 * @param prefix true: the subscriber's number is dialled after {@code on} or {@code off}; false: the subscriber is the
 *     calling party
 */
public record MwiNumbers(String on, String off, boolean prefix) {
    public MwiNumbers {
        Numbers.check(on);
        Numbers.check(off);
        if (on.startsWith(off) || off.startsWith(on)) {
            throw new IllegalArgumentException("MWI numbers " + on + " and " + off + ": neither may begin the other");
        }
    }

    /** A lamp that is to be switched. */
    record Order(String subscriber, boolean on) {}

    /** What a complete number orders; empty if it is no such number. */
    Optional<Order> order(String dialled, String callingNumber) {
        if (!prefix) {
            return dialled.equals(on) || dialled.equals(off)
                    ? Optional.of(new Order(callingNumber, dialled.equals(on)))
                    : Optional.empty();
        }
        boolean lights = dialled.startsWith(on);
        String number = lights ? on : off;
        return dialled.startsWith(number) && dialled.length() > number.length()
                ? Optional.of(new Order(dialled.substring(number.length()), lights))
                : Optional.empty();
    }

    /** True if {@code digits} and at least one more are such a number. */
    boolean mayBecome(String digits) {
        return mayBecome(digits, on) || mayBecome(digits, off);
    }

    private boolean mayBecome(String digits, String number) {
        boolean begun = number.length() > digits.length() && number.startsWith(digits);
        // How long a subscriber's number is isn't known: it is complete when nothing follows.
        return begun || (prefix && digits.startsWith(number));
    }
}
