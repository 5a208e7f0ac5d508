package org.voiceport;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The direction of imports, as docs/architecture.md tells it, is law. */
class LayersTest {
    private static final String ROOT = "org.voiceport.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.voiceport");

    /** What each package may import of ours. */
    private static final Map<String, Set<String>> MAY_IMPORT = new TreeMap<>(Map.ofEntries(
            Map.entry("sccp", Set.of()),
            Map.entry("rtp", Set.of()),
            Map.entry("srtp", Set.of("rtp")),
            Map.entry("audio", Set.of()),
            Map.entry("event", Set.of()),
            Map.entry("trust", Set.of("event")),
            Map.entry("port", Set.of("sccp", "event", "audio")),
            Map.entry("net", Set.of("sccp", "trust", "port", "event")),
            Map.entry("media", Set.of("rtp", "srtp", "audio", "port", "event")),
            Map.entry("messaging", Set.of("port", "audio", "event")),
            Map.entry("config", Set.of("event")),
            Map.entry("observe", Set.of("event")),
            Map.entry("sim", Set.of("sccp", "rtp", "srtp", "audio", "trust", "event")),
            Map.entry(
                    "daemon",
                    Set.of(
                            "sccp",
                            "rtp",
                            "srtp",
                            "audio",
                            "event",
                            "trust",
                            "port",
                            "net",
                            "media",
                            "messaging",
                            "config",
                            "observe",
                            "sim"))));

    @TestFactory
    Stream<DynamicTest> a_package_imports_only_what_it_may() {
        return MAY_IMPORT.entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> {
                    String[] forbidden = MAY_IMPORT.keySet().stream()
                            .filter(other -> !other.equals(entry.getKey())
                                    && !entry.getValue().contains(other))
                            .map(other -> ROOT + other + "..")
                            .toArray(String[]::new);
                    if (forbidden.length > 0) {
                        noClasses()
                                .that()
                                .resideInAPackage(ROOT + entry.getKey() + "..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(forbidden)
                                .check(CLASSES);
                    }
                }));
    }

    @Test
    void every_package_has_its_row() {
        Set<String> found = CLASSES.stream()
                .map(type -> type.getPackageName().substring(ROOT.length()))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(MAY_IMPORT.keySet()), found);
    }

    @Test
    void there_are_no_cycles() {
        slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void only_signalling_and_media_know_netty() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + "trust..",
                        ROOT + "port..",
                        ROOT + "messaging..",
                        ROOT + "config..",
                        ROOT + "observe..",
                        ROOT + "event..",
                        ROOT + "audio..",
                        ROOT + "rtp..",
                        ROOT + "srtp..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(ROOT + "sccp..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty.channel..", "io.netty.handler..")
                .check(CLASSES);
    }

    @Test
    void only_the_doctor_can_offer_the_suites_of_another_mode() {
        String doctor = ROOT + "daemon\\.(Doctor|OtherModeProbe).*";
        noClasses()
                .that()
                .haveNameNotMatching(doctor)
                .should()
                .dependOnClassesThat()
                .haveNameMatching(ROOT + "daemon\\.OtherModeProbe.*")
                .check(CLASSES);
        noClasses()
                .that()
                .haveNameNotMatching(doctor)
                .and()
                .haveNameNotMatching(ROOT + "daemon\\.Main")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(doctor)
                .check(CLASSES);
    }

    @Test
    void machines_have_no_sockets_clock_or_threads() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "port..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.channels..", "java.util.concurrent.locks..", "java.util.logging..")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(CLASSES);
    }
}
