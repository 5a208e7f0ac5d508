package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voiceport.trust.CertificateAuthority;
import org.voiceport.trust.Identity;
import org.voiceport.trust.PasswordFile;
import org.voiceport.trust.PortCertificates;
import org.voiceport.trust.Validity;

class CliCheckTest {
    @TempDir
    private Path directory;

    private CliLab lab;

    @BeforeEach
    void makeLab() throws Exception {
        lab = CliLab.in(directory);
    }

    @Test
    void good_configuration_is_fine() {
        assertEquals(
                new CliRun(0, lab.config() + ": fine, 3 ports, 2 of them over TLS" + System.lineSeparator(), ""),
                lab.check());
    }

    @Test
    void non_secure_port_needs_no_keys() throws Exception {
        CliLab bare = CliLab.bare(directory.resolve("voiceportd.yaml").getParent(), """
                callManagers: [{ address: 127.0.0.1 }]
                ports: [{ name: CiscoUM1-VI1, securityMode: non-secure }]
                """);
        bare.check().exits(Exit.FINE).prints("1 port, 0 of them over TLS");
    }

    private CliRun checked(String port, String more) throws Exception {
        return CliLab.bare(directory.resolve("voiceportd.yaml").getParent(), """
                callManagers: [{ address: 127.0.0.1 }]
                ports: [{ name: CiscoUM1-VI1, securityMode: non-secure%s }]
                %s
                """.formatted(port, more))
                .check();
    }

    @Test
    void numbers_for_lamps_without_a_port_that_dials_them_are_warned_of() throws Exception {
        String mwi = "mwi: { on: '9099', off: '9098' }";
        checked("", mwi).exits(Exit.FINE).tells("warning: no port has the role mwi");
        assertEquals("", checked(", roles: [mwi]", mwi).exits(Exit.FINE).err());
    }

    @Test
    void a_port_that_dials_lamps_without_numbers_is_an_error() throws Exception {
        checked(", roles: [mwi]", "").failsShortly(Exit.UNUSABLE).tells("the role mwi needs numbers to dial");
    }

    @Test
    void encryption_that_is_required_of_no_port_is_warned_of() throws Exception {
        checked("", "media: { requireEncryption: true }").exits(Exit.FINE).tells("warning: no port is encrypted");
        lab.write(lab.yaml() + "media: { requireEncryption: true }\n");
        assertFalse(lab.check().err().contains("no port is encrypted"));
    }

    @Test
    void all_errors_of_the_yaml_are_told_at_once_with_their_place() throws Exception {
        lab.write("""
                callManagers:
                  - { address: 127.0.0.1, port: 0, securPort: 12443 }
                ports:
                  - { name: CiscoUM1-VI1-toolong, securityMode: non-secure }
                  - { name: CiscoUM1-VI2, securityMode: auth }
                protocol: { version: 99 }
                log: { level: info }
                log: { level: info }
                """);
        CliRun run = lab.check().exits(Exit.UNUSABLE);
        assertEquals(
                List.of("2:33", "2:36", "4:13", "5:41", "6:22", "8:1"),
                run.err()
                        .lines()
                        .map(line -> line.substring(lab.config().toString().length() + 1))
                        .map(line -> line.replaceFirst("^(\\d+:\\d+): .+, .+$", "$1"))
                        .toList());
    }

    @Test
    void misspelled_key_gets_the_right_one_proposed() throws Exception {
        lab.write(lab.yaml().replace("control:", "contrl:"));
        lab.check().failsShortly(Exit.UNUSABLE).tells("'contrl'", "did you mean 'control'?");
    }

    @Test
    void missing_file_is_named() {
        CliRun.of("check", "-c", directory.resolve("none.yaml"))
                .failsShortly(Exit.UNUSABLE)
                .tells("none.yaml", "no such file");
    }

    @Test
    void directory_is_no_configuration() {
        CliRun.of("check", "-c", directory).failsShortly(Exit.UNUSABLE).tells(directory.toString());
    }

    @Test
    void huge_file_is_no_configuration() throws Exception {
        Files.write(lab.config(), new byte[10_000_000]);
        lab.check().failsShortly(Exit.UNUSABLE).tells("larger than 1 MiB");
    }

    @Test
    void missing_password_file_is_named_and_who_is_offline() throws Exception {
        Files.delete(lab.password());
        lab.check()
                .failsShortly(Exit.UNUSABLE)
                .tells(lab.password().toString(), "voiceportd certs init -c " + lab.config())
                .tells("offline until then: CiscoUM1-VI2, CiscoUM1-VI3");
    }

    @Test
    void wrong_password_is_told() throws Exception {
        Files.writeString(lab.password(), "another one\n");
        lab.check().failsShortly(Exit.UNUSABLE).tells("root.p12", "identity.passwordFile");
    }

    @Test
    void printed_configuration_is_one_that_is_checked_as_fine() throws Exception {
        CliRun run = lab.check("--print").exits(Exit.FINE).prints("securityMode: encrypted");
        lab.write(run.out());
        lab.check().exits(Exit.FINE).prints("fine, 3 ports, 2 of them over TLS");
        assertEquals(run.out(), lab.check("--print").exits(Exit.FINE).out());
    }

