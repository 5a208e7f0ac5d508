package org.voiceport.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with errors, and all that is told about each of them. */
class BadFilesTest {
    private static final String BASE = """
            callManagers:
              - address: 10.0.0.11
            ports:
              - name: VI1
                securityMode: non-secure
            """;

    @TempDir
    Path directory;

    /** A file and its errors without the file's name. */
    record Case(String name, String yaml, List<String> errors) {
        static Case parse(String text) {
            int line = text.indexOf('\n');
            int end = text.indexOf("--- errors\n");
            String name = text.substring(0, line);
            String yaml = text.substring(line + 1, end);
            return new Case(
                    name,
                    name.endsWith(" + base") ? BASE + yaml : yaml,
                    text.substring(end).lines().skip(1).toList());
        }
    }

    static List<Case> cases(String resource) {
        try (InputStream in = Objects.requireNonNull(BadFilesTest.class.getResourceAsStream(resource))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.split("(?m)^=== ")).skip(1).map(Case::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> errors(Path file) {
        ConfigResult result = ConfigReader.read(file);
        return assertInstanceOf(ConfigResult.Invalid.class, result).errors().stream()
                .map(error -> error.toString().replace(directory + "/", ""))
                .toList();
    }

    private List<String> errors(String yaml) {
        return errors(write("c.yaml", yaml));
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> tells_each_error_with_line_column_and_remedy() {
        return cases("/config/bad-daemon.txt").stream()
                .map(bad -> dynamicTest(
                        bad.name,
                        () -> assertEquals(
                                String.join("\n", bad.errors),
                                String.join("\n", errors(bad.yaml)).replace("c.yaml:", ""))));
    }

    @TestFactory
    Stream<DynamicTest> errors_of_mailboxes_carry_the_name_of_their_file() {
        return cases("/config/bad-mailboxes.txt").stream()
                .map(bad -> dynamicTest(bad.name, () -> {
                    write("boxes.yaml", bad.yaml);
                    List<String> errors = errors(BASE + "messaging: {voicemail: {mailboxes: boxes.yaml}}\n");
                    assertEquals(String.join("\n", bad.errors), String.join("\n", errors));
                }));
    }

    @Test
    void errors_of_both_files_come_together() {
        write("boxes.yaml", "mailbox: []\n");
        List<String> errors = errors(BASE + "messaging: {voicemail: {mailboxes: boxes.yaml}}\nlogs: {}\n");
        assertEquals(
                List.of("c.yaml:7:1:", "boxes.yaml:1:1:", "boxes.yaml:1:1:"),
                errors.stream().map(e -> e.substring(0, e.indexOf(' '))).toList());
    }

    @Test
    void a_missing_file_is_an_error() {
        assertEquals(
                List.of("none.yaml:1:1: there is no such file, create it, or name the right one"),
                errors(directory.resolve("none.yaml")));
    }

    @Test
    void a_directory_is_an_error() {
        assertTrue(errors(directory).get(0).contains(":1:1: the file can't be read: "));
    }

    @Test
    void bytes_that_are_not_utf8_are_told_with_their_place() throws IOException {
        Path file = directory.resolve("latin1.yaml");
        Files.write(file, "log:\n  file: \u00E4\n".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(List.of("latin1.yaml:2:9: this is not UTF-8 text, save the file as UTF-8"), errors(file));
    }

    @Test
    void a_character_that_yaml_forbids_is_told_with_its_place() {
        assertEquals(
                List.of("c.yaml:2:4: the character U+0007 is not allowed in YAML, remove it"),
                errors("log:\n  \u00E4\u0007"));
    }

    @Test
    void a_byte_order_mark_is_no_error() {
        assertInstanceOf(ConfigResult.Valid.class, ConfigReader.read(write("c.yaml", "\uFEFF" + BASE)));
    }

    @Test
    void a_file_over_the_limit_is_refused() {
        assertEquals(
                List.of("c.yaml:1:1: the file is larger than 1 MiB, make it smaller"),
                errors(BASE + "#".repeat(1 << 20)));
    }

    @Test
    void a_deep_file_is_refused_where_it_gets_too_deep() {
        assertEquals(
                List.of("c.yaml:1:17: nested deeper than 16 levels, look at indentation and brackets"),
                errors("[".repeat(1_000_000)));
    }

    @Test
    void aliases_cant_unfold() {
        List<String> lines = new ArrayList<>(List.of("a0: &a0 [x, x]"));
        for (int i = 1; i < 60; i++) {
            lines.add("a" + i + ": &a" + i + " [*a" + (i - 1) + ", *a" + (i - 1) + "]");
        }
        assertEquals(1, errors(String.join("\n", lines)).size());
    }

    @Test
    void the_number_of_errors_is_bounded() {
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            yaml.append("k").append(i).append(": 1\n");
        }
        assertEquals(Problems.MOST, errors(yaml.toString()).size());
    }

    @Test
    void ranges_without_end_are_cut_short() {
        String range = "  - {names: VI1..VI5000, securityMode: non-secure}\n";
        String yaml = "callManagers: [{address: cm1}]\nports:\n" + range.repeat(5000);
        assertTimeout(Duration.ofSeconds(20), () -> assertEquals(2, errors(yaml).size()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"- ", "? ", "a:\n", "[a,", "[],", "\"\\x41\" ", "a ", "#\n", "- a\n", "'", "-\n", "a: b\n"})
    void one_mebibyte_of_anything_is_read_in_time(String piece) {
        String yaml = piece.repeat((1 << 20) / piece.length());
        assertTimeout(Duration.ofSeconds(20), () -> assertFalse(errors(yaml).isEmpty()));
    }

    @Test
    void text_from_the_file_cant_forge_a_line() {
        List<String> errors = errors(BASE + "\"a\\nx.yaml:1:1: fine\\e[0m\": 1\n");
        assertEquals(1, errors.size());
        assertTrue(errors.get(0).chars().noneMatch(Character::isISOControl), errors::toString);
    }

    /** Nobody writes into it; a reload that opened it would be the last one. */
    @Test
    @EnabledOnOs(OS.LINUX)
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_pipe_is_refused_and_not_waited_for() throws Exception {
        Path pipe = directory.resolve("voiceportd.yaml");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        Problems problems = new Problems(pipe);
        assertTrue(YamlFile.read(1 << 20, problems).isEmpty());
        assertEquals(
                List.of(pipe + ":1:1: this is a pipe or a device, name a file"),
                problems.sorted().stream().map(Object::toString).toList());
    }
}
