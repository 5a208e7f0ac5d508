package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.voiceport.event.DeviceName;
import org.voiceport.trust.CertificateAuthority;
import org.voiceport.trust.Fingerprint;
import org.voiceport.trust.Identity;
import org.voiceport.trust.PasswordFile;
import org.voiceport.trust.PemCertificates;
import org.voiceport.trust.PortCertificates;
import org.voiceport.trust.Validity;

class CliCertsTest {
    private static final CliCa CA = new CliCa();

    @TempDir
    private Path directory;

    private CliLab lab;

    @BeforeEach
    void makeLab() throws Exception {
        lab = CliLab.in(directory);
    }

    private Path root() {
        return PortCertificates.rootFile(lab.certs());
    }

    private CliRun certs(String command, Object... more) {
        Object[] all = new Object[more.length + 4];
        System.arraycopy(new Object[] {"certs", command, "-c", lab.config()}, 0, all, 0, 4);
        System.arraycopy(more, 0, all, 4, more.length);
        return CliRun.of(all);
    }

    private Path pem(DeviceName port) {
        return lab.certs().resolve("ports/" + port + ".pem");
    }

    private X509Certificate certificate(DeviceName port) throws Exception {
        try (PasswordFile password = PasswordFile.read(lab.password())) {
            return PortCertificates.open(lab.certs(), password.password())
                    .identity(port)
                    .certificate();
        }
    }

