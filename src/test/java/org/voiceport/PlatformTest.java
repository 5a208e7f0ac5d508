package org.voiceport;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The program takes no system for granted: what only POSIX has is asked for first, in one place for each package. */
class PlatformTest {
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Pattern PLACE = Pattern.compile("\"/(proc|tmp|dev|etc|var|run|usr|bin|sys|home)(/[^\"]*)?\"");

    /** A text of the manual pages, which are for those systems. */
    private static final List<String> MAY_NAME_PLACES = List.of("CommandPage.java");

    @Test
    void modes_of_files_are_known_only_to_those_that_ask_the_file_system_first() {
        noClasses()
                .that()
                .haveNameNotMatching(
                        "org\\.voiceport\\.(daemon\\.ControlSocket|messaging\\.PrivateFiles|trust\\.PrivateFile)")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.nio\\.file\\.attribute\\.(Posix|GroupPrincipal|UserPrincipal).*"
                        + "|sun\\.misc\\.Signal.*|jdk\\.internal\\..*|com\\.sun\\.nio\\.file\\..*")
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("org.voiceport"));
    }

    @Test
    void no_place_of_one_system_is_written_into_the_program() throws IOException {
        assertTrue(PLACE.matcher("Path.of(\"/proc/self/fd\")").find());
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                if (!MAY_NAME_PLACES.contains(file.getFileName().toString())) {
                    Files.readAllLines(file).stream()
                            .filter(line -> PLACE.matcher(line).find())
                            .forEach(line -> found.add(file + ": " + line.strip()));
                }
            }
        }
        assertEquals(List.of(), found);
    }
}
