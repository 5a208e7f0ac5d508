package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voiceport.sim.TftpServer;
import org.voiceport.trust.CtlDigest;
import org.voiceport.trust.CtlDraft;
import org.voiceport.trust.CtlRole;
import org.voiceport.trust.Fingerprint;
import org.voiceport.trust.Identity;

/** {@code ctl fetch}, {@code accept}, {@code rollback} and {@code history}, against a TFTP server of the lab. */
class CliCtlFetchTest {
    private static final String CTL = "CTLFile.tlv";
    private static final Instant DAY = Instant.parse("2026-11-01T00:00:00Z");

    @TempDir
    private Path directory;

    private CliLab lab;
    private TftpServer server;
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();

    @BeforeEach
    void start() throws Exception {
        lab = CliLab.in(directory);
        server = TftpServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                name -> Optional.ofNullable(files.get(name)));
        Files.delete(lab.ctl());
        files.put(CTL, ctl(0));
        lab.write(yaml());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String yaml() {
        return lab.yaml()
                .replace(
                        "trust: {",
                        "trust: { tftp: [\"127.0.0.1:" + server.address().getPort() + "\"],");
    }

    private String source(String name) {
        return "tftp://127.0.0.1:" + server.address().getPort() + "/" + name;
    }

    private static byte[] ctl(int days) {
        return ctl(days, CliLab.SIGNER);
    }

    private static byte[] ctl(int days, Identity signer) {
        return signer.sign(new CtlDraft(
                DAY.plusSeconds(86400L * days),
                List.of(
                        CtlDraft.Entry.sast(CliLab.SIGNER.certificate()),
                        CtlDraft.Entry.server(
                                CtlRole.CCM_TFTP, "", InetAddress.getLoopbackAddress(), CliLab.SERVER.certificate()))));
    }

    private void nobodyIsPinned() throws IOException {
        lab.write(yaml().replaceFirst("signers: \\[.*?]", "signers: []"));
    }

    private CliRun fetch() {
        return CliRun.of("ctl", "fetch", "-c", lab.config());
    }

    private CliRun accept(Object... more) {
        Object[] words = new Object[more.length + 4];
        System.arraycopy(new Object[] {"ctl", "accept", "-c", lab.config()}, 0, words, 0, 4);
        System.arraycopy(more, 0, words, 4, more.length);
        return CliRun.of(words);
    }

    private void inForce(byte[] file) throws IOException {
        assertArrayEquals(file, Files.readAllBytes(lab.ctl()));
        lab.check().exits(Exit.FINE);
    }

