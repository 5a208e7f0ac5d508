package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.voiceport.event.SecurityMode.AUTHENTICATED;
import static org.voiceport.event.SecurityMode.ENCRYPTED;
import static org.voiceport.event.SecurityMode.NON_SECURE;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.voiceport.event.SecurityMode;
import org.voiceport.sim.Device;
import org.voiceport.trust.CtlRole;
import org.voiceport.trust.PortCertificates;

/** Every link of the chain, broken once: the doctor names it, goes no further on the wire, and says what to do. */
class CliDoctorFaultTest {
    private static final String AES = "-tls1_2 -cipher AES128-SHA";
    private static final String NULL = "-tls1_2 -cipher NULL-SHA:@SECLEVEL=0";

    @TempDir
    private Path directory;

    private interface Cause {
        void make(BrokenSite site) throws Exception;
    }

    /** {@code here} and {@code there}: what both sides are told to look at. */
    private record Row(
            String cause,
            SecurityMode mode,
            Cause making,
            String link,
            String what,
            String todo,
            String here,
            String there) {}

    @TestFactory
    Stream<DynamicTest> first_broken_link_is_explained() {
        return Stream.of(
                        new Row(
                                "a name that nobody knows",
                                NON_SECURE,
                                site -> site.installation.callManager("no-such-host.invalid", 2000, 2443),
                                "resolve",
                                "the host name no-such-host.invalid",
                                "name server",
                                "callManagers address: no-such-host.invalid",
                                "System > Server"),
                        new Row(
                                "nobody listens",
                                ENCRYPTED,
                                site -> site.at(site.closedPort()),
                                "TCP",
                                "refused the connection",
                                "mixed mode",
                                "securePort: ",
                                "System > Enterprise Parameters > Cluster Security Mode"),
                        new Row(
                                "a CTL that nobody accepted",
                                ENCRYPTED,
                                site -> {
                                    site.at(Exchange.start());
                                    site.installation.section("trust", "{ ctlFile: certs/CTLFile.tlv }");
                                },
                                "CTL in force",
                                "is not in force",
                                "voiceportd ctl accept",
                                "trust.ctlFile: ",
                                "utils ctl update CTLFile"),
                        new Row(
                                "a CTL without the server",
                                AUTHENTICATED,
                                site -> {
                                    site.at(Exchange.start());
                                    site.ctl(BrokenSite.server(CtlRole.CCM, "192.0.2.10", Keys.callManager()));
                                },
                                "server in CTL",
                                "for 127.0.0.1; there are record 2 CCM 192.0.2.10",
                                "correct callManagers",
                                "callManagers address: 127.0.0.1",
                                "System > Server"),
                        new Row(
                                "no certificate of its own",
                                ENCRYPTED,
                                site -> {
                                    site.at(Exchange.start());
                                    Files.delete(PortCertificates.portFile(
                                            site.installation.certs(), DemoLab.port(ENCRYPTED)));
                                },
                                "own certificate",
                                "doesn't exist",
                                "certs issue",
                                "identity.directory: ",
                                "Security > Certificate Management: CallManager-trust"),
                        new Row(
                                "no TLS",
                                ENCRYPTED,
                                site -> site.scripted(ScriptedServer.saying("040000000000000000010000")),
                                "TLS",
                                "doesn't speak TLS: it speaks SCCP in clear",
                                "2443",
                                "securePort: ",
                                "System > Cisco Unified CM > the node > TCP ports"),
                        new Row(
                                "only suites that encrypt",
                                AUTHENTICATED,
                                site -> site.openssl(AES),
                                "TLS",
                                "asked as an encrypted port would, the server accepts TLS_RSA_WITH_AES_128_CBC_SHA"
                                        + " (TLSv1.2): its port is probably encrypted",
                                "same Device Security Mode",
                                "securityMode: ",
                                "Advanced Features > Voice Mail > Cisco Voice Mail Port > CiscoUM1-VI"),
                        new Row(
                                "only suites that don't",
                                ENCRYPTED,
                                site -> site.openssl(NULL),
                                "TLS",
                                "the server accepts TLS_RSA_WITH_NULL_SHA (TLSv1.2): its port is probably authenticated",
                                "same Device Security Mode",
                                "securityMode: ",
                                "Advanced Features > Voice Mail > Cisco Voice Mail Port > CiscoUM1-VI"),
                        new Row(
                                "only a suite of neither mode",
                                AUTHENTICATED,
                                site -> site.openssl("-tls1_2 -cipher CAMELLIA128-SHA"),
                                "TLS",
                                "the server doesn't accept what an encrypted port offers either",
                                "same Device Security Mode",
                                "securityMode: ",
                                "Advanced Features > Voice Mail > Cisco Voice Mail Port > CiscoUM1-VI"),
                        new Row(
                                "a root that TLS 1.2 doesn't know",
                                ENCRYPTED,
                                site -> site.opensslWithOtherRoot(AES),
                                "TLS",
                                "refused the certificate of this port: it doesn't know the root",
                                "CallManager-trust",
                                "voiceportd certs export-root",
                                "Cisco Unified OS Administration > Security > Certificate Management: the root as CallManager-trust"),
                        new Row(
                                "a root that TLS 1.3 doesn't know",
                                ENCRYPTED,
                                site -> site.opensslWithOtherRoot("-tls1_3"),
                                "TLS",
                                "refused the certificate of this port: it doesn't know the root",
                                "CallManager-trust",
                                "voiceportd certs export-root",
                                "Cisco Unified OS Administration > Security > Certificate Management: the root as CallManager-trust"),
                        new Row(
                                "another certificate",
                                ENCRYPTED,
                                site -> site.presenting(Keys.stranger()),
                                "certificate match",
                                "the CTL's record for this server has another certificate",
                                "renewed?",
                                "voiceportd ctl show",
                                "CallManager.pem"),
                        new Row(
                                "a device in another mode",
                                ENCRYPTED,
                                site -> site.at(Exchange.start(Exchange.withoutPorts()
                                        .device(Device.port(
                                                DemoLab.port(ENCRYPTED).value(), AUTHENTICATED, "5003")))),
                                "registration",
                                "the server accepts TLS_RSA_WITH_NULL_SHA (TLSv1.2) too: the device may be authenticated",
                                "device security mode of CiscoUM1-VI3",
                                "securityMode: encrypted of CiscoUM1-VI3",
                                "Cisco Voice Mail Port > CiscoUM1-VI3 > Device Security Mode"),
                        new Row(
                                "a name that somebody has",
                                NON_SECURE,
                                site -> site.rejecting("Device already registered"),
                                "registration",
                                "'Device already registered'",
                                "another machine uses that name",
                                "ports name: CiscoUM1-VI1",
                                "Cisco Voice Mail Port > Find"),
                        new Row(
                                "no answer to Register",
                                NON_SECURE,
                                site -> site.hasty().scripted(ScriptedServer.silent()),
                                "registration",
                                "no answer to Register",
                                "service is up",
                                "port: ",
                                "Control Center - Feature Services: Cisco CallManager is started"))
                .map(row -> dynamicTest(row.cause() + ", " + row.mode() + " port", () -> check(row)));
    }

