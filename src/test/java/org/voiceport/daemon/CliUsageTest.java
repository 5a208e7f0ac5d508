package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.voiceport.sim.MwiNumbers;
import picocli.CommandLine;

class CliUsageTest {
    private static final int TERMINAL = 80;

    @TempDir
    private Path directory;

    @Test
    void nothing_asked_for_is_answered_with_usage_on_standard_error() {
        CliRun run = CliRun.of().exits(Exit.USAGE).tells("Usage: voiceportd");
        assertEquals("", run.out());
    }

    @Test
    void help_goes_to_standard_output() {
        CliRun run = CliRun.of("help").exits(Exit.FINE).prints("Usage: voiceportd");
        assertEquals("", run.err());
    }

    @Test
    void help_of_a_command_is_that_commands() {
        CliRun.of("help", "check").exits(Exit.FINE).prints("Usage: voiceportd check");
    }

    @Test
    void exit_codes_stand_in_the_help() {
        CliRun.of("--help").prints("78").prints("configuration or trust material can't be used");
    }

    static Stream<String> commands() {
        return commands(Main.commandLine());
    }

    private static Stream<String> commands(CommandLine line) {
        return Stream.concat(
                Stream.of(line.getCommandSpec().qualifiedName()),
                line.getSubcommands().values().stream().flatMap(CliUsageTest::commands));
    }

    private static String[] words(String command, String more) {
        return (command + " " + more).substring("voiceportd ".length()).split(" ");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void help_of_every_command_fits_a_terminal(String command) {
        CliRun run = CliRun.of((Object[]) words(command, "--help")).exits(Exit.FINE);
        List<String> tooLong =
                run.out().lines().filter(line -> line.length() > TERMINAL).toList();
        assertEquals(List.of(), tooLong);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_option_of_every_command_is_described(String command) {
        CommandLine line = Main.commandLine();
        for (String word : List.of(command.split(" ", -1))) {
            line = word.equals("voiceportd") ? line : line.getSubcommands().get(word);
        }
        List<String> bare = line.getCommandSpec().options().stream()
                .filter(option -> option.description().length == 0)
                .map(option -> option.longestName())
                .toList();
        assertEquals(List.of(), bare);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-V", "check -V", "certs init -V", "simulate phone --version"})
    void version_option_says_the_same_everywhere(String arguments) {
        assertEquals(
                "voiceportd " + Version.text(),
                CliRun.of((Object[]) arguments.split(" "))
                        .exits(Exit.FINE)
                        .out()
                        .strip());
    }

    @Test
    void version_names_itself_and_java() {
        CliRun.of("version")
                .exits(Exit.FINE)
                .prints("voiceportd " + Version.text())
                .prints("Java " + Runtime.version());
    }

    @Test
    void version_for_machines_is_json() {
        Map<?, ?> json = (Map<?, ?>) new Load(LoadSettings.builder().build())
                .loadFromString(CliRun.of("version", "--json").exits(Exit.FINE).out());
        assertEquals(Set.of("version", "java", "os", "srtpEngine"), json.keySet());
    }

    /** The classes of a test are no jar; the archive's are, and scripts/reproducible asks it. */
    @Test
    void commit_stands_in_the_manifest_of_a_jar(@TempDir Path directory) throws IOException {
        assertEquals("", Version.commit(directory.toFile()));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        assertEquals("", Version.commit(jar(directory.resolve("without.jar"), manifest)));
        manifest.getMainAttributes().putValue("Voiceportd-Commit", "0123456789abcdef-dirty");
        assertEquals("0123456789abcdef-dirty", Version.commit(jar(directory.resolve("with.jar"), manifest)));
    }

    private static File jar(Path file, Manifest manifest) throws IOException {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            jar.finish();
        }
        return file.toFile();
    }

    @Test
    void completion_prints_a_bash_script() {
        CliRun.of("completion")
                .exits(Exit.FINE)
                .prints("#!/usr/bin/env bash")
                .prints("complete -F _complete_voiceportd");
    }

    @Test
    void completion_offers_of_a_log_what_it_takes() {
        String script = CliRun.of("completion").exits(Exit.FINE).out();
        assertTrue(script.contains("=(\"debug\" \"info\") # --level values"), script);
        assertTrue(script.contains("=(\"on\" \"off\") # --wire values"), script);
    }

    @Test
    void completion_names_its_own_command() {
        CliRun.of("completion", "--help").exits(Exit.FINE).prints("source <(voiceportd completion)");
    }

    @Test
    void completion_script_is_one_for_bash() throws Exception {
        Path script = Files.writeString(
                directory.resolve("completion"), CliRun.of("completion").out());
        Process bash;
        try {
            bash = new ProcessBuilder("bash", "-n", script.toString())
                    .inheritIO()
                    .start();
        } catch (IOException e) {
            org.junit.jupiter.api.Assumptions.abort("there is no bash: " + e.getMessage());
            return;
        }
        assertEquals(0, bash.waitFor());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"run -x", "check --confg x", "demo more", "certs issue --all", "ctl verify", "simulate phone"})
    void wrong_use_names_the_help_of_that_command(String arguments) {
        String[] words = arguments.split(" ");
        CliRun.of((Object[]) words).failsShortly(Exit.USAGE).tells("voiceportd: ");
    }

    @Test
    void unknown_command_gets_the_right_one_proposed() {
        CliRun.of("chekc").failsShortly(Exit.USAGE).tells("check");
    }

    @ParameterizedTest
    @ValueSource(strings = {"certs", "ctl", "simulate"})
    void group_of_commands_alone_is_wrong_use(String group) {
        CliRun.of(group).failsShortly(Exit.USAGE).tells("see: voiceportd " + group + " --help");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X=encrypted",
                "X=encr:5003",
                "=encrypted:5003",
                "X=encrypted:",
                "CiscoUM1-VI3-long=encrypted:5003",
                "X=non-secure:abc"
            })
    void device_that_is_none_is_wrong_use(String device) {
        CliRun.of("simulate", "call-manager", "--device", device).failsShortly(Exit.USAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "x", "-1"})
    void tcp_port_out_of_range_is_wrong_use(String port) {
        CliRun.of("simulate", "call-manager", "--device", "X=non-secure:1", "--port=" + port)
                .failsShortly(Exit.USAGE)
                .tells("give 1 to 65535");
    }

