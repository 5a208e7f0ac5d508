package org.voiceport.messaging;

import java.util.Optional;
import java.util.stream.Stream;
import org.voiceport.port.CallDetails;

/** Whose message a call is going to be. */
final class MailboxChoice {
    private MailboxChoice() {}

    /**
     * The first party that has a mailbox, the one that was meant at first before the one that was reached last; the general
     * mailbox if none has. A number counts only if it is exactly the number of a mailbox.
     */
    static Mailbox of(CallDetails details, Mailboxes mailboxes) {
        return Stream.of(
                        details.originalCalled().mailbox(),
                        details.originalCalled().number(),
                        details.lastRedirecting().mailbox(),
                        details.lastRedirecting().number(),
                        details.called().number())
                .map(mailboxes::find)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(mailboxes::general);
    }
}
