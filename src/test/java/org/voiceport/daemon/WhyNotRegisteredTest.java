package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.voiceport.event.SecurityMode.AUTHENTICATED;
import static org.voiceport.event.SecurityMode.ENCRYPTED;
import static org.voiceport.event.SecurityMode.NON_SECURE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.event.Fault;
import org.voiceport.event.PortEvent;
import org.voiceport.event.SecurityMode;
import org.voiceport.sim.Device;
import org.voiceport.trust.CtlRole;
import org.voiceport.trust.Fingerprint;
import org.voiceport.trust.Identity;
import org.voiceport.trust.PemCertificates;

/** What the log says why a port can't register, and what to do: every cause is made for real, on loopback. */
class WhyNotRegisteredTest {
    private static final String SCCP = "040000000000000000010000";
    private static final String HTTP = "485454502f312e31203430302042616420526571756573740d0a0d0a";
    private static final String SSH = "5353482d322e302d4f70656e5353485f392e320d0a";
    /** Version 1.0, a random number, no session, TLS_RSA_WITH_NULL_SHA, no compression. */
    private static final String SERVER_HELLO_1_0 =
            "160301002a" + "02000026" + "0301" + "5a".repeat(32) + "00" + "0002" + "00";

    private static final Pattern WORDS = Pattern.compile("`([^`]+)`");

    private static final String AES = "-tls1_2 -cipher AES128-SHA";

    @TempDir
    Path directory;

    /** One row: the cause, and what it leads to. */
    private record Row(
            String cause,
            SecurityMode mode,
            Cause making,
            Class<? extends Fault> fault,
            List<String> what,
            List<String> todo) {}

    /** Makes a cause. */
    private interface Cause {
        void make(BrokenSite site) throws Exception;
    }

    private static Row row(
            String cause, SecurityMode mode, Cause making, Class<? extends Fault> fault, String what, String todo) {
        return new Row(cause, mode, making, fault, List.of(what.split(" \\| ")), List.of(todo.split(" \\| ")));
    }

    @TestFactory
    Stream<DynamicTest> the_log_says_why_and_what_to_do() {
        List<Row> rows = new ArrayList<>();
        rows.addAll(noTcp());
        rows.addAll(noTls());
        rows.addAll(noCommonGround());
        rows.addAll(wrongCertificate());
        rows.addAll(ownCertificate());
        rows.addAll(registration());
        return rows.stream().map(row -> dynamicTest(row.cause() + ", " + row.mode() + " port", () -> check(row)));
    }

    private void check(Row row) throws Exception {
        try (BrokenSite site = new BrokenSite(directory, row.mode())) {
            row.making().make(site);
            try (TestDaemon daemon = site.installation.start()) {
                PortEvent.Unregistered event = daemon.unregistered(DemoLab.port(row.mode()));
                Fault fault = event.fault();
                assertInstanceOf(row.fault(), fault, fault.line());
                assertTrue(isExplained(event.text()), () -> "not in docs/troubleshooting.md: " + event.text());
                assertAll(Stream.concat(
                        row.what().stream()
                                .map(words -> () -> assertTrue(event.text().contains(words), event::text)),
                        row.todo().stream()
                                .map(words -> () -> assertTrue(event.todo().contains(words), event::todo))));
            }
        }
    }

