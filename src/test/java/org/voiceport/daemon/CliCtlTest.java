package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.voiceport.trust.CtlStore;
import org.voiceport.trust.Fingerprint;
import org.voiceport.trust.PemCertificates;

class CliCtlTest {
    private static final Pattern ONE_REASON = Pattern.compile(".+: offset \\d+, [^:]+: .+\\R");
    /** Where the manifest leaves a choice, {@code ctl/README.md} tells what the reader does. */
    private static final Set<String> READ_THOUGH_THE_MANIFEST_LEAVES_IT = Set.of("bad/unknown-header-tag.tlv");

    @TempDir
    private Path directory;

    private CliLab lab;

    @BeforeEach
    void makeLab() throws Exception {
        lab = CliLab.in(directory);
    }

    /** One row of {@code ctl/manifest.json}. */
    record Sample(String file, String parse, String signature) {
        boolean verifies() {
            return (parse.equals("ok") || READ_THOUGH_THE_MANIFEST_LEAVES_IT.contains(file))
                    && signature.startsWith("valid");
        }

        @Override
        public String toString() {
            return file;
        }
    }

    static List<Sample> samples() throws Exception {
        try (InputStream in =
                Objects.requireNonNull(CliCtlTest.class.getResourceAsStream("/ctl/manifest.json"), "manifest")) {
            Map<?, ?> manifest = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromInputStream(in);
            return ((List<?>) Objects.requireNonNull(manifest.get("files")))
                    .stream()
                            .map(row -> (Map<?, ?>) row)
                            .map(row -> new Sample(
                                    String.valueOf(row.get("file")),
                                    String.valueOf(row.get("parse")),
                                    String.valueOf(row.get("signature"))))
                            .toList();
        }
    }

