package org.voiceport;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A wall clock can be set at any time, so nothing waits or times out by it. Who reads it is listed here with the reason;
 * everything else goes by {@link System#nanoTime} or the event loops.
 */
class WallClockTest {
    private static final String ROOT = "org.voiceport.";

    /** Readers of the wall clock, by their names without the root, and what for. */
    private static final Map<String, String> MAY_READ = new TreeMap<>(Map.ofEntries(
            Map.entry("daemon.Application", "the clock of the message store: Date headers, names of files, maxAge"),
            Map.entry("daemon.CertsInitCommand", "end of a certificate that is made"),
            Map.entry("daemon.CertsIssueCommand", "is the root still valid"),
            Map.entry("daemon.CertsShowCommand", "days left, shown"),
            Map.entry("daemon.CheckCommand", "certificates that end soon"),
            Map.entry("daemon.CtlCommand", "time of signing, written into a CTL"),
            Map.entry("daemon.CtlFetchCommand", "time of retrieval, written into the history of CTLs"),
            Map.entry("daemon.CtlRefresh", "the same"),
            Map.entry("daemon.DemoLab", "validity of the demo's certificates"),
            Map.entry("daemon.IdentityHome", "certificates to be renewed as they end soon"),
            Map.entry("daemon.Lab", "validity of a lab's certificates"),
            Map.entry("daemon.SimulateCallManagerCommand", "time of a line on the terminal"),
            Map.entry("daemon.TrustKeeper", "certificates that end soon"),
            Map.entry("media.UdpStream", "NTP time of sender reports, RFC 3550 §4"),
            Map.entry("sim.SetupDesk", "the time that a phone shows"),
            Map.entry("trust.CallManagerTrust", "is a call manager's certificate valid"),
            Map.entry("trust.CtlStore", "time of acceptance, validity of signers"),
            Map.entry("trust.PortCertificates", "is a port's certificate valid"),
            Map.entry("trust.Validity", "validity of certificates that are made")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.voiceport");

    private static final Set<String> NOW = Stream.of(
                    Instant.class,
                    LocalDate.class,
                    LocalDateTime.class,
                    LocalTime.class,
                    OffsetDateTime.class,
                    ZonedDateTime.class,
                    Year.class)
            .map(Class::getName)
            .collect(Collectors.toSet());

    /** What asks the machine; {@code Instant.now(clock)} asks whoever made the clock. */
    private static boolean reads(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getName();
        String given = access.getTarget() instanceof CodeUnitAccessTarget unit
                ? unit.getRawParameterTypes().stream().map(JavaClass::getName).collect(Collectors.joining(","))
                : "";
        boolean constructor = name.equals("<init>");
        return (owner.equals(System.class.getName()) && name.equals("currentTimeMillis"))
                || (NOW.contains(owner) && name.equals("now") && !given.equals(Clock.class.getName()))
                || (owner.equals(Clock.class.getName()) && (name.startsWith("system") || name.startsWith("tick")))
                || (owner.equals(Date.class.getName()) && constructor && given.isEmpty())
                || (owner.equals(Calendar.class.getName()) && name.equals("getInstance"))
                || (owner.equals(GregorianCalendar.class.getName()) && constructor && !given.contains("int"));
    }

    private static Set<String> readers() {
        return CLASSES.stream()
                .filter(type -> type.getAccessesFromSelf().stream().anyMatch(WallClockTest::reads))
                .map(WallClockTest::outermost)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String outermost(JavaClass type) {
        return type.getName().substring(ROOT.length()).replaceFirst("\\$.*", "");
    }

    @Test
    void only_those_with_a_reason_read_the_wall_clock() {
        assertEquals(
                String.join("\n", MAY_READ.keySet()),
                String.join("\n", readers()),
                "use System.nanoTime to measure time; else give the reason here");
    }

    @Test
    void every_reader_has_a_reason() {
        MAY_READ.forEach((reader, reason) -> assertFalse(reason.isBlank(), reader));
    }

    /** A port's machines and what waits on the network have no reason that could be good. */
    @Test
    void signalling_and_machines_never_read_it() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + "port..", ROOT + "net..", ROOT + "srtp..", ROOT + "rtp..", ROOT + "sccp..")
                .should()
                .accessTargetWhere(describe("reads the wall clock", WallClockTest::reads))
                .check(CLASSES);
    }

    @Test
    void each_way_to_ask_for_the_time_is_noticed() {
        JavaClass asking = new ClassFileImporter().importClass(Asking.class);
        Set<String> noticed = asking.getAccessesFromSelf().stream()
                .filter(WallClockTest::reads)
                .map(access -> access.getTarget().getFullName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(11, noticed.size(), noticed::toString);
        assertTrue(asking.getAccessesFromSelf().stream()
                .filter(access -> access.getOrigin().getName().equals("allowed"))
                .noneMatch(WallClockTest::reads));
    }

    @SuppressWarnings({"JavaTimeDefaultTimeZone", "JavaUtilDate", "TimeZoneUsage", "UnusedMethod", "UnusedVariable"})
    private static final class Asking {
        static Object[] forbidden() {
            return new Object[] {
                System.currentTimeMillis(),
                Instant.now(),
                LocalDate.now(),
                LocalDateTime.now(java.time.ZoneOffset.UTC),
                LocalTime.now(),
                OffsetDateTime.now(),
                ZonedDateTime.now(),
                Clock.systemUTC(),
                new Date(),
                Calendar.getInstance(),
                (Supplier<Year>) Year::now
            };
        }

        static Object[] allowed(Clock clock) {
            return new Object[] {
                System.nanoTime(),
                Instant.now(clock),
                Instant.EPOCH,
                new Date(0),
                clock.instant(),
                Date.from(Instant.EPOCH)
            };
        }
    }
}