    private void check(Row row) throws Exception {
        try (BrokenSite site = new BrokenSite(directory, row.mode())) {
            row.making().make(site);
            CliRun run = CliRun.of("doctor", "-c", site.installation.config().file());
            run.exits(Exit.FAILED);
            List<String> lines = run.out().lines().toList();
            List<String> failed =
                    lines.stream().filter(line -> line.contains(" FAIL ")).toList();
            assertEquals(1, failed.size(), run::toString);
            int at = lines.indexOf(failed.get(0));
            String todo = lines.get(at + 1);
            assertAll(
                    () -> assertTrue(failed.get(0).startsWith("  " + row.link() + " "), failed::toString),
                    () -> assertTrue(failed.get(0).contains(row.what()), failed::toString),
                    () -> assertTrue(todo.strip().startsWith("->") && todo.contains(row.todo()), todo),
                    () -> assertSide("here", row.here(), lines.get(at + 2)),
                    () -> assertSide("there", row.there(), lines.get(at + 3)),
                    () -> run.prints(
                            "1 of 1 ports can't register with their first call manager: " + DemoLab.port(row.mode())),
                    () -> assertFalse(run.toString().contains(Keys.PASSWORD), run::toString));
        }
    }

    @Test
    void what_needs_no_connection_is_judged_without_one() throws Exception {
        try (BrokenSite site = new BrokenSite(directory, ENCRYPTED)) {
            site.at(site.closedPort());
            Path file = site.installation.config().file();
            CliRun.of("doctor", "-c", file)
                    .exits(Exit.FAILED)
                    .prints(String.format("%n  %-19s%-6sCTL ", "CTL in force", "ok"))
                    .prints(String.format("%n  %-19s%-6sCN=", "own certificate", "ok"));

            site.installation.section("trust", "{ ctlFile: certs/CTLFile.tlv }");
            site.installation.config();
            CliRun.of("doctor", "-c", file)
                    .exits(Exit.FAILED)
                    .prints(String.format("%n  %-19s%-6s", "CTL in force", "FAIL"))
                    .prints(String.format("%n  %-19s%-6sCN=", "own certificate", "ok"));

            Files.delete(PortCertificates.portFile(site.installation.certs(), DemoLab.port(ENCRYPTED)));
            CliRun three = CliRun.of("doctor", "-c", file).exits(Exit.FAILED);
            assertEquals(
                    List.of("TCP", "CTL in force", "own certificate"),
                    three.out()
                            .lines()
                            .filter(line -> line.contains(" FAIL "))
                            .map(line ->
                                    line.substring(0, line.indexOf(" FAIL ")).strip())
                            .toList(),
                    three::toString);
        }
    }

