package org.voiceport.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxesTest {
    @ParameterizedTest
    @ValueSource(strings = {"1001", "+4930123", "*99", "#1", "sales-team_2", "a.b"})
    void takes_numbers_that_are_safe_as_folder_names(String number) {
        assertTrue(Mailbox.isNumber(number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", ".hidden", "../1001", "a/b", "a\\b", "a b", "C:", "1001\n", "1\0", "ä"})
    void refuses_numbers_that_are_not(String number) {
        assertThrows(IllegalArgumentException.class, () -> Mailbox.of(number, ""));
    }

    @Test
    void refuses_a_number_of_65_characters() {
        assertFalse(Mailbox.isNumber("1".repeat(65)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bob", "bob@", "@example.com", "bob@example.com\r\nBcc: eve@example.com", "a b@example.com"})
    void refuses_what_is_no_email_address(String address) {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Mailbox("1001", "Bob", Optional.of(address), Optional.empty(), OptionalLong.empty()));
    }

    @Test
    void makes_the_general_mailbox_if_it_is_not_listed() {
        Mailboxes mailboxes = Mailboxes.of(List.of(Mailbox.of("1001", "Bob")), "general");
        assertEquals("general", mailboxes.general().number());
        assertEquals(2, mailboxes.all().size());
    }

    @Test
    void takes_a_listed_mailbox_as_the_general_one() {
        Mailbox bob = Mailbox.of("1001", "Bob");
        Mailboxes mailboxes = Mailboxes.of(List.of(bob), "1001");
        assertSame(bob, mailboxes.general());
        assertEquals(1, mailboxes.all().size());
    }

    @Test
    void refuses_numbers_that_differ_in_case_only() {
        List<Mailbox> two = List.of(Mailbox.of("sales", ""), Mailbox.of("SALES", ""));
        assertThrows(IllegalArgumentException.class, () -> Mailboxes.of(two, "general"));
    }
}
