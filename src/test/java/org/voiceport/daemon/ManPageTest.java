package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import picocli.CommandLine.Model.OptionSpec;

class ManPageTest {
    private static final Path EXAMPLE = Path.of("config", "voiceportd.yaml");

    @TempDir
    private Path directory;

    private static final Map<String, String> PAGES = Map.of(
            "voiceportd", CliRun.of("man").exits(Exit.FINE).out(),
            "voiceportd.yaml",
                    CliRun.of("man", "voiceportd.yaml").exits(Exit.FINE).out());

    private static String page(String name) {
        return PAGES.getOrDefault(name, "");
    }

    static Stream<String> options() {
        return options(Main.commandLine());
    }

    private static Stream<String> options(picocli.CommandLine line) {
        return Stream.concat(
                line.getCommandSpec().options().stream()
                        .filter(option -> !option.usageHelp() && !option.versionHelp() && !option.hidden())
                        .map(OptionSpec::longestName),
                line.getSubcommands().values().stream().flatMap(ManPageTest::options));
    }

    @Test
    void commands_page_has_every_command_and_every_option() {
        String page = page("voiceportd");
        CliUsageTest.commands()
                .filter(command -> !command.equals("voiceportd"))
                .forEach(command -> assertTrue(
                        page.contains(".SS \"" + Roff.inLine(command) + "\"\n"), () -> command + " is missing"));
        assertTrue(!page.contains("${") && !page.contains("%n"), "what picocli would have replaced is still there");
        options().forEach(option -> assertTrue(page.contains(Roff.inLine(option)), () -> option + " is missing"));
    }

    /** Keys as YAML understands the file, which knows nothing of how the page is made. */
    private static Stream<String> keys(String path, Object node) {
        if (node instanceof Map<?, ?> map) {
            return map.entrySet().stream().flatMap(entry -> {
                String name = path + (path.isEmpty() ? "" : ".") + entry.getKey();
                boolean inline = entry.getValue() instanceof Map<?, ?> && name.equals("media.dscp");
                return entry.getValue() instanceof Map<?, ?> && !inline
                        ? keys(name, entry.getValue())
                        : entry.getValue() instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Map
                                ? list.stream().flatMap(each -> keys(name + "[]", each))
                                : Stream.of(name);
            });
        }
        return Stream.empty();
    }

    @Test
    void configuration_page_has_every_key_of_the_example() throws IOException {
        Object example = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(EXAMPLE));
        List<String> keys = keys("", example).distinct().toList();
        assertTrue(keys.containsAll(List.of("ports[].names", "media.dscp", "timings.connect")), keys::toString);
        List<String> missing = keys.stream()
                .filter(key -> !page("voiceportd.yaml").contains(".TP\n\\fB" + Roff.inLine(key + ":")))
                .filter(key -> !page("voiceportd.yaml").contains(".SS \"" + key + "\"\n"))
                .toList();
        assertEquals(List.of(), missing);
    }

    @Test
    void configuration_page_has_every_comment_of_the_example_in_its_order() throws IOException {
        String page = page("voiceportd.yaml");
        List<String> missing = new ArrayList<>();
        int from = 0;
        // The first line is for editors.
        for (String line : Files.readAllLines(EXAMPLE).stream().skip(1).toList()) {
            int hash = line.lastIndexOf("# ");
            boolean unset = hash == 0 && line.matches("# +[A-Za-z0-9]+:.*");
            if (hash < 0 || unset) {
                continue;
            }
            String text = Roff.inLine(line.substring(hash + 2));
            int found = page.indexOf(text, from);
            if (found < 0) {
                missing.add(line);
            } else {
                from = found;
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void configuration_page_begins_with_what_a_reader_wants_to_know() {
        String page = page("voiceportd.yaml");
        assertTrue(page.contains(".SH \"DESCRIPTION\"\nConfiguration of voiceportd."), page.substring(0, 400));
        assertTrue(!page.contains("yaml-language-server") && !page.contains("$schema"), page.substring(0, 400));
    }

    @Test
    void keys_that_the_example_leaves_out_are_told_in_their_section() {
        String page = page("voiceportd.yaml");
        for (String key :
                List.of("identity.passwordEnv:", "ports[].log:", "messaging.voicemail.greeting:", "log.file:")) {
            assertTrue(page.contains("\\fB" + key), key);
        }
    }

    @Test
    void text_can_not_become_a_request() {
        String page = new Roff("X", 5)
                .line(".so /etc/passwd")
                .line("'so x")
                .line("a\\fB")
                .toString();
        assertTrue(page.endsWith("\\&.so /etc/passwd\n\\(aqso x\na\\efB\n"), page);
    }

    @Test
    void unknown_page_is_wrong_use() {
        CliRun.of("man", "passwd").failsShortly(Exit.USAGE).tells("voiceportd.yaml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"voiceportd", "voiceportd.yaml"})
    void groff_has_nothing_to_say_about_it(String name) throws Exception {
        lint(name, "groff", "-man", "-Tutf8", "-ww", "-z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"voiceportd", "voiceportd.yaml"})
    void mandoc_has_nothing_to_say_about_it(String name) throws Exception {
        lint(name, "mandoc", "-Tlint", "-Wwarning");
    }

    private void lint(String name, String... tool) throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin", tool[0])),
                tool[0] + " is not installed, it would check the page");
        Path page = Files.writeString(directory.resolve(name), page(name));
        List<String> command = new ArrayList<>(List.of(tool));
        command.add(page.toString());
        Path said = directory.resolve("said");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        // A page of one version is the same whenever it is made, so it has no date.
        List<String> lines = Files.readAllLines(said).stream()
                .filter(line -> !line.contains("missing date"))
                .toList();
        assertEquals(List.of(), lines);
    }
}