    @Test
    void configuration_is_printed_as_json_too() throws Exception {
        CliRun run = lab.check("--print", "--json").exits(Exit.FINE).prints("{\"callManagers\":[{\"address\":");
        lab.write(run.out()); // JSON is YAML
        assertEquals(run.out(), lab.check("--print", "--json").exits(Exit.FINE).out());
    }

    @Test
    void json_alone_is_told_what_it_goes_with() {
        lab.check("--json").failsShortly(Exit.USAGE).tells("--json goes with --print");
    }

    @Test
    void no_limit_is_printed_as_it_is_written() {
        assertTrue(lab.check("--print").out().contains("    quota: 0\n"));
    }

    @Test
    void configuration_is_printed_though_certificates_are_missing() throws Exception {
        Files.delete(lab.password());
        lab.check("--print").exits(Exit.UNUSABLE).prints("passwordFile: ");
    }

    @Test
    void printed_configuration_names_the_files_of_secrets_only() throws Exception {
        Files.writeString(lab.path("boxes.yaml"), "mailboxes: [{ number: '2001', name: Alice, pin: '47114712' }]\n");
        Files.writeString(lab.password(), "tell-nobody\n");
        lab.write(lab.yaml().replace("{ store: messages }", "{ store: messages, mailboxes: boxes.yaml }"));
        for (CliRun run : List.of(lab.check("--print"), lab.check("--print", "--json"))) {
            run.prints("boxes.yaml");
            assertFalse(run.toString().contains("47114712") || run.toString().contains("tell-nobody"), run::toString);
        }
    }

    @Test
    void password_is_never_printed() throws Exception {
        Files.writeString(lab.password(), "tell-nobody\n");
        assertFalse(lab.check().toString().contains("tell-nobody"));
    }

    @Test
    void missing_certificate_names_file_and_port() throws Exception {
        Files.delete(lab.portFile(CliLab.ENCRYPTED));
        lab.check()
                .failsShortly(Exit.UNUSABLE)
                .tells(
                        "port CiscoUM1-VI3",
                        lab.portFile(CliLab.ENCRYPTED).toString(),
                        "voiceportd certs issue -c " + lab.config() + " CiscoUM1-VI3");
    }

    @Test
    void every_port_without_certificate_is_named() throws Exception {
        Files.delete(lab.portFile(CliLab.AUTHENTICATED));
        Files.delete(lab.portFile(CliLab.ENCRYPTED));
        lab.check().failsShortly(Exit.UNUSABLE).tells("port CiscoUM1-VI2").tells("port CiscoUM1-VI3");
    }

    @Test
    void unreadable_key_names_file_and_port() throws Exception {
        Files.writeString(lab.portFile(CliLab.ENCRYPTED), "no PKCS#12");
        lab.check()
                .failsShortly(Exit.UNUSABLE)
                .tells("port CiscoUM1-VI3", lab.portFile(CliLab.ENCRYPTED).toString());
    }

    @Test
    void huge_key_store_is_refused() throws Exception {
        Files.write(lab.portFile(CliLab.ENCRYPTED), new byte[10_000_000]);
        lab.check().failsShortly(Exit.UNUSABLE).tells("port CiscoUM1-VI3", "more than");
    }

    @Test
    void directory_in_place_of_a_key_is_told() throws Exception {
        Files.delete(lab.portFile(CliLab.ENCRYPTED));
        Files.createDirectory(lab.portFile(CliLab.ENCRYPTED));
        lab.check().failsShortly(Exit.UNUSABLE).tells("port CiscoUM1-VI3", "directory");
    }

    @Test
    void certificate_of_another_port_is_refused() throws Exception {
        Files.copy(
                lab.portFile(CliLab.AUTHENTICATED),
                lab.portFile(CliLab.ENCRYPTED),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        lab.check().failsShortly(Exit.UNUSABLE).tells("port CiscoUM1-VI3", "its CN is 'CiscoUM1-VI2'");
    }

    @Test
    void expired_certificate_is_refused() throws Exception {
        Instant now = Instant.now();
        Identity ended = CliLab.ROOT.issuePort(
                CliLab.ENCRYPTED, new Validity(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(8))));
        save(ended, lab.portFile(CliLab.ENCRYPTED));
        lab.check().failsShortly(Exit.UNUSABLE).tells("port CiscoUM1-VI3", "ended on");
    }

    @Test
    void certificate_of_another_root_is_refused() throws Exception {
        CertificateAuthority other = CertificateAuthority.create("other root", Validity.lasting(Duration.ofDays(1)));
        try (PasswordFile password = PasswordFile.read(lab.password())) {
            other.save(PortCertificates.rootFile(lab.certs()), password.password());
        }
        lab.check()
                .failsShortly(Exit.UNUSABLE)
                .tells("port CiscoUM1-VI2", "didn't issue it")
                .tells("port CiscoUM1-VI3", "didn't issue it");
    }

    @Test
    void missing_ctl_is_named() throws Exception {
        Files.delete(lab.ctl());
        lab.check()
                .failsShortly(Exit.UNUSABLE)
                .tells(lab.ctl().toString(), "doesn't exist")
                .tells("offline until then: CiscoUM1-VI2, CiscoUM1-VI3");
    }

