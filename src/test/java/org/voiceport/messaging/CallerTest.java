package org.voiceport.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voiceport.port.CallDetails;
import org.voiceport.port.CallDetails.Party;

class CallerTest {
    @ParameterizedTest
    @CsvSource({"0,Alice (1001)", "1,1001", "2,Alice", "3,unknown caller", "4,Alice (1001)", "0xFF,unknown caller"})
    void shows_only_what_is_not_withheld(String restrictions, String label) {
        CallDetails details = new CallDetails(
                new Party("1001", "Alice", ""),
                Party.UNKNOWN,
                Party.UNKNOWN,
                Party.UNKNOWN,
                0,
                0,
                Integer.decode(restrictions));
        assertEquals(label, Caller.of(details).label());
    }

    @Test
    void turns_control_characters_into_one_space() {
        assertEquals("Alice Bcc: eve", new Caller("", "\tAlice\0\r\n\u202E Bcc:\u2028eve\u0085").name());
    }

    @Test
    void drops_halves_of_pairs() {
        assertEquals("A B", new Caller("", "A\uD83DB\uDE00").name());
    }

    @Test
    void keeps_whole_pairs() {
        assertEquals("\uD83D\uDE00", new Caller("", "\uD83D\uDE00").name());
    }

    @Test
    void cuts_a_name_after_64_characters_of_any_kind() {
        assertEquals(
                64,
                new Caller("", "\uD83D\uDE00".repeat(200)).name().codePoints().count());
    }

    @Test
    void cuts_a_number_after_32_characters() {
        assertEquals("1".repeat(32), new Caller("1".repeat(200), "").number());
    }
}
