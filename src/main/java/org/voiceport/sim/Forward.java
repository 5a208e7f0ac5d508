package org.voiceport.sim;

import java.util.List;

/**
 * A number that nobody answers: its calls go on to other numbers. Calls forwarded twice show the first forward as the
 * original called party and the second as the last redirecting one.
 *
 * @param number what is dialled, 1 to 23 of {@code 0-9 A-D *}
 * @param label name of the person or pilot, at most 39 bytes in UTF-8
 * @param mailbox number of the person's voice mailbox, empty if there is none
 * @param targets where calls go: the first whose device is registered and idle; or one number that forwards itself
 * @param reason the redirecting reason as it is sent: 1 busy, 2 no answer, 15 all (wire reference 5.3), 0 for a pilot
 *     number, which hands calls on without a redirecting party
 */
public record Forward(String number, String label, String mailbox, List<String> targets, int reason) {
    /** Forward because the person was busy. */
    public static final int BUSY = 1;
    /** Forward because the person didn't answer. */
    public static final int NO_ANSWER = 2;
    /** Forward of all calls. */
    public static final int ALL = 15;

    private static final int MAX_LABEL = 39;
    private static final int MAX_NUMBER = 23;

    public Forward {
        targets = List.copyOf(targets);
        Numbers.check(number);
        if (WireTexts.length(label) > MAX_LABEL || WireTexts.length(mailbox) > MAX_NUMBER) {
            throw new IllegalArgumentException("forward of " + number + ": label or mailbox is too long");
        }
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("forward of " + number + ": no target");
        }
    }

    /** Bob's phone rings, nobody answers, and {@code target} has the call; his mailbox is his number. */
    public static Forward noAnswer(String number, String label, String... target) {
        return new Forward(number, label, number, List.of(target), NO_ANSWER);
    }

    /** A hunt pilot: the first idle target has the call, and no redirecting party is told. */
    public static Forward pilot(String number, String... targets) {
        return new Forward(number, "", "", List.of(targets), 0);
    }
}
