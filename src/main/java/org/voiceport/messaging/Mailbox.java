package org.voiceport.messaging;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Where messages for somebody go.
 *
 * @param number its directory number, by which calls find it; also the name of its folder: 1 to 64 characters from
 *     {@code 0-9 A-Z a-z * # + _ . -}, the first no dot
 * @param name whose mailbox it is, may be empty
 * @param email address for the To header
 * @param greeting sound file that its callers hear in place of the general greeting; read at each call
 * @param quota bytes in it from which on it takes no message, 0 for no limit; empty if the general quota holds
 */
public record Mailbox(String number, String name, Optional<String> email, Optional<Path> greeting, OptionalLong quota) {
    private static final Pattern NUMBER = Pattern.compile("[0-9A-Za-z*#+_-][0-9A-Za-z*#+_.-]{0,63}");
    /** Loose on purpose: it keeps out what would break a header, not every address that doesn't exist. */
    private static final Pattern EMAIL = Pattern.compile("[^\\s\\p{Cntrl}@<>,;]{1,64}@[^\\s\\p{Cntrl}@<>,;]{1,189}");

    public Mailbox {
        if (!isNumber(number)) {
            throw new IllegalArgumentException("this can't be a mailbox's number: give 1 to 64 characters from"
                    + " 0-9 A-Z a-z * # + _ . - that don't begin with a dot");
        }
        email.ifPresent(address -> {
            if (!EMAIL.matcher(address).matches()) {
                throw new IllegalArgumentException(
                        "mailbox " + number + ": the e-mail address must look like name@example.com");
            }
        });
    }

    /** A mailbox without e-mail address, greeting or quota of its own. */
    public static Mailbox of(String number, String name) {
        return new Mailbox(number, name, Optional.empty(), Optional.empty(), OptionalLong.empty());
    }

    /** True if {@code text} can be the number of a mailbox. */
    public static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }
}
