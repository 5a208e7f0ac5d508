package org.voiceport.messaging;

import java.time.Duration;
import java.util.Optional;
import org.voiceport.port.Outgoing;

/**
 * The numbers of the call manager by which message lamps are switched (wire reference 6.4).
 *
 * @param on dialled to light a lamp
 * @param off dialled to put it out
 * @param prefix true: the mailbox's number is dialled behind it; false: the mailbox is the calling party
 */
public record LampNumbers(String on, String off, boolean prefix) {
    /** How long the call manager may take to switch a lamp. */
    static final Duration LIMIT = Duration.ofSeconds(10);

    /** @throws IllegalArgumentException if a number can't be dialled */
    public LampNumbers {
        var unused = new Outgoing(on, Optional.empty(), false, LIMIT);
        unused = new Outgoing(off, Optional.empty(), false, LIMIT);
    }

    /** The call that switches the lamp of {@code mailbox}; empty if a phone can't have that number. */
    Optional<Outgoing> order(String mailbox, boolean lit) {
        String number = lit ? on : off;
        if (!Outgoing.canBeDialled(prefix ? number + mailbox : mailbox)) {
            return Optional.empty();
        }
        return Optional.of(
                prefix
                        ? new Outgoing(number + mailbox, Optional.empty(), false, LIMIT)
                        : new Outgoing(number, Optional.of(mailbox), false, LIMIT));
    }
}