    /** True if the words in the first column of some row of the document fit. */
    private static boolean isExplained(String text) throws IOException {
        return Files.readAllLines(Path.of("docs/troubleshooting.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .flatMap(line -> WORDS.matcher(line.split("\\|", 3)[1]).results())
                .map(words -> "\\Q" + words.group(1).replace("...", "\\E.*\\Q") + "\\E")
                .anyMatch(words -> Pattern.compile(words).matcher(text).find());
    }

    private static List<Row> noTcp() {
        return List.of(
                row(
                        "nobody listens",
                        ENCRYPTED,
                        site -> site.at(site.closedPort()),
                        Fault.LinkLost.class,
                        "refused the connection",
                        "the CallManager service runs | mixed mode | securePort"),
                row(
                        "nobody listens",
                        NON_SECURE,
                        site -> site.at(site.closedPort()),
                        Fault.LinkLost.class,
                        "refused the connection",
                        "SCCP in clear (usually 2000)"));
    }

    private static List<Row> noTls() {
        Class<? extends Fault> incompatible = Fault.PeerIncompatible.class;
        return List.of(
                row(
                        "SCCP in clear on the TLS port",
                        ENCRYPTED,
                        site -> site.scripted(ScriptedServer.saying(SCCP)),
                        incompatible,
                        "doesn't speak TLS: it speaks SCCP in clear",
                        "TLS port (2443)"),
                row(
                        "HTTP on the TLS port",
                        AUTHENTICATED,
                        site -> site.scripted(ScriptedServer.saying(HTTP)),
                        incompatible,
                        "doesn't speak TLS: it speaks HTTP",
                        "another service's"),
                row(
                        "SSH on the TLS port",
                        ENCRYPTED,
                        site -> site.scripted(ScriptedServer.saying(SSH)),
                        incompatible,
                        "doesn't speak TLS: it says 'SSH-2.0-OpenSSH_9.2'",
                        "TLS port (2443)"),
                row(
                        "a call manager's clear port as securePort",
                        ENCRYPTED,
                        BrokenSite::atTheClearPort,
                        Fault.LinkLost.class,
                        "closed the connection during the TLS handshake before it presented a certificate",
                        "securePort is the call manager's TLS port"),
                row(
                        "a call manager's TLS port as port",
                        NON_SECURE,
                        site -> site.scripted(ScriptedServer.saying("15030300020246")),
                        incompatible,
                        "speaks TLS, not SCCP in clear",
                        "usually 2000 | securityMode"),
                row(
                        "silence where TLS should be",
                        ENCRYPTED,
                        site -> site.hasty().scripted(ScriptedServer.silent()),
                        Fault.LinkLost.class,
                        "TLS handshake with | not finished in 300 ms: it takes the connection and says nothing",
                        "securePort"));
    }

    private static List<Row> noCommonGround() {
        return List.of(
                row(
                        "only suites that encrypt",
                        AUTHENTICATED,
                        site -> site.openssl(AES),
                        Fault.ModeMismatch.class,
                        "no cipher in common | TLS alert handshake_failure | it probably has this port as encrypted",
                        "same Device Security Mode | allow NULL suites"),
                row(
                        "only suites that don't",
                        ENCRYPTED,
                        site -> site.openssl("-tls1_2 -cipher NULL-SHA:@SECLEVEL=0"),
                        Fault.ModeMismatch.class,
                        "no cipher in common | it probably has this port as authenticated",
                        "same Device Security Mode"),
                row(
                        "only TLS 1.3",
                        AUTHENTICATED,
                        site -> site.openssl("-tls1_3"),
                        Fault.ModeMismatch.class,
                        "accepts no TLS version of an authenticated port (TLS 1.2; TLS alert protocol_version)"
                                + " | only encrypted ports can speak",
                        "to 1.2 | make the port encrypted"),
                row(
                        "only TLS 1.0",
                        ENCRYPTED,
                        site -> site.openssl("-tls1 -cipher ALL:@SECLEVEL=0"),
                        Fault.PeerIncompatible.class,
                        "TLS version | TLS 1.3, TLS 1.2",
                        "tls.legacy: true"),
                row(
                        "only TLS 1.0",
                        AUTHENTICATED,
                        site -> site.openssl("-tls1 -cipher ALL:NULL:@SECLEVEL=0"),
                        Fault.ModeMismatch.class,
                        "accepts no TLS version of an authenticated port | or it has only older ones",
                        "tls.legacy: true"),
                row(
                        "an old call manager that chooses TLS 1.0 unasked",
                        AUTHENTICATED,
                        site -> site.scripted(ScriptedServer.saying(SERVER_HELLO_1_0)),
                        Fault.PeerIncompatible.class,
                        "it chose TLS 1.0, offered is TLS 1.2",
                        "tls.legacy: true"));
    }

    private static List<Row> wrongCertificate() {
        Identity stranger = Keys.stranger();
        String presented = "presented the certificate of CN=simulated-call-manager, sha256 "
                + Fingerprint.sha256(stranger.certificate());
        String expected = Fingerprint.sha256(Keys.callManager().certificate());
        return List.of(
                row(
                        "the certificate of another role",
                        ENCRYPTED,
                        site -> site.presenting(stranger, BrokenSite.server(CtlRole.CAPF, "127.0.0.1", stranger)),
                        Fault.Untrusted.class,
                        presented + " | it is the one of role CAPF (record 3 CAPF 127.0.0.1) | expected is record 2"
                                + " CCM+TFTP 127.0.0.1, sha256 " + expected,
                        "CallManager service's TLS port"),
                row(
                        "the certificate of another call manager",
                        AUTHENTICATED,
                        site -> site.presenting(stranger, BrokenSite.server(CtlRole.CCM, "192.0.2.11", stranger)),
                        Fault.Untrusted.class,
                        presented
                                + " | it is the call-manager record of 192.0.2.11 | not of the configured 127.0.0.1 | "
                                + expected,
                        "set callManagers"),
                row(
                        "a renewed certificate",
                        ENCRYPTED,
                        site -> site.presenting(stranger),
                        Fault.Untrusted.class,
                        presented + " | the CTL's record for this server has another certificate | " + expected
                                + ", valid until ",
                        "renewed? | somebody else may be answering"),
                row(
                        "a server that the CTL doesn't have",
                        ENCRYPTED,
                        site -> {
                            site.presenting(stranger);
                            site.ctl(BrokenSite.server(CtlRole.CCM, "192.0.2.10", Keys.callManager()));
                        },
                        Fault.Untrusted.class,
                        presented
                                + " | nothing in the CTL has it | no call-manager record for this server | a man in the"
                                + " middle",
                        "correct callManagers"),
                row(
                        "a certificate that isn't pinned",
                        ENCRYPTED,
                        site -> {
                            site.presenting(stranger);
                            site.installation.section("trust", "{ pins: [certs/pin.pem] }");
                            Files.writeString(
                                    site.installation.certs().resolve("pin.pem"),
                                    PemCertificates.write(Keys.callManager().certificate()));
                        },
                        Fault.Untrusted.class,
                        presented + " | it is none of trust.pins | " + expected,
                        "trust.pins"));
    }

    private static List<Row> ownCertificate() {
        Class<? extends Fault> untrusted = Fault.Untrusted.class;
        String refused = "refused the certificate of this port";
        String root = "as CallManager-trust on every node | restart the CallManager service";
        long year = 365L * 24 * 3600;
        long now = Instant.now().getEpochSecond();
        return List.of(
                row(
                        "a root that TLS 1.2 doesn't know",
                        ENCRYPTED,
                        site -> site.opensslWithOtherRoot(AES),
                        untrusted,
                        refused + " | doesn't know the root | TLS alert unknown_ca",
                        root),
                row(
                        "a root that an authenticated connection doesn't know",
                        AUTHENTICATED,
                        site -> site.opensslWithOtherRoot("-tls1_2 -cipher NULL-SHA:@SECLEVEL=0"),
                        untrusted,
                        refused + " | doesn't know the root | TLS alert unknown_ca",
                        root),
                row(
                        "a root that TLS 1.3 doesn't know",
                        ENCRYPTED,
                        site -> site.opensslWithOtherRoot("-tls1_3"),
                        untrusted,
                        refused + " | doesn't know the root | TLS alert unknown_ca",
                        root),
                row(
                        "a clock that is late",
                        ENCRYPTED,
                        site -> site.openssl(AES + " -attime " + (now - year)),
                        untrusted,
                        refused + " | not valid yet | TLS alert bad_certificate",
                        "compare the clocks"),
                row(
                        "a clock that is early",
                        ENCRYPTED,
                        site -> site.openssl("-tls1_3 -attime " + (now + year)),
                        untrusted,
                        refused + " | has expired | TLS alert certificate_expired",
                        "compare the clocks"),
                row(
                        "a root that the simulator doesn't know",
                        ENCRYPTED,
                        site -> site.device(Keys.ofOtherRoot(DemoLab.port(ENCRYPTED))),
                        untrusted,
                        refused + " | TLS alert certificate_unknown",
                        root + " | the clocks | CN of the certificate"),
                row(
                        "no entry",
                        AUTHENTICATED,
                        site -> site.scripted(ScriptedServer.saying("15030300020231")),
                        untrusted,
                        refused + " | isn't let in | TLS alert access_denied",
                        "exactly the name"));
    }

    private static List<Row> registration() {
        return List.of(
                row(
                        "an unknown device",
                        ENCRYPTED,
                        site -> site.at(Exchange.start(Exchange.withoutPorts())),
                        Fault.Rejected.class,
                        "refuses the registration: 'Device Unknown'",
                        "a device CiscoUM1-VI3 with device security mode encrypted, letter by letter"),
                row(
                        "a device in another mode",
                        ENCRYPTED,
                        site -> site.at(Exchange.start(Exchange.withoutPorts()
                                .device(Device.port(DemoLab.port(ENCRYPTED).value(), AUTHENTICATED, "5003")))),
                        Fault.ModeMismatch.class,
                        "'Security mode mismatch', likely a security mode mismatch | this port is encrypted",
                        "device security mode of CiscoUM1-VI3"),
                row(
                        "a name that somebody has",
                        NON_SECURE,
                        site -> site.rejecting("Device already registered"),
                        Fault.Rejected.class,
                        "refuses the registration: 'Device already registered'",
                        "another machine uses that name | a second voiceportd"),
                row(
                        "a certificate of another name",
                        ENCRYPTED,
                        site -> site.rejecting("Certificate name mismatch"),
                        Fault.Rejected.class,
                        "'Certificate name mismatch'",
                        "the CN of this port's certificate must be the device name"),
                row(
                        "any other reason",
                        AUTHENTICATED,
                        site -> site.rejecting("Node is being upgraded"),
                        Fault.Rejected.class,
                        "refuses the registration: 'Node is being upgraded'",
                        "a device CiscoUM1-VI2"),
                row(
                        "silence after Register",
                        NON_SECURE,
                        site -> site.hasty().scripted(ScriptedServer.silent()),
                        Fault.LinkLost.class,
                        "no answer to Register within 300 ms",
                        "service is up"),
                row(
                        "no SCCP at all",
                        NON_SECURE,
                        site -> site.scripted(ScriptedServer.saying(HTTP)),
                        Fault.Malformed.class,
                        "can't be cut into messages",
                        "usually 2000"),
                row(
                        "an end after Register",
                        NON_SECURE,
                        site -> site.scripted(ScriptedServer.saying("")),
                        Fault.LinkLost.class,
                        "closed the connection before it answered Register",
                        "SCCP in clear (2000) | a device CiscoUM1-VI1 with device security mode non-secure"),
                row(
                        "an end after the handshake",
                        ENCRYPTED,
                        BrokenSite::endingAfterRegister,
                        Fault.LinkLost.class,
                        "before it answered Register",
                        "a device CiscoUM1-VI3 with device security mode encrypted"));
    }
}
