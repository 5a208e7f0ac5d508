package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.event.DeviceName;
import org.voiceport.trust.PemCertificates;
import org.voiceport.trust.PortCertificates;

class CliCertsTest {
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
    void show_names_every_certificate() {
        CliRun run = certs("show").exits(Exit.FINE);
        assertEquals(
                List.of("root", "CiscoUM1-VI2", "CiscoUM1-VI3"),
                run.out().lines().map(line -> line.replaceFirst(":.*", "")).toList());
    }

    @Test
    void show_says_which_certificate_can_not_be_used() throws Exception {
        Files.delete(lab.portFile(CliLab.ENCRYPTED));
        certs("show").exits(Exit.FAILED).prints("CiscoUM1-VI3: the certificate of port CiscoUM1-VI3 is missing");
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
