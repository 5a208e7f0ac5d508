package org.voiceport.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The example, damaged in all kinds of ways: reading it gives a configuration or errors, nothing else. */
class MutationsTest {
    private static final int ROUNDS = 60;
    private static final List<String> PIECES = List.of(
            ":",
            "- ",
            "  ",
            "\n",
            "[",
            "]",
            "{",
            "}",
            "\"",
            "'",
            "&a ",
            "*a",
            "!",
            "?",
            "|\n",
            "#",
            "%YAML 9.9\n",
            "---\n",
            "...\n",
            "~",
            "0",
            "-1",
            "99999999999999999999",
            ".inf",
            "true",
            "\t",
            "\u0000",
            "\uD83D\uDE00",
            "\\",
            "..",
            "<<: ");

    /** Words that only who wrote a parser understands. */
    private static final Pattern JARGON =
            Pattern.compile("\\b(token|scanning|parsing|scalar|flow|block|node|stream|sequence|mapping)\\b");

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> a_damaged_file_gives_errors_with_places_or_is_valid() throws IOException {
        String example = Files.readString(Path.of("config/voiceportd.yaml"));
        Files.copy(Path.of("config/mailboxes.yaml"), directory.resolve("mailboxes.yaml"));
        return LongStream.range(1, 9)
                .mapToObj(seed -> dynamicTest("seed " + seed, () -> {
                    Random random = new Random(seed);
                    for (int round = 0; round < ROUNDS; round++) {
                        Path file = Files.writeString(directory.resolve(seed + ".yaml"), mutate(example, random));
                        ConfigResult result =
                                Assertions.assertTimeout(Duration.ofSeconds(5), () -> ConfigReader.read(file));
                        if (result instanceof ConfigResult.Invalid invalid) {
                            assertFalse(invalid.errors().isEmpty());
                            invalid.errors().forEach(MutationsTest::assertWellFormed);
                        }
                    }
                }));
    }

    private static void assertWellFormed(ConfigError error) {
        assertTrue(error.line() >= 1 && error.column() >= 1, error::toString);
        assertTrue(error.toString().chars().noneMatch(Character::isISOControl), error::toString);
        assertFalse(JARGON.matcher(error.what()).find(), error::toString);
        assertFalse(error.what().isBlank() || error.todo().isBlank(), error::toString);
    }

    private static String mutate(String text, Random random) {
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n")));
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(lines.size());
            String line = lines.get(at);
            switch (random.nextInt(6)) {
                case 0 -> lines.remove(at);
                case 1 -> lines.add(random.nextInt(lines.size()), line);
                case 2 -> lines.set(at, line.substring(random.nextInt(line.length() + 1)));
                case 3 -> lines.set(at, " ".repeat(random.nextInt(6)) + line);
                case 4 -> lines.set(at, insert(line, PIECES.get(random.nextInt(PIECES.size())), random));
                default -> lines.set(at, insert(line, Character.toString(random.nextInt(0x2FF)), random));
            }
        }
        return String.join("\n", lines);
    }

    private static String insert(String line, String piece, Random random) {
        int at = random.nextInt(line.length() + 1);
        return line.substring(0, at) + piece + line.substring(at);
    }
}
