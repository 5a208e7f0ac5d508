package org.voiceport.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voiceport.event.DeviceName;

/** Durations, ranges, addresses and other texts that have a form. */
class FormsTest {
    @ParameterizedTest
    @CsvSource({
        "500ms, 500",
        "0s, 0",
        "2s, 2000",
        "15m, 900000",
        "12h, 43200000",
        "7d, 604800000",
        "999999999d, 86399999913600000"
    })
    void reads_durations(String text, long millis) throws Unfit {
        assertEquals(Duration.ofMillis(millis), Durations.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "5 s", "-5s", "5S", "1.5s", "5w", "9999999999s", "5s ", "1m30s", "٥s"})
    void refuses_what_is_no_duration(String text) {
        assertThrows(Unfit.class, () -> Durations.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "1ms", "1500ms", "59s", "1m", "90m", "23h", "30d"})
    void durations_print_as_they_are_written(String text) throws Unfit {
        assertEquals(text, Durations.words(Durations.parse(text)));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0MiB, 0",
        "1B, 1",
        "500MiB, 524288000",
        "1GiB, 1073741824",
        "3TiB, 3298534883328",
        "1PiB, 1125899906842624",
        "999999999PiB, 9223372036854775807"
    })
    void reads_sizes(String text, long bytes) throws Unfit {
        assertEquals(bytes, Sizes.parse(text));
        assertEquals(Optional.of(bytes), Sizes.of(text));
    }

    @ParameterizedTest
    @CsvSource({
        "1GB, did you mean '1GiB'?",
        "1G, did you mean '1GiB'?",
        "1gib, did you mean '1GiB'?",
        "20 MiB, did you mean '20MiB'?",
        "20mb, did you mean '20MiB'?",
        "7k, did you mean '7KiB'?",
        "12bytes, did you mean '12B'?",
        "2megabytes, did you mean '2MiB'?"
    })
    void tells_the_size_that_was_meant(String text, String todo) {
        assertEquals(todo, assertThrows(Unfit.class, () -> Sizes.parse(text)).todo());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "500", "00", "GiB", "-1GiB", "1.5GiB", "1GiB ", "9999999999B", "1XiB", "٥MiB", "1m30s"})
    void refuses_what_is_no_size(String text) {
        assertThrows(Unfit.class, () -> Sizes.parse(text));
        assertEquals(Optional.empty(), Sizes.of(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1B", "1023B", "1KiB", "1025KiB", "500MiB", "1GiB", "1PiB"})
    void sizes_print_as_they_are_written(String text) throws Unfit {
        assertEquals(text, Sizes.words(Sizes.parse(text)));
    }

    @Test
    void spells_names_out() throws Unfit {
        assertEquals(names("CiscoUM1-VI2", "CiscoUM1-VI3"), Ranges.names("CiscoUM1-VI2..CiscoUM1-VI3"));
        assertEquals(names("VI9", "VI10", "VI11"), Ranges.names("VI9..VI11"));
        assertEquals(names("VI09", "VI10"), Ranges.names("VI09 .. VI10"));
        assertEquals(names("7", "8"), Ranges.names("7..8"));
        assertEquals(names("V1"), Ranges.names("V1..V1"));
    }

    @Test
    void spells_the_largest_range_out() throws Unfit {
        assertEquals(5000, Ranges.names("VI1..VI5000").size());
    }

    private static List<DeviceName> names(String... names) {
        return List.of(names).stream().map(DeviceName::new).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "VI1, no range",
        "VI..VJ, must end in a number",
        "VI1..VJ2, differ before",
        "VI3..VI2, runs backwards",
        "VI1..VI5001, more than 5000",
        "VI1.., no device name",
        "..VI1, no device name",
        "VI1...VI2, differ before",
        "VI1..VI2..VI3, differ before",
        "CiscoUM1-VI0001..CiscoUM1-VI00002, has 16 characters",
        "VI1..VI1000000000, differ before"
    })
    void refuses_what_is_no_range_of_names(String text, String what) {
        Unfit unfit = assertThrows(Unfit.class, () -> Ranges.names(text));
        assertTrue(unfit.what().contains(what), unfit::what);
    }

    @Test
    void reads_udp_ports() throws Unfit {
        assertEquals(new DaemonConfig.UdpPorts(16384, 16385), Ranges.udpPorts("16384-16385"));
        assertEquals(new DaemonConfig.UdpPorts(2, 65535), Ranges.udpPorts("2 - 65535"));
        assertEquals(2564, Ranges.udpPorts("16384-21511").pairs());
    }

    @ParameterizedTest
    @CsvSource({
        "16384, no range",
        "0-65535, out of range",
        "16384-65537, out of range",
        "16384-16384, no pair",
        "16386-16385, no pair",
        "16385-16390, cuts a pair",
        "16384-16390, cuts a pair",
        "16383-16391, cuts a pair"
    })
    void refuses_bad_udp_ports(String text, String what) {
        Unfit unfit = assertThrows(Unfit.class, () -> Ranges.udpPorts(text));
        assertTrue(unfit.what().contains(what), unfit::what);
    }

    @Test
    void fingerprints_come_with_colons_upper_case_and_prefix() throws Unfit {
        String plain = "0123456789abcdef".repeat(4);
        String colons = plain.toUpperCase(java.util.Locale.ROOT).replaceAll("(..)(?!$)", "$1:");
        assertEquals(plain, Texts.fingerprint(plain));
        assertEquals(plain, Texts.fingerprint(colons));
        assertEquals(plain, Texts.fingerprint("SHA256:" + colons));
        assertThrows(Unfit.class, () -> Texts.fingerprint(plain.substring(1)));
        assertThrows(Unfit.class, () -> Texts.fingerprint(plain.replace('a', 'g')));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.11", "255.255.255.255", "cm1", "cm-1.example.com", "cm_1.example.com.", "1cm"})
    void accepts_hosts(String text) throws Unfit {
        assertEquals(text, Texts.host(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.256", "10.0.0", "1", "10.0.0.01", "a..b", "-a", "a b", "fe80::1", "a/b", "", "ä"})
    void refuses_hosts(String text) {
        assertThrows(Unfit.class, () -> Texts.host(text));
    }

    @Test
    void tftp_servers_have_port_69_if_none_is_given() throws Unfit {
        assertEquals(new HostPort("cm1", 69), Texts.tftpServer("cm1"));
        assertEquals(new HostPort("10.0.0.1", 1069), Texts.tftpServer("10.0.0.1:1069"));
        assertThrows(Unfit.class, () -> Texts.tftpServer("cm1:0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/b", ".", "-x", "", "a b", "x\\y"})
    void mailbox_numbers_cant_leave_their_folder(String text) {
        assertThrows(Unfit.class, () -> Texts.mailboxNumber(text));
    }

    @ParameterizedTest
    @CsvSource({"adress, address", "securitymode, securityMode", "prots, ports", "tftb, tftp", "log level, "})
    void finds_the_word_that_was_meant(String text, String meant) {
        assertEquals(
                Optional.ofNullable(meant),
                Spelling.nearest(text, List.of("address", "securityMode", "ports", "tftp", "log")));
    }

    @Test
    void distance_counts_a_swap_as_one() {
        assertEquals(1, Spelling.distance("prots", "ports"));
        assertEquals(3, Spelling.distance("kitten", "sitting"));
        assertEquals(4, Spelling.distance("", "port"));
    }

    @Test
    void quoted_text_stays_on_one_bounded_line() {
        assertEquals("'a?b?c?'", Quote.of("a\nb\u202Ec\u0007"));
        assertEquals(65, Quote.of("x".repeat(5000)).length());
    }
}