    private void save(Identity port) throws Exception {
        try (PasswordFile password = PasswordFile.read(lab.password())) {
            port.save(lab.portFile(CliLab.ENCRYPTED), password.password());
        }
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void init_keeps_a_password_that_is_there() throws Exception {
        Files.delete(root());
        String before = Files.readString(lab.password());
        certs("init").exits(Exit.FINE).prints("made " + root() + ", sha256 ");
        assertEquals(before, Files.readString(lab.password()));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void init_makes_password_and_root_for_their_owner_only() throws Exception {
        Files.delete(root());
        Files.delete(lab.password());
        certs("init").exits(Exit.FINE);
        assertEquals("rw------- rw-------", mode(lab.password()) + " " + mode(root()));
    }

    @Test
    void init_names_the_next_commands_as_they_are_typed() throws Exception {
        Files.delete(root());
        certs("init").prints("next: voiceportd certs issue -c " + lab.config());
    }

    @Test
    void init_leaves_a_root_as_it_is() throws Exception {
        byte[] before = Files.readAllBytes(root());
        certs("init").failsShortly(Exit.FAILED).tells(root().toString(), "exists");
        assertArrayEquals(before, Files.readAllBytes(root()));
    }

    @Test
    void init_into_a_place_that_is_a_file_fails_shortly() throws Exception {
        Files.writeString(lab.path("file"), "");
        lab.write(lab.yaml().replace("directory: certs", "directory: file/certs"));
        certs("init").failsShortly(Exit.FAILED).tells("file/certs/root.p12");
    }

    @Test
    void init_without_secure_ports_says_so() throws Exception {
        lab.write("""
                callManagers: [{ address: 127.0.0.1 }]
                ports: [{ name: CiscoUM1-VI1, securityMode: non-secure }]
                """);
        certs("init").failsShortly(Exit.UNUSABLE).tells("identity.directory");
    }

    @Test
    void issue_makes_what_is_missing() throws Exception {
        byte[] kept = Files.readAllBytes(lab.portFile(CliLab.AUTHENTICATED));
        Files.delete(lab.portFile(CliLab.ENCRYPTED));
        CliRun run = certs("issue").exits(Exit.FINE).prints("made " + lab.portFile(CliLab.ENCRYPTED));
        assertEquals(1, run.out().lines().count(), run::toString);
        assertArrayEquals(kept, Files.readAllBytes(lab.portFile(CliLab.AUTHENTICATED)));
        lab.check().exits(Exit.FINE);
    }

    @Test
    void issue_says_when_nothing_is_missing() {
        certs("issue").exits(Exit.FINE).prints("every secure port has a valid certificate");
    }

    @Test
    void issue_by_name_makes_a_new_one() throws Exception {
        byte[] before = Files.readAllBytes(lab.portFile(CliLab.ENCRYPTED));
        certs("issue", "CiscoUM1-VI3").exits(Exit.FINE);
        assertFalse(java.util.Arrays.equals(before, Files.readAllBytes(lab.portFile(CliLab.ENCRYPTED))));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void issued_key_is_for_its_owner_only() throws Exception {
        certs("issue", "CiscoUM1-VI3").exits(Exit.FINE);
        assertEquals("rw-------", mode(lab.portFile(CliLab.ENCRYPTED)));
    }

    @Test
    void issue_refuses_names_that_are_no_secure_port_and_makes_none() throws Exception {
        Files.delete(lab.portFile(CliLab.ENCRYPTED));
        certs("issue", "CiscoUM1-VI3", "CiscoUM1-VI9", "CiscoUM1-VI1")
                .failsShortly(Exit.USAGE)
                .tells("CiscoUM1-VI9")
                .tells("CiscoUM1-VI1");
        assertFalse(Files.exists(lab.portFile(CliLab.ENCRYPTED)));
    }

    @Test
    void issue_without_root_names_init() throws Exception {
        Files.delete(root());
        certs("issue").failsShortly(Exit.FAILED).tells(root().toString(), "voiceportd certs init");
    }

    @Test
    void issue_by_name_keeps_the_key_if_asked() throws Exception {
        var before = certificate(CliLab.ENCRYPTED);
        certs("issue", "CiscoUM1-VI3", "--keep-key").exits(Exit.FINE);
        var kept = certificate(CliLab.ENCRYPTED);
        assertNotEquals(before, kept);
        assertEquals(before.getPublicKey(), kept.getPublicKey());
        certs("issue", "CiscoUM1-VI3").exits(Exit.FINE);
        assertNotEquals(before.getPublicKey(), certificate(CliLab.ENCRYPTED).getPublicKey());
    }

    @Test
    void issue_renews_what_ends_soon_and_leaves_the_rest() throws Exception {
        certs("issue", "CiscoUM1-VI2", "--days", "20").exits(Exit.FINE);
        byte[] lasting = Files.readAllBytes(lab.portFile(CliLab.ENCRYPTED));
        CliRun run = certs("issue").exits(Exit.FINE).prints("made " + lab.portFile(CliLab.AUTHENTICATED));
        assertEquals(1, run.out().lines().count(), run::toString);
        assertArrayEquals(lasting, Files.readAllBytes(lab.portFile(CliLab.ENCRYPTED)));
        certs("issue").prints("every secure port has a valid certificate");
    }

    @Test
    void issue_renews_earlier_if_told_to() throws Exception {
        certs("issue", "CiscoUM1-VI2", "--days", "80").exits(Exit.FINE);
        certs("issue").prints("every secure port has a valid certificate");
        certs("issue", "--renew-within", "90").prints("made " + lab.portFile(CliLab.AUTHENTICATED));
    }

    @Test
    void issue_does_not_renew_what_would_last_no_longer_and_says_why() throws Exception {
        byte[] before = Files.readAllBytes(lab.portFile(CliLab.ENCRYPTED));
        certs("issue", "--renew-within", "1000")
                .exits(Exit.FINE)
                .tells("warning: CiscoUM1-VI2, CiscoUM1-VI3: ", "with the server root", "make the next root");
        assertArrayEquals(before, Files.readAllBytes(lab.portFile(CliLab.ENCRYPTED)));
    }

    @Test
    void issue_says_when_the_root_shortens_what_was_asked_for() throws Exception {
        CliRun run = certs("issue", "CiscoUM1-VI3", "--days", "4000").exits(Exit.FINE);
        run.tells("note: the server root ends on ", "before 4000 days are over");
        assertEquals(
                CliLab.ROOT.root().getNotAfter(), certificate(CliLab.ENCRYPTED).getNotAfter());
    }

    @Test
    void issue_takes_a_subject_and_a_longer_key() throws Exception {
        certs("issue", "CiscoUM1-VI3", "--subject", "OU=Voice,O=Example", "--bits", "3072")
                .exits(Exit.FINE);
        var certificate = certificate(CliLab.ENCRYPTED);
        assertEquals(
                "CN=CiscoUM1-VI3,OU=Voice,O=Example",
                certificate.getSubjectX500Principal().getName());
        assertEquals(
                3072, ((RSAPublicKey) certificate.getPublicKey()).getModulus().bitLength());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "init --bits 1024",
                "init --years 0",
                "init --years 31",
                "init --name=",
                "issue --days 0",
                "issue --days x",
                "issue --renew-within -1",
                "issue --bits 2047",
                "issue --subject CN=x",
                "issue --subject nothing",
                "export-root --format der",
                "export-root --format p7b",
                "import CiscoUM1-VI3",
                "request CiscoUM1-VI9"
            })
    void wrong_values_are_wrong_use(String words) {
        String[] all = words.split(" ", -1);
        certs(all[0], (Object[]) Arrays.copyOfRange(all, 1, all.length)).failsShortly(Exit.USAGE);
    }

    @Test
    void issue_with_an_ended_root_says_so() throws Exception {
        Instant now = Instant.now();
        CertificateAuthority ended = CertificateAuthority.create(
                "ended", new Validity(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1))), 2048);
        try (PasswordFile password = PasswordFile.read(lab.password())) {
            ended.save(root(), password.password());
        }
        certs("issue").failsShortly(Exit.FAILED).tells("ended on", "docs/trust.md");
    }

