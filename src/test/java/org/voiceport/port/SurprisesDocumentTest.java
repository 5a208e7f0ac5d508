package org.voiceport.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each surprise in docs/calls.md is shown by tests that exist. */
class SurprisesDocumentTest {
    private static final Pattern NAMED = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

    private static List<String> rows() throws IOException {
        String document = Files.readString(Path.of("docs/calls.md"));
        int begin = document.indexOf("## What call managers surprise with");
        return document.substring(begin, document.indexOf("\n## ", begin + 1))
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| surprise"))
                .toList();
    }

    private static Map<String, String> tests() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(file -> file.toString().endsWith("Test.java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            SurprisesDocumentTest::read,
                            (one, other) -> one + other));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void every_row_names_tests_that_exist() throws IOException {
        Map<String, String> tests = tests();
        List<String> rows = rows();
        assertTrue(rows.size() > 25, rows::toString);
        for (String row : rows) {
            List<MatchResult> named = NAMED.matcher(row).results().toList();
            assertTrue(!named.isEmpty(), row);
            assertEquals(
                    List.of(),
                    named.stream()
                            .filter(test ->
                                    !tests.getOrDefault(test.group(1), "").contains(" " + test.group(2) + "("))
                            .map(MatchResult::group)
                            .toList());
        }
    }
}