    /** The quarantined file that the output names. */
    private Path kept(CliRun run) {
        return Path.of(run.out()
                .lines()
                .filter(line -> line.startsWith("kept as "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(run.toString()))
                .substring("kept as ".length()));
    }

    @Test
    void first_ctl_of_a_pinned_signer_is_put_in_force() throws Exception {
        fetch().exits(Exit.FINE).prints("is in force (its signer is in trust.signers, from " + source(CTL) + ")");
        inForce(ctl(0));
    }

    @Test
    void same_ctl_again_is_fine() throws Exception {
        fetch().exits(Exit.FINE);
        fetch().exits(Exit.FINE).prints(source(CTL) + " is the CTL in force, sha256 " + Fingerprint.sha256(ctl(0)));
    }

    @Test
    void newer_ctl_of_the_same_signer_is_put_in_force_without_a_question() throws Exception {
        nobodyIsPinned();
        accept(kept(fetch())).exits(Exit.FINE);
        files.put(CTL, ctl(1));
        fetch().exits(Exit.FINE).prints("signed by a SAST of the CTL in force before");
        inForce(ctl(1));
    }

    @Test
    void first_ctl_of_a_stranger_is_shown_and_kept_but_not_used() throws Exception {
        nobodyIsPinned();
        CliRun run = fetch().failsShortly(Exit.FAILED)
                .tells("refused the CTL from " + source(CTL), "nobody has accepted its signer", "no CTL is in force")
                .prints(Fingerprint.sha256(ctl(0)))
                .prints("MD5")
                .prints(Fingerprint.sha256(CliLab.SERVER.certificate()));
        assertFalse(Files.exists(lab.ctl()));
        assertArrayEquals(ctl(0), Files.readAllBytes(kept(run)));
        lab.check().exits(Exit.UNUSABLE);
    }

    @Test
    void advised_command_works_as_it_is_printed() throws Exception {
        nobodyIsPinned();
        String advice = fetch().err()
                .lines()
                .filter(line -> line.contains("confirm with: voiceportd "))
                .findFirst()
                .orElseThrow();
        String command = advice.replaceFirst(".*confirm with: voiceportd ", "").replaceFirst(", or name.*", "");
        CliRun.of((Object[]) command.split(" ")).exits(Exit.FINE);
        inForce(ctl(0));
    }

    @Test
    void advice_of_check_without_a_ctl_works_as_it_is_printed() throws Exception {
        String advice = lab.check().exits(Exit.UNUSABLE).err();
        String command = advice.lines()
                .filter(line -> line.contains("with: voiceportd "))
                .findFirst()
                .orElseThrow()
                .replaceFirst(".*with: voiceportd ", "")
                .replaceFirst(", or correct.*", "");
        CliRun.of((Object[]) command.split(" ")).exits(Exit.FINE);
        inForce(ctl(0));
    }

    @Test
    void older_ctl_is_refused_and_the_last_good_one_stays() throws Exception {
        files.put(CTL, ctl(5));
        fetch().exits(Exit.FINE);
        files.put(CTL, ctl(4));
        fetch().failsShortly(Exit.FAILED).tells("it is older", "the one in force stays");
        inForce(ctl(5));
    }

    @Test
    void what_is_no_ctl_is_refused_with_its_offset() throws Exception {
        fetch().exits(Exit.FINE);
        files.put(CTL, "<html>not here</html>".getBytes(StandardCharsets.US_ASCII));
        fetch().failsShortly(Exit.FAILED).tells("it is no CTL file: offset ").prints("21 bytes");
        inForce(ctl(0));
    }

    @Test
    void server_without_the_file_is_named_with_its_answer() {
        files.clear();
        fetch().failsShortly(Exit.FAILED).tells(source(CTL), "file not found").tells("trust.tftp");
    }

    @Test
    void server_can_be_given() throws Exception {
        lab.write(lab.yaml());
        CliRun.of(
                        "ctl",
                        "fetch",
                        "-c",
                        lab.config(),
                        "--server",
                        "127.0.0.1:" + server.address().getPort())
                .exits(Exit.FINE);
        inForce(ctl(0));
    }

    @Test
    void no_server_is_wrong_use() throws Exception {
        lab.write(lab.yaml());
        fetch().failsShortly(Exit.USAGE).tells("trust.tftp", "--server");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1:0", "10.0.0.1:65536", "10.0.0.1:", ":69", "10.0.0.1:tftp"})
    void address_that_is_none_is_wrong_use(String address) {
        CliRun.of("ctl", "fetch", "-c", lab.config(), "--server", address).failsShortly(Exit.USAGE);
    }

    @Test
    void output_is_only_written_and_needs_no_configuration() throws Exception {
        Path output = directory.resolve("fetched.tlv");
        CliRun.of(
                        "ctl",
                        "fetch",
                        "-c",
                        directory.resolve("none.yaml"),
                        "-o",
                        output,
                        "--server",
                        "127.0.0.1:" + server.address().getPort())
                .exits(Exit.FINE)
                .prints("wrote " + output)
                .prints(Fingerprint.sha256(ctl(0)));
        assertArrayEquals(ctl(0), Files.readAllBytes(output));
        assertFalse(Files.exists(lab.ctl()));
    }

    @Test
    void output_never_goes_over_the_ctl_in_force_unjudged() throws Exception {
        fetch().exits(Exit.FINE);
        files.put(CTL, new byte[100]);
        CliRun.of("ctl", "fetch", "-c", lab.config(), "-o", lab.ctl())
                .failsShortly(Exit.USAGE)
                .tells("without -o");
        inForce(ctl(0));
    }

    @Test
    void ctl_of_a_device_is_asked_for_where_there_is_no_other() throws Exception {
        files.remove(CTL);
        files.put("CTLCiscoUM1-VI2.tlv", ctl(0));
        fetch().exits(Exit.FAILED);
        lab.write(yaml().replace("trust: {", "trust: { deviceCtl: true,"));
        fetch().exits(Exit.FINE).prints(source("CTLCiscoUM1-VI2.tlv"));
    }

    @Test
    void accept_copies_a_file_into_place() throws Exception {
        Path file = Files.write(directory.resolve("by-hand.tlv"), ctl(3));
        accept(file).exits(Exit.FINE).prints("accepted: " + lab.ctl() + ".accepted (accepted by the administrator)");
        inForce(ctl(3));
        assertTrue(Files.exists(file));
    }

    @Test
    void accept_of_a_broken_file_leaves_the_last_good_one() throws Exception {
        fetch().exits(Exit.FINE);
        byte[] broken = ctl(3);
        broken[broken.length - 9] ^= 1;
        accept(Files.write(directory.resolve("broken.tlv"), broken))
                .failsShortly(Exit.FAILED)
                .tells("broken.tlv doesn't verify");
        inForce(ctl(0));
    }

    @Test
    void accept_with_another_digest_leaves_the_last_good_one() throws Exception {
        fetch().exits(Exit.FINE);
        accept(Files.write(directory.resolve("by-hand.tlv"), ctl(3)), "--sha256", Fingerprint.sha256(ctl(2)))
                .failsShortly(Exit.FAILED)
                .tells("nothing was accepted");
        inForce(ctl(0));
    }

    @Test
    void accept_overrules_what_fetch_refuses() throws Exception {
        files.put(CTL, ctl(5));
        fetch().exits(Exit.FINE);
        files.put(CTL, ctl(4));
        accept(kept(fetch())).exits(Exit.FINE);
        inForce(ctl(4));
        fetch().exits(Exit.FINE).prints("is the CTL in force");
    }

    @Test
    void rollback_puts_the_one_before_back_and_fetch_does_not_undo_it() throws Exception {
        fetch().exits(Exit.FINE);
        files.put(CTL, ctl(1));
        fetch().exits(Exit.FINE);
        CliRun.of("ctl", "rollback", "-c", lab.config())
                .exits(Exit.FINE)
                .prints("left behind: the CTL of 2026-11-02T00:00:00Z, sha256 " + Fingerprint.sha256(ctl(1)))
                .prints("in force: " + lab.ctl() + ", the CTL of 2026-11-01T00:00:00Z");
        inForce(ctl(0));
        fetch().failsShortly(Exit.FAILED).tells("left behind by a rollback");
        inForce(ctl(0));
    }

    @Test
    void rollback_with_nothing_before_says_so() {
        fetch().exits(Exit.FINE);
        CliRun.of("ctl", "rollback", "-c", lab.config())
                .failsShortly(Exit.FAILED)
                .tells("no CTL was in force before", "ctl accept");
    }

    @Test
    void history_tells_what_was_in_force_and_what_was_refused_and_why() throws Exception {
        CliRun.of("ctl", "history", "-c", lab.config()).exits(Exit.FINE).prints("no CTL is in force");
        fetch().exits(Exit.FINE);
        files.put(CTL, ctl(2));
        fetch().exits(Exit.FINE);
        files.put(CTL, ctl(1));
        Path kept = kept(fetch());
        CliRun run = CliRun.of("ctl", "history", "-c", lab.config())
                .exits(Exit.FINE)
                .prints("refused ")
                .prints("kept as " + kept)
                .prints("it is older")
                .prints("-> compare");
        List<String> rows = run.out()
                .lines()
                .filter(line -> line.contains(".tlv") && line.startsWith("20"))
                .toList();
        assertEquals(2, rows.size(), run::toString);
        assertTrue(rows.get(0).contains("  in force  ") && rows.get(1).contains("  replaced  "), run::toString);
    }

    @Test
    void verify_with_a_configuration_tells_whether_it_would_be_taken() throws Exception {
        fetch().exits(Exit.FINE);
        Path newer = Files.write(directory.resolve("newer.tlv"), ctl(1));
        CliRun.of("ctl", "verify", newer, "-c", lab.config()).exits(Exit.FINE).prints("takes it: ");
        Path older = Files.write(directory.resolve("older.tlv"), ctl(-1));
        CliRun.of("ctl", "verify", older, "-c", lab.config())
                .failsShortly(Exit.FAILED)
                .tells("it is older");
        CliRun.of("ctl", "verify", older).exits(Exit.FINE);
        inForce(ctl(0));
    }

    @Test
    void made_ctl_can_have_its_password_from_the_configuration() {
        Path made = directory.resolve("made.tlv");
        CliRun.of(
                        "ctl",
                        "make",
                        "-c",
                        lab.config(),
                        "--call-manager",
                        "127.0.0.1=" + lab.path("server.pem"),
                        "--signer",
                        lab.path("signer.p12"),
                        "-o",
                        made)
                .exits(Exit.FINE);
        CliRun.of("ctl", "verify", made).exits(Exit.FINE);
    }

    @Test
    void accepted_ctl_of_another_name_is_used_but_no_good_configuration() throws Exception {
        byte[] itl = CliLab.SIGNER.sign(new CtlDraft(
                "ITLFile.tlv",
                DAY,
                CtlDigest.SHA512,
                List.of(
                        CtlDraft.Entry.sast(CliLab.SIGNER.certificate()),
                        CtlDraft.Entry.server(
                                CtlRole.CCM_TFTP, "", InetAddress.getLoopbackAddress(), CliLab.SERVER.certificate()))));
        files.put(CTL, itl);
        fetch().failsShortly(Exit.FAILED).tells("signed as 'ITLFile.tlv'");
        CliRun run = accept(Files.write(directory.resolve("itl.tlv"), itl)).exits(Exit.FINE);
        assertTrue(run.err().contains("warning: ") && run.err().contains("ITLFile.tlv"), run::toString);
        lab.check().failsShortly(Exit.UNUSABLE).tells("CTLFile.tlv of the cluster");
    }

    @Test
    void simulated_call_manager_needs_a_lab_to_serve_its_ctl() throws Exception {
        CliRun.of(
                        "simulate",
                        "call-manager",
                        "--device",
                        "CiscoUM1-VI1=non-secure:5001",
                        "--port",
                        free(),
                        "--tftp-port",
                        "69")
                .failsShortly(Exit.USAGE)
                .tells("--lab");
    }

    @Test
    void simulated_call_manager_names_a_tftp_port_that_is_taken() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            CliRun.of(
                            "simulate",
                            "call-manager",
                            "--device",
                            "CiscoUM1-VI1=non-secure:5001",
                            "--port",
                            free(),
                            "--lab",
                            directory.resolve("sim"),
                            "--tftp-port",
                            taken.getLocalPort())
                    .failsShortly(Exit.FAILED)
                    .tells("UDP 127.0.0.1:" + taken.getLocalPort(), "--tftp-port");
        }
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