    private static Path sample(String name) throws Exception {
        return Path.of(Objects.requireNonNull(CliCtlTest.class.getResource("/ctl/" + name), name)
                .toURI());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void verify_judges_as_the_manifest_says(Sample sample) throws Exception {
        CliRun run = CliRun.of("ctl", "verify", sample(sample.file()));
        if (sample.verifies()) {
            run.exits(Exit.FINE).prints("verifies");
            assertEquals("", run.err());
        } else {
            run.exits(Exit.FAILED);
            assertTrue(ONE_REASON.matcher(run.err()).matches(), run::toString);
        }
    }

    @Test
    void verify_takes_the_whole_file_of_another_writer_and_refuses_the_cut_one() throws Exception {
        CliRun.of("ctl", "verify", sample("certutils/ctl-sha512.tlv")).exits(Exit.FINE);
        CliRun run = CliRun.of("ctl", "verify", sample("certutils/ctl-sha512-truncated.tlv"))
                .failsShortly(Exit.FAILED);
        assertTrue(ONE_REASON.matcher(run.err()).matches(), run::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "sha256:%s"})
    void verify_takes_the_right_signer(String form) throws Exception {
        CliRun.of("ctl", "verify", sample("valid/ctl-sha512.tlv"), "--signer", form.formatted(fingerprint("sast1")))
                .exits(Exit.FINE);
    }

    @Test
    void verify_takes_a_fingerprint_with_colons_in_upper_case() throws Exception {
        String colons = fingerprint("sast1").toUpperCase(java.util.Locale.ROOT).replaceAll("..(?!$)", "$0:");
        CliRun.of("ctl", "verify", sample("valid/ctl-sha512.tlv"), "--signer", colons)
                .exits(Exit.FINE);
    }

    @Test
    void verify_takes_any_of_several_signers() throws Exception {
        CliRun.of(
                        "ctl",
                        "verify",
                        sample("valid/ctl-sha512.tlv"),
                        "--signer",
                        fingerprint("sast2"),
                        "--signer",
                        fingerprint("sast1"))
                .exits(Exit.FINE);
    }

    @Test
    void verify_refuses_another_signer() throws Exception {
        CliRun run = CliRun.of(
                        "ctl", "verify", sample("policy/attacker-full-ctl.tlv"), "--signer", fingerprint("sast1"))
                .failsShortly(Exit.FAILED);
        assertTrue(ONE_REASON.matcher(run.err()).matches(), run::toString);
    }

    @Test
    void verify_without_authenticity_says_so() throws Exception {
        CliRun.of("ctl", "verify", sample("valid/ctl-sha512.tlv")).prints("integrity only");
    }

    @Test
    void verify_refuses_a_text_that_is_no_fingerprint() throws Exception {
        CliRun.of("ctl", "verify", sample("valid/ctl-sha512.tlv"), "--signer", "abc")
                .failsShortly(Exit.USAGE)
                .tells("abc", "64 hex digits");
    }

    @Test
    void verify_takes_a_successor_signed_by_the_old_ones_sast() throws Exception {
        CliRun.of("ctl", "verify", sample("valid/ctl-renewed-ccm.tlv"), "--against", sample("valid/ctl-sha512.tlv"))
                .exits(Exit.FINE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy/attacker-full-ctl.tlv", "policy/attacker-clone-sast.tlv"})
    void verify_refuses_a_successor_of_a_stranger(String sample) throws Exception {
        CliRun run = CliRun.of("ctl", "verify", sample(sample), "--against", sample("valid/ctl-sha512.tlv"))
                .failsShortly(Exit.FAILED);
        assertTrue(ONE_REASON.matcher(run.err()).matches(), run::toString);
    }

    @Test
    void verify_of_a_missing_file_is_one_line() {
        CliRun run = CliRun.of("ctl", "verify", lab.path("none.tlv")).failsShortly(Exit.FAILED);
        assertEquals(1, run.err().lines().count(), run::toString);
    }

    @Test
    void verify_of_a_directory_is_one_line() {
        CliRun run = CliRun.of("ctl", "verify", directory).failsShortly(Exit.FAILED);
        assertEquals(1, run.err().lines().count(), run::toString);
    }

    @Test
    void verify_of_a_huge_file_is_one_line() throws Exception {
        Files.write(lab.path("huge"), new byte[10_000_000]);
        CliRun run = CliRun.of("ctl", "verify", lab.path("huge")).failsShortly(Exit.FAILED);
        assertEquals(1, run.err().lines().count(), run::toString);
    }

    @Test
    void show_prints_the_digests_that_a_call_manager_prints() throws Exception {
        // MD5 and SHA-1 of the sample, by md5sum and sha1sum.
        CliRun.of("ctl", "show", sample("valid/ctl-sha512.tlv"))
                .exits(Exit.FINE)
                .prints("MD5     887b2c8579bebdd92d714145ab7af995")
                .prints("SHA-1   b52fccbf10173587d4213a11928f5e29847c3155");
    }

    @Test
    void show_takes_the_ctl_of_the_configuration() {
        CliRun.of("ctl", "show", "-c", lab.config())
                .exits(Exit.FINE)
                .prints(Fingerprint.sha256(CliLab.SERVER.certificate()));
    }

    @Test
    void show_marks_a_record_that_can_not_be_used() throws Exception {
        CliRun.of("ctl", "show", sample("bad/pubkey-mismatch.tlv"))
                .exits(Exit.FINE)
                .prints("DEFECT  record 2");
    }

    @Test
    void show_of_no_ctl_says_where_it_fails() throws Exception {
        CliRun run =
                CliRun.of("ctl", "show", sample("bad/truncated-in-header.tlv")).failsShortly(Exit.FAILED);
        assertTrue(ONE_REASON.matcher(run.err()).matches(), run::toString);
    }

    @Test
    void accept_puts_a_ctl_in_force() throws Exception {
        lab.write(lab.yaml().replaceFirst("signers: .*]", "signers: []"));
        lab.check().exits(Exit.UNUSABLE);
        CliRun.of("ctl", "accept", "-c", lab.config()).exits(Exit.FINE).prints("accepted: ");
        lab.check().exits(Exit.FINE);
    }

    @Test
    void accept_takes_the_right_digest() throws Exception {
        String sha256 = Fingerprint.sha256(Files.readAllBytes(lab.ctl()));
        CliRun.of("ctl", "accept", "-c", lab.config(), "--sha256", sha256).exits(Exit.FINE);
    }

    @Test
    void accept_with_another_digest_accepts_nothing() {
        CliRun.of("ctl", "accept", "-c", lab.config(), "--sha256", "00".repeat(32))
                .failsShortly(Exit.FAILED)
                .tells("nothing was accepted");
        assertFalse(Files.exists(CtlStore.acceptedFile(lab.ctl())));
    }

    @Test
    void accept_refuses_a_ctl_that_does_not_verify() throws Exception {
        lab.useSample("bad/bitflip-record.tlv");
        CliRun.of("ctl", "accept", "-c", lab.config()).failsShortly(Exit.FAILED).tells("doesn't verify");
        assertFalse(Files.exists(CtlStore.acceptedFile(lab.ctl())));
    }

    @Test
    void accept_without_a_ctl_in_the_configuration_says_so() throws Exception {
        lab.write(lab.yaml().replaceFirst("trust: .*}", "trust: { pins: [server.pem] }"));
        CliRun.of("ctl", "accept", "-c", lab.config())
                .failsShortly(Exit.UNUSABLE)
                .tells("trust.ctlFile");
    }

    private CliRun make(String callManager, Path to) {
        return CliRun.of(
                "ctl",
                "make",
                "--call-manager",
                callManager,
                "--signer",
                lab.path("signer.p12"),
                "--password-file",
                lab.password(),
                "-o",
                to);
    }

    @Test
    void made_ctl_verifies() {
        make("127.0.0.1=" + lab.path("server.pem"), lab.ctl())
                .exits(Exit.FINE)
                .prints(Fingerprint.sha256(CliLab.SIGNER.certificate()));
        CliRun.of("ctl", "verify", lab.ctl(), "--signer", Fingerprint.sha256(CliLab.SIGNER.certificate()))
                .exits(Exit.FINE);
    }

    @Test
    void made_ctl_is_good_for_a_configuration() {
        make("127.0.0.1=" + lab.path("server.pem"), lab.ctl()).exits(Exit.FINE);
        lab.check().exits(Exit.FINE);
    }

    @Test
    void made_ctl_has_name_and_address_of_a_named_server() {
        make("localhost=" + lab.path("server.pem"), lab.ctl()).exits(Exit.FINE);
        CliRun.of("ctl", "show", lab.ctl()).prints("CCM+TFTP 127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "=server.pem", "127.0.0.1="})
    void make_needs_host_and_certificate(String callManager) {
        make(callManager, lab.path("made.tlv")).failsShortly(Exit.USAGE).tells("HOST=CERTIFICATE.pem");
    }

    @Test
    void make_refuses_an_address_that_is_none() {
        make("300.1.1.1=" + lab.path("server.pem"), lab.path("made.tlv"))
                .failsShortly(Exit.USAGE)
                .tells("300.1.1.1");
    }

    @Test
    void make_names_a_certificate_that_is_missing() {
        make("127.0.0.1=" + lab.path("none.pem"), lab.path("made.tlv"))
                .failsShortly(Exit.FAILED)
                .tells("none.pem");
    }

    @Test
    void make_into_a_missing_directory_fails_shortly() {
        make("127.0.0.1=" + lab.path("server.pem"), lab.path("none/made.tlv"))
                .failsShortly(Exit.FAILED)
                .tells("none/made.tlv");
    }

    private static String fingerprint(String certificate) throws Exception {
        return Fingerprint.sha256(
                PemCertificates.read(sample("pem/" + certificate + ".pem")).get(0));
    }
}