    @Test
    void ctl_that_is_not_in_force_names_the_command_that_accepts_it() throws Exception {
        lab.write(lab.yaml().replaceFirst("signers: .*]", "signers: []"));
        lab.check().failsShortly(Exit.UNUSABLE).tells("is not in force", "voiceportd ctl accept");
    }

    @Test
    void huge_ctl_is_refused() throws Exception {
        Files.write(lab.ctl(), new byte[10_000_000]);
        lab.check().failsShortly(Exit.UNUSABLE).tells(lab.ctl().toString(), "more than");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            bad/bitflip-record.tlv          | doesn't verify: offset
            bad/bitflip-timestamp.tlv       | doesn't verify: offset
            bad/wrong-signer-not-listed.tlv | doesn't verify: offset
            bad/truncated-in-header.tlv     | is no CTL file: offset
            bad/empty.tlv                   | is no CTL file: offset
            bad/record-without-role.tlv     | record 2 FUNCTION
            valid/ctl-sha1.tlv              | trust.allowSha1
            policy/file-name-mismatch.tlv   | 'ITLFile.tlv', not as 'CTLFile.tlv'
            policy/no-ccm-for-host.tlv      | no call-manager record with a certificate for 192.0.2.10
            bad/pubkey-mismatch.tlv         | PUBLICKEY isn't the key of its CERTIFICATE
            bad/serial-mismatch.tlv         | SERIALNUMBER 0102 isn't the one of its CERTIFICATE
            """)
    void ctl_that_can_not_be_used_gets_its_reason(String sample, String reason) throws Exception {
        lab.useSample(sample);
        lab.check().exits(Exit.UNUSABLE).tells(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"valid/ctl-sha512.tlv", "valid/ctl-tokenless.tlv", "bad/unknown-header-tag.tlv"})
    void ctl_that_can_be_used_is_fine(String sample) throws Exception {
        lab.useSample(sample);
        lab.check().exits(Exit.FINE);
    }

    @Test
    void every_server_without_record_is_named() throws Exception {
        lab.write(lab.yaml()
                .replace(
                        "callManagers:\n",
                        "callManagers:\n  - { address: 192.0.2.77 }\n  - { address: 192.0.2.78 }\n"));
        CliRun run = lab.check().failsShortly(Exit.UNUSABLE).tells("192.0.2.77").tells("192.0.2.78");
        assertFalse(run.err().contains("127.0.0.1"), run::toString);
    }

    @Test
    void server_of_non_secure_ports_needs_no_record() throws Exception {
        lab.write(lab.yaml()
                .replace("callManagers:\n", "callManagers:\n  - { address: 192.0.2.77 }\n")
                .replace(
                        "VI1, securityMode: non-secure }",
                        "VI1, securityMode: non-secure, callManagers: [192.0.2.77] }")
                .replace("authenticated }", "authenticated, callManagers: [127.0.0.1] }")
                .replace("encrypted }", "encrypted, callManagers: [127.0.0.1] }"));
        lab.check().exits(Exit.FINE);
    }

    @Test
    void call_manager_record_without_certificate_is_no_record() throws Exception {
        try (PasswordFile password = PasswordFile.read(lab.password())) {
            byte[] edited = CliCtlEdit.withoutLastCertificate(
                    Files.readAllBytes(lab.ctl()), lab.path("signer.p12"), password.password());
            Files.write(lab.ctl(), edited);
        }
        lab.check().failsShortly(Exit.UNUSABLE).tells("no call-manager record with a certificate for 127.0.0.1");
    }

    @Test
    void greeting_that_is_no_sound_is_told() throws Exception {
        Files.writeString(lab.path("greeting.wav"), "no sound");
        lab.write(lab.yaml().replace("store: messages", "store: messages, greeting: greeting.wav"));
        lab.check().failsShortly(Exit.UNUSABLE).tells("messaging.voicemail.greeting", "no WAV file");
    }

    @Test
    void setting_that_weakens_trust_is_warned_about_and_fine() throws Exception {
        lab.write(lab.yaml().replaceFirst("signers: .*]", "firstUse: true"));
        lab.check().exits(Exit.FINE).tells("warning: trust.firstUse");
    }

    @Test
    void what_this_release_does_not_serve_is_warned_about() throws Exception {
        lab.write(lab.yaml().replace("securityMode: non-secure }", "securityMode: non-secure, roles: [notify] }"));
        lab.check().exits(Exit.FINE).tells("warning: ", "the role notify");
    }

    @Test
    void check_writes_nothing() throws Exception {
        List<Path> before = files();
        lab.check().exits(Exit.FINE);
        assertEquals(before, files());
    }

    private List<Path> files() throws Exception {
        try (var files = Files.walk(directory)) {
            return files.sorted().toList();
        }
    }

    private void save(Identity identity, Path file) throws Exception {
        try (PasswordFile password = PasswordFile.read(lab.password())) {
            identity.save(file, password.password());
        }
        assertTrue(Files.exists(file));
    }
}