    @Test
    void secure_device_without_keys_is_wrong_use() {
        CliRun.of("simulate", "call-manager", "--device", "X=encrypted:5003")
                .failsShortly(Exit.USAGE)
                .tells("--lab", "--root");
    }

    @Test
    void numbers_for_lamps_are_read() {
        SimulateCallManagerCommand.MwiWord word = new SimulateCallManagerCommand.MwiWord();
        assertEquals(new MwiNumbers("9099", "9098", false), word.convert("9099:9098"));
        assertEquals(new MwiNumbers("81", "80", true), word.convert("81:80:prefix"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9099", "9099:", "9099:9098:x", "9099:9099", "x:y"})
    void numbers_for_lamps_that_are_none_are_wrong_use(String mwi) {
        CliRun.of("simulate", "call-manager", "--device", "X=non-secure:5003", "--mwi", mwi)
                .failsShortly(Exit.USAGE);
    }

    @Test
    void codec_that_is_none_is_wrong_use() throws Exception {
        phone("127.0.0.1:2000", speech(), "--codecs", "g711u,opus")
                .failsShortly(Exit.USAGE)
                .tells("opus", "g722");
    }

    @Test
    void forward_to_nowhere_is_wrong_use() {
        CliRun.of("simulate", "call-manager", "--device", "X=non-secure:5003", "--forward", "2001=5009")
                .failsShortly(Exit.USAGE)
                .tells("5009");
    }

    @Test
    void port_that_is_in_use_is_named() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CliRun.of("simulate", "call-manager", "--device", "X=non-secure:5003", "--port", taken.getLocalPort())
                    .failsShortly(Exit.FAILED)
                    .tells("127.0.0.1:" + taken.getLocalPort(), "--port");
        }
    }

    private CliRun phone(String callManager, String speech, String... more) {
        Object[] words = Stream.concat(
                        Stream.of(
                                "simulate", "phone", "--call-manager", callManager, "--call", "2001", "--say", speech),
                        Stream.of(more))
                .toArray();
        return CliRun.of(words);
    }

    private String speech() throws Exception {
        Path file = directory.resolve("say.wav");
        try (var out = Files.newOutputStream(file)) {
            org.voiceport.audio.Wav.write(new short[800], out);
        }
        return file.toString();
    }

    @Test
    void missing_speech_is_named() {
        phone("127.0.0.1:2000", directory.resolve("none.wav").toString())
                .failsShortly(Exit.FAILED)
                .tells("none.wav");
    }

    @Test
    void speech_that_is_no_sound_is_named() throws Exception {
        Path file = Files.write(directory.resolve("huge.wav"), new byte[10_000_000]);
        phone("127.0.0.1:2000", file.toString()).failsShortly(Exit.FAILED).tells("huge.wav", "no WAV file");
    }

    @Test
    void call_manager_that_does_not_listen_is_named() throws Exception {
        int free;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = closed.getLocalPort();
        }
        phone("127.0.0.1:" + free, speech())
                .failsShortly(Exit.FAILED)
                .tells("can't connect to 127.0.0.1:" + free + ": Connection refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.1:x", ":2000", "no-such-host.invalid:2000"})
    void call_manager_that_is_no_address_is_wrong_use(String callManager) throws Exception {
        phone(callManager, speech()).failsShortly(Exit.USAGE).tells("--call-manager");
    }

    @Test
    void secure_phone_without_certificate_of_the_server_is_wrong_use() throws Exception {
        phone("127.0.0.1:2443", speech(), "--mode", "encrypted")
                .failsShortly(Exit.USAGE)
                .tells("--server-certificate");
    }

    @Test
    void demo_wants_an_empty_directory() throws Exception {
        Files.writeString(directory.resolve("something"), "");
        CliRun.of("demo", "--keep", directory).failsShortly(Exit.USAGE).tells("not empty");
        assertTrue(Files.exists(directory.resolve("something")));
    }

    @Test
    void demo_can_not_be_kept_in_a_file() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");
        CliRun.of("demo", "--keep", file).failsShortly(Exit.FAILED).tells(file.toString());
    }

    @Test
    void demo_can_not_be_kept_below_a_file() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");
        CliRun.of("demo", "--keep", file.resolve("demo"))
                .failsShortly(Exit.FAILED)
                .tells("file");
    }

    @Test
    void run_with_a_wrong_configuration_lists_its_errors() throws Exception {
        Path config = Files.writeString(directory.resolve("bad.yaml"), "callManagers: 1\nports: 2\n");
        CliRun.of("run", "-c", config)
                .failsShortly(Exit.UNUSABLE)
                .tells("bad.yaml:1:")
                .tells("bad.yaml:2:");
    }
}
