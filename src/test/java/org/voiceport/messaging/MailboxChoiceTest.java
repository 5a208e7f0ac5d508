package org.voiceport.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voiceport.port.CallDetails;
import org.voiceport.port.CallDetails.Party;

class MailboxChoiceTest {
    private static final Mailboxes MAILBOXES = Mailboxes.of(
            List.of(
                    Mailbox.of("1", "one"),
                    Mailbox.of("2", "two"),
                    Mailbox.of("3", "three"),
                    Mailbox.of("4", "four"),
                    Mailbox.of("5", "five")),
            "general");

    @ParameterizedTest(name = "original {0}/{1}, last {2}/{3}, called {4}: {5}")
    @CsvSource({
        "1,2,3,4,5,1",
        "'',2,3,4,5,2",
        "'','',3,4,5,3",
        "'','','',4,5,4",
        "'','','','',5,5",
        "'','','','','',general",
        "8,2,3,4,5,2",
        "8,8,3,4,5,3",
        "8,8,8,4,5,4",
        "8,8,8,8,5,5",
        "8,8,8,8,8,general",
        "../1,' 1',1/,'1 ',01,general",
    })
    void chooses_the_first_party_that_has_a_mailbox(
            String originalMailbox, String original, String lastMailbox, String last, String called, String chosen) {
        CallDetails details = new CallDetails(
                new Party("1", "the caller's own mailbox never counts", "1"),
                new Party(called, "", ""),
                new Party(original, "", originalMailbox),
                new Party(last, "", lastMailbox),
                0,
                0,
                0);
        assertEquals(chosen, MailboxChoice.of(details, MAILBOXES).number());
    }

    /** Whoever may set a name could else choose where a message goes. */
    @ParameterizedTest
    @ValueSource(strings = {"1", "Forwarded by 1", "1 (busy)", "one", "Forward", "general", "\u0000", "1\r\nTo: 2"})
    void a_display_name_never_decides(String hostile) {
        CallDetails direct = new CallDetails(
                new Party("9", hostile, ""),
                new Party("5", hostile, ""),
                new Party("", hostile, ""),
                new Party("", hostile, ""),
                2,
                2,
                0);
        assertEquals("5", MailboxChoice.of(direct, MAILBOXES).number());
        assertFalse(direct.redirected());
    }

    @Test
    void a_withheld_number_still_finds_its_mailbox() {
        CallDetails withheld = new CallDetails(
                Party.UNKNOWN, new Party("8", "", ""), new Party("2", "", ""), Party.UNKNOWN, 0, 0, 0xFF);
        assertEquals("2", MailboxChoice.of(withheld, MAILBOXES).number());
    }
}
