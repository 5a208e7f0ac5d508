package org.voiceport.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What ports accept of OpenSSL, held equal to the table of docs/security.md. For each version and suite of the table there
 * is a server that has nothing else, and for each version one that has all the others: if it had to refuse a port, then the
 * port offered none of these. A plain client shows of each server and suite that it isn't the server who refuses.
 */
class OpensslSuitesTest {
    /** No suite in common, or no version: a server may say either. */
    private static final Set<String> REFUSALS = Set.of("ModeMismatch", "PeerIncompatible");

    private static final Map<String, String> FLAGS =
            new TreeMap<>(Map.of("TLSv1", "-tls1", "TLSv1.1", "-tls1_1", "TLSv1.2", "-tls1_2", "TLSv1.3", "-tls1_3"));
    private static final String TLS_1_3 = "TLSv1.3";
    /** OpenSSL's default leaves the last two out. */
    private static final String ALL_OF_1_3 =
            "TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256"
                    + ":TLS_AES_128_CCM_SHA256:TLS_AES_128_CCM_8_SHA256";

    private static final Identity EC = ServerKeys.ec("cucm-ec");

    @TempDir
    static Path directory = Path.of(".");

    /** By version and suite. */
    private static final Map<String, OpensslServer> ONE_SUITE = new TreeMap<>();

    private static final List<Others> OTHERS = new ArrayList<>();

    /** Of each kind of port at each of the servers above. */
    private static final Map<SuiteTable.Column, List<String>> OUTCOMES = new EnumMap<>(SuiteTable.Column.class);

    /** A suite as {@code openssl ciphers -V -stdname} lists it. */
    private record Listed(int code, String iana, String name, boolean only13, boolean dss) {
        static Listed of(String line) {
            String[] words = line.strip().split("\\s+", -1);
            return new Listed(
                    Integer.decode("0x" + words[0].replace("0x", "").replace(",", "")),
                    words[2],
                    words[4],
                    words[5].equals(TLS_1_3),
                    line.contains("Au=DSS"));
        }

        /** False of SRP, whose clients give a user name in their first message; a port never does. */
        boolean withoutUserName() {
            return !iana.contains("_SRP_");
        }
    }

    /** A server that has all suites of one version that no port accepts. */
    private record Others(String version, List<Listed> suites, OpensslServer server) {}

    @BeforeAll
    static void ports_have_been_to_all_servers() throws Exception {
        Openssl.assumeInstalled();
        startServers();
        sendPorts();
    }

    @AfterAll
    static void servers_end() {
        Stream.concat(ONE_SUITE.values().stream(), OTHERS.stream().map(Others::server))
                .forEach(OpensslServer::close);
    }

    private static void startServers() throws Exception {
        Identity dsa = ServerKeys.dsa("cucm-dsa");
        SuiteProbe.prepare(directory, Lab.PORT, List.of(Lab.CUCM_PUB, EC, dsa));
        SortedSet<String> accepted = SuiteTable.ofDocument().accepted();
        List<Listed> listed = listed();
        for (String version : FLAGS.keySet()) {
            Map<Boolean, List<Listed>> others = listed.stream()
                    .filter(suite -> suite.only13 == version.equals(TLS_1_3))
                    .filter(suite -> !accepted.contains(version + " " + suite.iana))
                    .collect(Collectors.partitioningBy(Listed::dss));
            OTHERS.add(new Others(version, others.get(false), server(version, others.get(false), EC)));
            if (!others.get(true).isEmpty()) {
                OTHERS.add(new Others(version, others.get(true), server(version, others.get(true), dsa)));
            }
            for (Listed suite : listed) {
                String combination = version + " " + suite.iana;
                if (accepted.contains(combination)) {
                    ONE_SUITE.put(combination, server(version, List.of(suite), EC));
                }
            }
        }
    }

