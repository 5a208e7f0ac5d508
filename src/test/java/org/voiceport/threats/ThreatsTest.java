package org.voiceport.threats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.event.SecurityMode;

/** Every threat of the chapter, in every mode: the attack ends as the chapter says. */
class ThreatsTest {
    @TempDir
    private Path directory;

    /** All attacks at the same time, then a test for each cell of the table. */
    @TestFactory
    Stream<DynamicNode> an_attack_fails_where_the_chapter_promises_it_and_succeeds_where_not() throws Exception {
        return Threats.run(directory, Threats.ALL).stream()
                .map(row -> dynamicContainer(
                        row.title(),
                        Stream.concat(
                                row.cells().stream()
                                        .map(cell -> dynamicTest(cell.mode().word(), () -> assertAsPromised(cell))),
                                Stream.of(dynamicTest(
                                        "is shown to be a real attack",
                                        () -> assertTrue(row.green(), row::toString))))));
    }

    private static void assertAsPromised(Outcome cell) {
        assertEquals(expected(cell.promised()), cell.verdict(), cell::toString);
    }

    private static Verdict expected(Promise promise) {
        return promise.protects() ? Verdict.PROTECTED : Verdict.EXPOSED;
    }

    /** The table as last run, by hand, can't say anything else than the code. */
    @Test
    void the_document_has_a_row_and_a_section_for_every_threat() throws IOException {
        List<String> document = Files.readAllLines(Path.of("docs/threats.md"));
        for (Threat threat : Threats.ALL) {
            String row = "| " + threat.title() + " | "
                    + String.join(
                            " | ",
                            Stream.of(SecurityMode.values())
                                    .map(mode -> expected(threat.promise(mode)).toString())
                                    .toList())
                    + " |";
            assertTrue(document.contains(row), "no line: " + row);
            assertTrue(
                    document.stream()
                            .anyMatch(line -> line.startsWith("**" + threat.title() + "** (`" + threat.key() + "`)")),
                    "no paragraph of " + threat.key());
        }
        assertEquals(
                Threats.ALL.size(),
                document.stream().filter(line -> line.startsWith("**")).count());
    }
}