    private static void assertSide(String side, String words, String line) {
        assertTrue(line.strip().startsWith(side + " ") && line.contains(words), line);
    }

    @Test
    void configuration_that_can_not_be_read_is_told_as_check_does() throws Exception {
        Path file = directory.resolve("voiceportd.yaml");
        Files.writeString(file, "ports: []\n");
        CliRun.of("doctor", "-c", file).exits(Exit.UNUSABLE).tells("voiceportd.yaml:1:", "callManagers");
    }

    @Test
    void greeting_that_is_no_sound_is_told_as_check_does() throws Exception {
        try (BrokenSite site = new BrokenSite(directory, NON_SECURE)) {
            site.at(site.closedPort());
            Path file = site.installation.config().file();
            Files.writeString(file.resolveSibling("greeting.wav"), "no sound");
            CliRun.of("doctor", "-c", file).failsShortly(Exit.UNUSABLE).tells("greeting");
        }
    }

    @Test
    void refused_certificate_shows_in_tls_1_3_without_a_registration_too() throws Exception {
        try (BrokenSite site = new BrokenSite(directory, ENCRYPTED)) {
            site.opensslWithOtherRoot("-tls1_3");
            site.installation.section("timings", "{ connect: 10s, tlsHandshake: 10s, answer: 10s }");
            CliRun.of(
                            "doctor",
                            "--no-register",
                            "-c",
                            site.installation.config().file())
                    .exits(Exit.FAILED)
                    .prints("refused the certificate of this port: it doesn't know the root");
        }
    }

    @Test
    void name_that_the_running_daemon_has_is_no_fault() throws Exception {
        try (BrokenSite site = new BrokenSite(directory, NON_SECURE);
                ServerSocketChannel control = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            site.rejecting("Device already registered");
            site.installation.section("control", "control.sock");
            Path file = site.installation.config().file();
            control.bind(UnixDomainSocketAddress.of(file.resolveSibling("control.sock")));
            CliRun run = CliRun.of("doctor", "-c", file)
                    .exits(Exit.FINE)
                    .prints("skip  the running daemon seems to have it: the call manager refuses");
            assertTrue(run.out().startsWith("warning: a daemon with this configuration is running"), run::toString);
        }
    }

    @Test
    void json_names_fault_and_remedy() throws Exception {
        try (BrokenSite site = new BrokenSite(directory, NON_SECURE)) {
            site.rejecting("Device Unknown");
            CliRun run = CliRun.of(
                            "doctor", "--json", "-c", site.installation.config().file())
                    .exits(Exit.FAILED);
            Map<?, ?> json = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(run.out());
            Map<?, ?> port = (Map<?, ?>) ((List<?>) json.get("ports")).get(0);
            Map<?, ?> chain = (Map<?, ?>) ((List<?>) port.get("call_managers")).get(0);
            Map<?, ?> step = (Map<?, ?>) ((List<?>) chain.get("steps")).get(3);
            assertEquals(false, json.get("fine"));
            assertEquals(
                    List.of("registration", "fail", "rejected"),
                    Stream.of("step", "result", "fault").map(step::get).toList());
            assertTrue(String.valueOf(step.get("todo")).contains("letter by letter"), step::toString);
            assertTrue(String.valueOf(step.get("here")).startsWith("ports name: CiscoUM1-VI1"), step::toString);
            assertTrue(String.valueOf(step.get("there")).contains("Cisco Voice Mail Port Wizard"), step::toString);
            assertTrue(((Number) step.get("milliseconds")).longValue() >= 0, step::toString);
            Map<?, ?> skipped = (Map<?, ?>) ((List<?>) chain.get("steps")).get(4);
            assertEquals("{step=media keys, result=skip, what=}", skipped.toString());
        }
    }
}
