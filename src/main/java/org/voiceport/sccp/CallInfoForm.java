package org.voiceport.sccp;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Tells the forms of CallInfoV2 below version 16 apart. One source has 12 strings there, one 13 with the alternate
 * calling party as the second; 15 add the hunt pilot.
 *
 * <p>Empty strings at the end look like padding, so the count alone doesn't settle it. Where it leaves a doubt, the form
 * under which the fields make more sense is taken, and if both make as much, the 12 strings that a running server of
 * that age was seen to send.
 */
final class CallInfoForm {
    /** Strings of the longest form, and the most that padding can add. */
    static final int MOST = 15 + 3;

    private static final int SHORT = 12;
    private static final int PARTIES = 4;
    private static final Pattern DIALLED = Pattern.compile("[0-9A-Da-d*#+]*");

    private CallInfoForm() {}

    /** True if the second of {@code strings} is the alternate calling party. */
    static boolean hasAlternateCalling(List<String> strings) {
        if (strings.size() <= SHORT) {
            return false;
        }
        boolean only12 = strings.stream().skip(SHORT).allMatch(String::isEmpty);
        if (!only12 || strings.size() > SHORT + 3) {
            return true;
        }
        return faults(strings, 1) < faults(strings, 0);
    }

    /** How much is odd if {@code extra} strings stand behind the calling party's number. */
    private static int faults(List<String> strings, int extra) {
        int faults = strings.get(1 + extra).isEmpty() ? 1 : 0;
        for (int i = 0; i < 2 * PARTIES + extra; i++) {
            faults += DIALLED.matcher(strings.get(i)).matches() ? 0 : 1;
        }
        for (int party = 0; party < PARTIES; party++) {
            String number = strings.get(party == 0 ? 0 : party + extra);
            String name = strings.get(2 * PARTIES + extra + party);
            faults += number.isEmpty() && !name.isEmpty() ? 1 : 0;
        }
        return faults;
    }
}