    @Test
    void issue_with_a_wrong_password_does_not_propose_a_new_root() throws Exception {
        Files.writeString(lab.password(), "another one\n");
        CliRun run = certs("issue").failsShortly(Exit.FAILED).tells(root().toString(), "identity.passwordFile");
        assertFalse(run.err().contains("certs init"), run::toString);
    }

    @Test
    void issue_as_pem_takes_the_place_of_the_key_store() throws Exception {
        certs("issue", "CiscoUM1-VI3", "--pem").exits(Exit.FINE);
        assertFalse(Files.exists(lab.portFile(CliLab.ENCRYPTED)));
        assertTrue(Files.readString(pem(CliLab.ENCRYPTED)).contains("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
        lab.check().exits(Exit.FINE);
        certs("issue", "CiscoUM1-VI3").prints("made " + pem(CliLab.ENCRYPTED));
    }

    @Test
    void issue_does_not_choose_between_two_formats() throws Exception {
        Files.writeString(pem(CliLab.ENCRYPTED), "");
        certs("issue")
                .failsShortly(Exit.FAILED)
                .tells(
                        lab.portFile(CliLab.ENCRYPTED).toString(),
                        pem(CliLab.ENCRYPTED).toString());
    }

    @Test
    void root_of_the_length_age_and_name_asked_for() throws Exception {
        Files.delete(root());
        certs("init", "--bits", "2048", "--years", "2", "--name", "Voice root").exits(Exit.FINE);
        certs("export-root", "-o", lab.path("r.pem")).exits(Exit.FINE);
        var made = PemCertificates.read(lab.path("r.pem")).get(0);
        assertEquals("CN=Voice root", made.getSubjectX500Principal().getName());
        assertEquals(2048, ((RSAPublicKey) made.getPublicKey()).getModulus().bitLength());
        long days =
                Duration.between(Instant.now(), made.getNotAfter().toInstant()).toDays();
        assertTrue(days >= 2 * 365 - 1 && days <= 2 * 366, () -> days + " days");
        assertTrue(made.getNotBefore().toInstant().isBefore(Instant.now().minus(Duration.ofHours(23))));
    }

    @Test
    void root_and_ports_without_a_password_are_pem_that_is_not_encrypted() throws Exception {
        Files.delete(root());
        lab.write(lab.yaml().replace(", passwordFile: certs/password", ""));
        certs("init").failsShortly(Exit.FAILED).tells("identity.passwordFile", "--pem");
        certs("init", "--pem", "--bits", "2048")
                .exits(Exit.FINE)
                .prints("made " + lab.certs().resolve("root.pem"));
        Files.delete(lab.portFile(CliLab.AUTHENTICATED));
        Files.delete(lab.portFile(CliLab.ENCRYPTED));
        certs("issue").exits(Exit.FINE);
        assertTrue(Files.readString(pem(CliLab.ENCRYPTED)).contains("-----BEGIN PRIVATE KEY-----"));
        lab.check().exits(Exit.FINE);
    }

    @Test
    void key_store_without_a_configured_password_says_what_to_set() throws Exception {
        lab.write(lab.yaml().replace(", passwordFile: certs/password", ""));
        lab.check().failsShortly(Exit.UNUSABLE).tells("root.p12", "set identity.passwordFile or identity.passwordEnv");
    }

    @Test
    void show_has_a_row_for_every_certificate() {
        CliRun run = certs("show").exits(Exit.FINE);
        assertEquals(
                List.of(
                        "whose",
                        "-----",
                        "root",
                        "CiscoUM1-VI2",
                        "CiscoUM1-VI3",
                        "CTL record 1 SAST CN=CLI test signer",
                        "CTL record 2 CCM+TFTP 127.0.0.1"),
                run.out()
                        .lines()
                        .map(line -> line.replaceFirst("  .*", ""))
                        .map(line -> line.startsWith("--") ? "-----" : line)
                        .toList());
        assertEquals("", run.err());
        run.prints(Fingerprint.sha256(CliLab.ROOT.root()) + "  "
                + CliLab.ROOT.root().getNotAfter().toInstant() + "  399        " + root());
    }

    @Test
    void show_of_named_ports_has_the_root_and_these() {
        CliRun run = certs("show", "CiscoUM1-VI3").exits(Exit.FINE);
        assertEquals(4, run.out().lines().count(), run::toString);
    }

    @Test
    void show_for_machines_is_json() {
        Map<?, ?> json = (Map<?, ?>) new Load(LoadSettings.builder().build())
                .loadFromString(certs("show", "--json").exits(Exit.FINE).out());
        assertEquals(true, json.get("fine"));
        Map<?, ?> root = (Map<?, ?>) ((List<?>) json.get("certificates")).get(0);
        assertEquals("root", root.get("whose"));
        assertEquals(Fingerprint.sha256(CliLab.ROOT.root()), root.get("sha256"));
        assertEquals(399, root.get("daysLeft"));
        assertEquals(true, root.get("usable"));
    }

    @Test
    void show_says_which_certificate_can_not_be_used() throws Exception {
        Files.delete(lab.portFile(CliLab.ENCRYPTED));
        certs("show").exits(Exit.FAILED).prints(lab.portFile(CliLab.ENCRYPTED) + "  it is missing");
        CliRun other = certs("show", "CiscoUM1-VI2");
        assertEquals(Exit.FINE, other.exit(), other::toString);
    }

    @Test
    void show_says_what_ends_soon_and_what_has_ended() throws Exception {
        certs("issue", "CiscoUM1-VI2", "--days", "20").exits(Exit.FINE);
        Instant now = Instant.now();
        save(CliLab.ROOT.issuePort(
                CliLab.ENCRYPTED, new Validity(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1)))));
        certs("show")
                .exits(Exit.FAILED)
                .prints("  19         " + lab.portFile(CliLab.AUTHENTICATED) + "  ends soon")
                .prints(lab.portFile(CliLab.ENCRYPTED) + "  it ended on ")
                .tells("warning: the certificate of port CiscoUM1-VI2 ends in 19 days", "voiceportd certs issue");
    }