    private static void sendPorts() throws Exception {
        List<InetSocketAddress> servers = Stream.concat(
                        ONE_SUITE.values().stream(), OTHERS.stream().map(Others::server))
                .map(OpensslServer::address)
                .toList();
        List<String> legacy = new ArrayList<>();
        for (SuiteTable.Column column : SuiteTable.Column.values()) {
            if (column.legacy()) {
                legacy.add(column.name());
            } else {
                OUTCOMES.put(column, SuiteProbe.outcomes(directory, column, servers));
            }
        }
        List<String> arguments = new ArrayList<>(List.of(
                directory.toString(),
                servers.stream().map(server -> String.valueOf(server.getPort())).collect(Collectors.joining(","))));
        arguments.addAll(legacy);
        List<String> lines = ChildJvm.run(SuiteProbe.class, arguments.toArray(String[]::new))
                .lines()
                .toList();
        assertEquals(legacy.size() * servers.size(), lines.size(), lines.toString());
        for (int i = 0; i < legacy.size(); i++) {
            OUTCOMES.put(
                    SuiteTable.Column.valueOf(legacy.get(i)),
                    lines.subList(i * servers.size(), (i + 1) * servers.size()));
        }
    }

    private static List<Listed> listed() throws IOException {
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "ciphers",
                        "-V",
                        "-stdname",
                        "-ciphersuites",
                        ALL_OF_1_3,
                        "ALL:COMPLEMENTOFALL:@SECLEVEL=0")
                .start();
        return new String(openssl.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                .lines()
                .map(Listed::of)
                .filter(Listed::withoutUserName)
                .toList();
    }

    private static OpensslServer server(String version, List<Listed> suites, Identity second) throws IOException {
        String names = suites.stream().map(Listed::name).collect(Collectors.joining(":"));
        return version.equals(TLS_1_3)
                ? OpensslServer.start(
                        directory, Lab.ROOT.root(), Lab.CUCM_PUB, second, FLAGS.get(version), "-ciphersuites", names)
                : OpensslServer.start(
                        directory,
                        Lab.ROOT.root(),
                        Lab.CUCM_PUB,
                        second,
                        FLAGS.get(version),
                        "-cipher",
                        names + ":@SECLEVEL=0",
                        "-psk",
                        "0123456789abcdef");
    }

    @Test
    void numbers_of_the_suites_are_those_of_openssl() throws IOException {
        Map<String, Integer> numbers = listed().stream().collect(Collectors.toMap(Listed::iana, Listed::code));
        SuiteTable.ofDocument().codes().forEach((suite, code) -> assertEquals(numbers.get(suite), code, suite));
    }

    @Test
    void server_of_one_suite_takes_a_plain_client_that_has_it() throws IOException {
        Map<String, Integer> codes = SuiteTable.ofDocument().codes();
        assertEquals(SuiteTable.ofDocument().accepted(), ONE_SUITE.keySet());
        for (Map.Entry<String, OpensslServer> each : ONE_SUITE.entrySet()) {
            String[] words = each.getKey().split(" ", 2);
            assertTrue(PlainHello.isTaken(each.getValue().address(), words[0], codes.get(words[1])), each.getKey());
        }
    }

    /** A suite that a version doesn't know is served by nobody, so it isn't each of them at each version. */
    @Test
    @SuppressWarnings("SystemOut")
    void server_of_all_others_takes_a_plain_client_that_has_one_of_them() throws IOException {
        for (Others others : OTHERS) {
            List<String> taken = new ArrayList<>();
            for (Listed suite : others.suites) {
                if (PlainHello.isTaken(others.server.address(), others.version, suite.code)) {
                    taken.add(suite.iana);
                }
            }
            System.out.println(
                    others.version + ": openssl serves " + taken.size() + " suites that no port takes: " + taken);
            assertFalse(taken.isEmpty(), others.version);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ports_accept_what_the_table_says_and_nothing_else(SuiteTable.Column column) throws Exception {
        TreeSet<String> accepted = new TreeSet<>();
        int i = 0;
        for (String combination : ONE_SUITE.keySet()) {
            String outcome = OUTCOMES.get(column).get(i++);
            if (outcome.equals(combination)) {
                accepted.add(combination);
            } else {
                assertTrue(REFUSALS.contains(outcome), "a server of " + combination + ": " + outcome);
            }
        }
        assertEquals(SuiteTable.ofDocument().accepted(column), accepted);
    }

    @ParameterizedTest
    @EnumSource
    void ports_refuse_all_others(SuiteTable.Column column) {
        List<String> outcomes = OUTCOMES.get(column).subList(ONE_SUITE.size(), ONE_SUITE.size() + OTHERS.size());
        assertTrue(REFUSALS.containsAll(outcomes), outcomes::toString);
    }
}
