package org.voiceport.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What ports offer, and what they accept of Java's own TLS, held equal to the table of docs/security.md; in a process in
 * which the JDK disables nothing.
 */
class SuiteTableTest {
    private static List<String> lines = List.of();

    @BeforeAll
    static void ask_a_process_without_limits() throws Exception {
        lines = ChildJvm.run(JsseSuitesProbe.class).lines().toList();
    }

    @ParameterizedTest
    @EnumSource
    void ports_offer_what_the_table_says_in_its_order(SuiteTable.Column column) throws IOException {
        String offer = "offer " + column + " " + SuiteTable.ofDocument().offer(column);
        assertTrue(lines.contains(offer), () -> offer + " is not what was offered: " + lines);
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTHENTICATED", "ENCRYPTED"})
    void ports_of_this_process_offer_the_same(SuiteTable.Column column) throws IOException {
        assertEquals(
                SuiteTable.ofDocument().offer(column),
                PlainHello.offer(column.client(Lab.PORT, CallManagerTrust.ofPins(List.of()))
                        .engine("host", Lab.PUBLISHER_TLS)));
    }

    @ParameterizedTest
    @EnumSource
    void ports_accept_what_the_table_says_and_nothing_else(SuiteTable.Column column) throws IOException {
        assertEquals(
                SuiteTable.ofDocument().accepted(column),
                served().filter(words -> words.subList(3, words.size()).contains(column.name()))
                        .map(words -> words.get(1) + " " + words.get(2))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void servers_had_suites_of_every_kind_that_ports_refuse() {
        for (String kind :
                List.of("_3DES_EDE_", "_anon_", "TLS_ECDH_RSA_", "TLS_DHE_DSS_", "NULL_MD5", "_CBC_SHA384")) {
            assertTrue(served().anyMatch(words -> words.get(2).contains(kind) && words.size() == 3), kind);
        }
    }

    private static java.util.stream.Stream<List<String>> served() {
        return lines.stream().filter(line -> line.startsWith("served ")).map(line -> Arrays.asList(line.split(" ")));
    }
}