    @Test
    void show_says_what_is_not_from_the_root() throws Exception {
        CertificateAuthority other =
                CertificateAuthority.create("CLI test root", Validity.lasting(Duration.ofDays(400)), 2048);
        save(other.issuePort(CliLab.ENCRYPTED));
        certs("show").exits(Exit.FAILED).prints("didn't issue it");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void show_and_check_say_whose_key_others_may_read() throws Exception {
        Files.setPosixFilePermissions(root(), PosixFilePermissions.fromString("rw-r-----"));
        Files.setPosixFilePermissions(lab.portFile(CliLab.ENCRYPTED), PosixFilePermissions.fromString("rw-r--r--"));
        List<String> noticed = certs("show")
                .exits(Exit.FINE)
                .out()
                .lines()
                .filter(line -> line.endsWith("  its key is readable by others"))
                .map(line -> line.replaceFirst(" .*", ""))
                .toList();
        assertEquals(List.of("root", "CiscoUM1-VI3"), noticed);
        lab.check().exits(Exit.FINE).tells("the key of the server root, port CiscoUM1-VI3: make it 0600");
    }

    @Test
    void show_goes_on_without_a_ctl() throws Exception {
        Files.delete(lab.ctl());
        CliRun run = certs("show").exits(Exit.FINE).tells("note: the call managers' certificates aren't shown");
        assertEquals(5, run.out().lines().count(), run::toString);
    }

    @Test
    void show_has_the_pins_where_there_is_no_ctl() throws Exception {
        lab.write(lab.yaml().replaceFirst("trust: .*", "trust: { pins: [server.pem] }"));
        certs("show").exits(Exit.FINE).prints("pin           CN=cucm-cli");
    }

    @Test
    void show_fails_if_a_needed_call_manager_has_an_ended_certificate_that_is_rejected() throws Exception {
        Instant now = Instant.now();
        Identity ended = CertificateAuthority.selfSignedCallManager(
                "cucm-ended", new Validity(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1))));
        Files.writeString(lab.path("server.pem"), PemCertificates.write(ended.certificate()));
        lab.write(lab.yaml().replaceFirst("trust: .*", "trust: { pins: [server.pem] }"));
        certs("show").exits(Exit.FINE).prints("  ended").tells("warning: ", "ended on", "trust.pins");
        lab.write(lab.yaml().replaceFirst("trust: .*", "trust: { pins: [server.pem], rejectExpired: true }"));
        certs("show").exits(Exit.FAILED);
    }

    @Test
    void check_warns_of_what_ends_soon() throws Exception {
        certs("issue", "CiscoUM1-VI2", "--days", "5").exits(Exit.FINE);
        lab.check()
                .exits(Exit.FINE)
                .tells("warning: the certificate of port CiscoUM1-VI2 ends in 4 days", "voiceportd certs issue");
    }

    @Test
    void export_root_prints_the_certificate_alone() {
        assertEquals(
                PemCertificates.write(CliLab.ROOT.root()),
                certs("export-root").exits(Exit.FINE).out());
    }

    @Test
    void export_root_tells_where_to_upload_it_on_standard_error() {
        certs("export-root").tells("CallManager-trust");
    }

    @Test
    void export_root_tells_the_steps_for_old_and_new_call_managers_and_of_clocks() {
        certs("export-root")
                .tells("CallManager 4.x:")
                .tells("with the ending .0")
                .tells("C:\\Program Files\\Cisco\\Certificates on every server")
                .tells("CallManager 5.x and later:")
                .tells("Security > Certificate Management")
                .tells("CallManager-trust, on every node")
                .tells("restart the Cisco CallManager service on every node")
                .tells("those made here begin a day back");
    }

    @Test
    void export_root_as_der_is_the_certificate() throws Exception {
        Path der = lab.path("root.der");
        certs("export-root", "--format", "der", "-o", der).exits(Exit.FINE);
        assertArrayEquals(CliLab.ROOT.root().getEncoded(), Files.readAllBytes(der));
    }

    @Test
    void export_root_of_a_ca_is_all_of_its_certificates_and_needs_no_key() throws Exception {
        Files.delete(root());
        String both = PemCertificates.write(List.of(CliLab.ROOT.root(), CA.root()));
        Files.writeString(lab.certs().resolve("root.pem"), both);
        CliRun run = certs("export-root").exits(Exit.FINE).tells("These are 2 certificates");
        assertEquals(both, run.out());
        certs("export-root", "--format", "der", "-o", lab.path("root.der"))
                .failsShortly(Exit.FAILED)
                .tells("holds 2 certificates");
    }

    @Test
    void request_and_import_bring_a_port_under_an_outside_ca() throws Exception {
        outsideRoot();
        CliRun run = certs("request", "CiscoUM1-VI3", "-o", lab.path("out")).exits(Exit.FINE);
        run.prints("made " + lab.path("out/CiscoUM1-VI3.csr")).prints("certs import -c " + lab.config());
        certs("request", "CiscoUM1-VI3").failsShortly(Exit.FAILED).tells("waits for an answer already", "delete ");
        Path answer = Files.writeString(
                lab.path("answer.pem"), PemCertificates.write(CA.answer(lab.path("out/CiscoUM1-VI3.csr"))));
        certs("import", "CiscoUM1-VI3", answer)
                .exits(Exit.FINE)
                .prints("made " + lab.portFile(CliLab.ENCRYPTED) + ", sha256 ");
        certs("show", "CiscoUM1-VI3").exits(Exit.FINE);
    }

    @Test
    void request_without_names_is_for_every_port_that_needs_one() throws Exception {
        outsideRoot();
        Files.delete(lab.portFile(CliLab.ENCRYPTED));
        CliRun run = certs("request").exits(Exit.FINE);
        assertEquals(
                List.of("CiscoUM1-VI2.csr", "CiscoUM1-VI2.key", "CiscoUM1-VI3.csr", "CiscoUM1-VI3.key"),
                names(lab.certs().resolve("requests")),
                run::toString);
    }

    @Test
    void issue_for_an_outside_ca_names_the_commands_that_serve() throws Exception {
        outsideRoot();
        certs("issue").failsShortly(Exit.FAILED).tells("root.pem", "voiceportd certs request");
    }

    @Test
    void import_of_what_does_not_fit_changes_nothing() throws Exception {
        byte[] before = Files.readAllBytes(lab.portFile(CliLab.ENCRYPTED));
        certs("import", "CiscoUM1-VI3", lab.path("server.pem"))
                .failsShortly(Exit.FAILED)
                .tells("server.pem", "port CiscoUM1-VI3");
        assertArrayEquals(before, Files.readAllBytes(lab.portFile(CliLab.ENCRYPTED)));
    }

    private void outsideRoot() throws Exception {
        Files.delete(root());
        Files.writeString(lab.certs().resolve("root.pem"), PemCertificates.write(CA.root()));
    }

    private static List<String> names(Path directory) throws Exception {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void export_root_writes_a_file() throws Exception {
        Path pem = lab.path("export.pem");
        CliRun run = certs("export-root", "-o", pem).exits(Exit.FINE);
        assertEquals("", run.out());
        assertEquals(List.of(CliLab.ROOT.root()), PemCertificates.read(pem));
    }

    @Test
    void export_root_into_a_missing_directory_fails_shortly() {
        certs("export-root", "-o", lab.path("none/root.pem"))
                .failsShortly(Exit.FAILED)
                .tells("none/root.pem", "no such file or directory");
    }

    @Test
    void export_root_onto_a_directory_fails_shortly() {
        certs("export-root", "-o", lab.certs())
                .failsShortly(Exit.FAILED)
                .tells(lab.certs().toString());
    }

    @Test
    void certificate_of_a_long_name_fits() throws Exception {
        DeviceName longest = new DeviceName("CiscoUM1-VI1234");
        lab.write(lab.yaml().replace("CiscoUM1-VI3", longest.value()));
        certs("issue").exits(Exit.FINE);
        assertTrue(Files.exists(lab.portFile(longest)));
    }
}
