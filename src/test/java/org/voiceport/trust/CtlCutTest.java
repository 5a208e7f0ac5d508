package org.voiceport.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.voiceport.trust.Signers.ONE;
import static org.voiceport.trust.Signers.STRANGER;
import static org.voiceport.trust.Signers.sheet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What a crash between any two steps of replacing a CTL leaves, and what writers at the same time do. */
class CtlCutTest {
    private static final byte[] OLD = sheet(20, ONE).signedBy(ONE);
    private static final byte[] NEW = sheet(30, ONE).signedBy(ONE);
    /** In force on an administrator's word only: no rule of ours would take one after the other. */
    private static final byte[] FOREIGN = sheet(10, STRANGER).signedBy(STRANGER);

    @TempDir
    Path directory = Path.of(".");

    private Path file(String name) {
        return directory.resolve(name).resolve("CTLFile.tlv");
    }

    private static void cut(Path file, byte[] next, int steps) throws Exception {
        CtlPlace place = new CtlPlace(file);
        SignedCtl signed = new CtlRules(TrustRule.STRICT).verified(next);
        Acceptance acceptance = Acceptance.of(signed, CtlRules.Because.ADMINISTRATOR, Instant.now(), List.of());
        for (CtlPlace.Step step : place.steps(Octets.of(next), acceptance).subList(0, steps)) {
            step.run();
        }
    }

    private static String inForce(Path file) {
        Verdict verdict = new CtlStore(file, TrustRule.STRICT).judge();
        return assertInstanceOf(Verdict.InForce.class, verdict, verdict::toString)
                .ctl()
                .sha256();
    }

    @TestFactory
    Stream<DynamicTest> a_ctl_is_in_force_wherever_replacing_it_was_cut_off() {
        return Stream.of(NEW, FOREIGN)
                .flatMap(next -> IntStream.rangeClosed(0, 3)
                        .mapToObj(steps -> dynamicTest(steps + " steps", () -> {
                            Path file = file(steps + "-" + next.length + (next == NEW ? "new" : "foreign"));
                            new CtlStore(file, TrustRule.STRICT).accept(OLD, "old");
                            cut(file, next, steps);
                            byte[] now = steps < 2 ? OLD : next;
                            assertEquals(Fingerprint.sha256(now), inForce(file));
                            // And things go on from there.
                            CtlDecision decision =
                                    new CtlStore(file, TrustRule.STRICT).offer(now, "tftp://x/y", Instant.now());
                            assertInstanceOf(CtlDecision.Unchanged.class, decision);
                            assertEquals(Fingerprint.sha256(now), inForce(file));
                            assertTrue(new CtlStore(file, TrustRule.STRICT)
                                    .history().stream().anyMatch(former -> former.inForce()));
                        })));
    }

    @TestFactory
    Stream<DynamicTest> first_one_is_in_force_as_soon_as_it_is_there() {
        return IntStream.rangeClosed(2, 3)
                .mapToObj(steps -> dynamicTest(steps + " steps", () -> {
                    Path file = file("first" + steps);
                    cut(file, FOREIGN, steps);
                    assertEquals(Fingerprint.sha256(FOREIGN), inForce(file));
                }));
    }

    @Test
    void memory_of_a_replacing_that_was_cut_off_early_does_not_survive_the_next() throws Exception {
        Path file = file("stale");
        CtlStore store = new CtlStore(file, TrustRule.STRICT);
        store.accept(OLD, "old");
        cut(file, FOREIGN, 1);
        store.offer(NEW, "tftp://x/y", Instant.now());
        Files.write(file, FOREIGN);
        assertInstanceOf(Verdict.Refused.class, store.judge());
    }

    @Test
    void leftovers_of_a_crash_in_history_and_quarantine_do_not_count_and_go() throws Exception {
        Path file = file("left");
        CtlStore store = new CtlStore(file, TrustRule.STRICT);
        store.accept(OLD, "old");
        store.offer(FOREIGN, "tftp://x/y", Instant.now());
        Path history =
                Files.write(file.resolveSibling("history").resolve("20990101T000000Z-0123456789ab.tlv"), FOREIGN);
        Path quarantine =
                Files.write(file.resolveSibling("quarantine").resolve("20990101T000000Z-0123456789ab.tlv"), FOREIGN);
        assertEquals(1, store.history().size());
        assertEquals(1, store.quarantined().size());
        store.offer(NEW, "tftp://x/y", Instant.now());
        store.offer(sheet(40, STRANGER).signedBy(STRANGER), "tftp://x/y", Instant.now());
        assertTrue(Files.notExists(history) && Files.notExists(quarantine));
        store.rollback();
        assertEquals(Fingerprint.sha256(OLD), inForce(file));
    }

    /** One that replaces, in a process of its own, as a command does beside the daemon. */
    static final class AcceptingProbe {
        private AcceptingProbe() {}

        @SuppressWarnings("SystemOut")
        public static void main(String[] arguments) throws Exception {
            Path file = Path.of(arguments[0]);
            byte[] one = Files.readAllBytes(Path.of(arguments[1]));
            byte[] other = Files.readAllBytes(Path.of(arguments[2]));
            CtlStore store = new CtlStore(file, TrustRule.STRICT);
            for (int i = 0; i < 20; i++) {
                store.accept(i % 2 == 0 ? one : other, "probe");
                if (!(store.judge() instanceof Verdict.InForce)) {
                    System.out.println("not in force: " + store.judge());
                }
            }
            System.out.println("done");
        }
    }

    @Test
    void threads_and_processes_that_write_at_the_same_time_leave_a_ctl_in_force() throws Exception {
        Path file = file("busy");
        new CtlStore(file, TrustRule.STRICT).accept(OLD, "old");
        Path one = Files.write(directory.resolve("one"), FOREIGN);
        Path other = Files.write(directory.resolve("other"), OLD);
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<Integer> reading = threads.submit(whileNot(over, () -> inForce(file)));
            Future<Integer> offering = threads.submit(
                    whileNot(over, () -> new CtlStore(file, TrustRule.STRICT).offer(NEW, "tftp://x/y", Instant.now())));
            String said = ChildJvm.run(AcceptingProbe.class, file.toString(), one.toString(), other.toString());
            over.set(true);
            assertEquals("done", said);
            assertTrue(reading.get() > 0 && offering.get() > 0);
        } finally {
            over.set(true);
            threads.shutdownNow();
        }
        inForce(file);
        assertTrue(Files.notExists(file.resolveSibling("CTLFile.tlv.pending")));
    }

    private static Callable<Integer> whileNot(AtomicBoolean over, Callable<?> work) {
        return () -> {
            int times = 0;
            while (!over.get()) {
                var unused = work.call();
                times++;
            }
            return times;
        };
    }
}
