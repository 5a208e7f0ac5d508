package org.voiceport.trust;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.voiceport.trust.Signers.CLONE;
import static org.voiceport.trust.Signers.ONE;
import static org.voiceport.trust.Signers.SMALL;
import static org.voiceport.trust.Signers.STRANGER;
import static org.voiceport.trust.Signers.TWO;
import static org.voiceport.trust.Signers.sheet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.event.Fault;
import org.voiceport.event.TrustEvent;

class CtlOfferTest {
    private static final String SOURCE = "tftp://192.0.2.10:69/CTLFile.tlv";
    private static final byte[] FIRST = sheet(10, ONE, TWO).signedBy(ONE);
    private static final byte[] NEWER = sheet(20, ONE, TWO).signedBy(ONE);
    private static final TrustRule FIRST_USE = new TrustRule(Set.of(), true, false);
    private static final TrustRule PINNED = new TrustRule(Set.of(Signers.fingerprint(ONE)), false, true);

    @TempDir
    Path directory = Path.of(".");

    private Path file = Path.of(".");
    private Instant now = Instant.parse("2026-11-01T00:00:00Z");

    @BeforeEach
    void place() {
        file = directory.resolve("certs").resolve("CTLFile.tlv");
    }

    private CtlStore store(TrustRule rule) {
        return new CtlStore(file, rule, Path.of("lab.yaml"));
    }

    private CtlDecision offer(byte[] bytes, TrustRule rule) throws TrustException {
        now = now.plusSeconds(1);
        return store(rule).offer(bytes, SOURCE, now);
    }

    private CtlDecision offer(byte[] bytes) throws TrustException {
        return offer(bytes, TrustRule.STRICT);
    }

    private CtlDecision.Refused refused(byte[] bytes) throws TrustException {
        return assertInstanceOf(CtlDecision.Refused.class, offer(bytes));
    }

    private CtlDecision.Accepted accepted(byte[] bytes, TrustRule rule) throws TrustException {
        return assertInstanceOf(CtlDecision.Accepted.class, offer(bytes, rule));
    }

    private void inForce(byte[] bytes) throws Exception {
        Verdict verdict = store(TrustRule.STRICT).judge();
        Verdict.InForce inForce = assertInstanceOf(Verdict.InForce.class, verdict, verdict::toString);
        assertEquals(Fingerprint.sha256(bytes), inForce.ctl().sha256());
        assertArrayEquals(bytes, Files.readAllBytes(file));
    }

    private void startWith(byte[] bytes) throws TrustException {
        store(PINNED).accept(bytes, "first");
    }

    @Test
    void newer_one_of_a_sast_of_the_ctl_in_force_takes_its_place() throws Exception {
        startWith(FIRST);
        byte[] next = sheet(20, TWO).signedBy(TWO);
        CtlDecision.Accepted decision = accepted(next, TrustRule.STRICT);
        assertEquals(
                "signed by a SAST of the CTL in force before, from " + SOURCE,
                decision.verdict().because());
        inForce(next);
    }

    @Test
    void acceptance_is_one_event() throws Exception {
        startWith(FIRST);
        TrustEvent event = accepted(NEWER, TrustRule.STRICT).event().orElseThrow();
        assertEquals("TRUST-001", event.id());
        assertTrue(event.text().contains(SOURCE) && event.text().contains(Fingerprint.sha256(NEWER)), event.text());
    }

    @Test
    void new_sast_is_trusted_from_the_verified_update_on() throws Exception {
        startWith(sheet(10, ONE).signedBy(ONE));
        byte[] early = sheet(30, ONE, TWO).signedBy(TWO);
        refused(early);
        accepted(sheet(20, ONE, TWO).signedBy(ONE), TrustRule.STRICT);
        accepted(early, TrustRule.STRICT);
        inForce(early);
    }

    @Test
    void removed_sast_is_trusted_no_more() throws Exception {
        startWith(FIRST);
        accepted(sheet(20, ONE).signedBy(ONE), TrustRule.STRICT);
        refused(sheet(30, ONE, TWO).signedBy(TWO));
    }

    @Test
    void same_file_again_changes_nothing_and_tells_nothing() throws Exception {
        startWith(FIRST);
        CtlDecision decision = offer(FIRST);
        assertEquals(new CtlDecision.Unchanged(Fingerprint.sha256(FIRST)), decision);
        assertEquals(Optional.empty(), decision.event());
    }

    @Test
    void another_one_of_the_same_second_is_no_older_one() throws Exception {
        startWith(FIRST);
        byte[] sameSecond = sheet(10, ONE).signedBy(ONE);
        accepted(sameSecond, TrustRule.STRICT);
        inForce(sameSecond);
    }

    /** Each is refused after {@link #FIRST}, for the reason that begins with the text. */
    private static final Map<String, byte[]> REFUSED_AFTER_FIRST = Map.ofEntries(
            Map.entry(": it is older", sheet(5, ONE, TWO).signedBy(ONE)),
            Map.entry(
                    ": it is signed with SHA-1,",
                    sheet(20, ONE, TWO).with(CtlDigest.SHA1).signedBy(ONE)),
            Map.entry(
                    ": it has no call-manager record",
                    sheet(20, ONE, TWO).withoutCallManager().signedBy(ONE)),
            Map.entry(
                    ": it was signed as 'ITLFile.tlv'",
                    sheet(20, ONE, TWO).named("ITLFile.tlv").signedBy(ONE)),
            Map.entry(
                    ": nobody has accepted its signer", sheet(20, ONE, STRANGER).signedBy(STRANGER)),
            Map.entry(": it doesn't verify: ", flipped(NEWER, NEWER.length - 3)),
            Map.entry(": it is no CTL file: offset ", Arrays.copyOf(NEWER, NEWER.length - 1)),
            Map.entry(": it is no CTL file: offset 0, header", new byte[0]));

    private static byte[] flipped(byte[] file, int at) {
        byte[] other = file.clone();
        other[at] ^= 1;
        return other;
    }

    @TestFactory
    Stream<DynamicTest> what_is_weaker_or_wrong_is_refused_and_the_last_good_one_stays() {
        return REFUSED_AFTER_FIRST.entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> {
                    file = directory
                            .resolve(Integer.toString(entry.getKey().hashCode()))
                            .resolve("CTLFile.tlv");
                    startWith(FIRST);
                    CtlDecision.Refused decision = assertInstanceOf(
                            CtlDecision.Refused.class, offer(entry.getValue(), new TrustRule(Set.of(), true, true)));
                    String what = decision.fault().what();
                    assertTrue(what.startsWith("the CTL from " + SOURCE + entry.getKey()), what);
                    assertTrue(what.endsWith("; the one in force stays"), what);
                    assertArrayEquals(
                            entry.getValue(),
                            Files.readAllBytes(decision.quarantined().orElseThrow()));
                    inForce(FIRST);
                }));
    }

    @Test
    void pinned_signer_does_not_make_up_for_what_is_weaker() throws Exception {
        startWith(FIRST);
        for (byte[] weaker : List.of(
                sheet(5, ONE, TWO).signedBy(ONE),
                sheet(20, ONE).with(CtlDigest.SHA1).signedBy(ONE),
                sheet(20, ONE).withoutCallManager().signedBy(ONE),
                sheet(20, ONE).named("ITLFile.tlv").signedBy(ONE))) {
            assertInstanceOf(CtlDecision.Refused.class, offer(weaker, PINNED));
        }
        inForce(FIRST);
    }

    @Test
    void smaller_key_of_a_listed_sast_is_refused() throws Exception {
        startWith(sheet(10, ONE, SMALL).signedBy(ONE));
        Fault fault = refused(sheet(20, ONE, SMALL).signedBy(SMALL)).fault();
        assertTrue(
                fault.what().contains("its signer's key has 1024 bits, the one of the CTL in force before 2048"),
                fault.what());
    }

    @Test
    void smaller_key_is_refused_where_the_first_version_of_the_memory_did_not_hold_its_size() throws Exception {
        startWith(sheet(10, ONE, SMALL).signedBy(ONE));
        Path memory = CtlStore.acceptedFile(file);
        Files.writeString(memory, Files.readString(memory).replaceAll("(signerBits|rolledBack): .*\n", ""));
        refused(sheet(20, ONE, SMALL).signedBy(SMALL));
    }

    @Test
    void clone_with_the_names_and_serial_of_the_signer_is_a_stranger() throws Exception {
        startWith(FIRST);
        assertInstanceOf(
                Fault.Untrusted.class, refused(sheet(20, CLONE).signedBy(CLONE)).fault());
        inForce(FIRST);
    }

    @Test
    void clone_that_lists_the_real_signer_too_is_a_stranger() throws Exception {
        startWith(FIRST);
        refused(sheet(20, ONE, CLONE).signedBy(CLONE));
    }

    @Test
    void expired_signer_puts_nothing_new_in_force() throws Exception {
        startWith(FIRST);
        now = Instant.now().plusSeconds(2_000_000);
        assertTrue(refused(NEWER).fault().what().contains("ended on"));
        inForce(FIRST);
    }

    @Test
    void larger_file_than_a_ctl_can_be_is_refused_and_not_kept() throws Exception {
        startWith(FIRST);
        CtlDecision.Refused decision = refused(new byte[CtlReader.MAX_FILE_LENGTH + 1]);
        assertEquals(Optional.empty(), decision.quarantined());
        assertInstanceOf(Fault.Malformed.class, decision.fault());
        assertTrue(decision.news());
        assertFalse(refused(new byte[CtlReader.MAX_FILE_LENGTH + 1]).news());
    }

    @Test
    void bytes_that_are_no_ctl_are_the_servers_fault_not_ours() throws Exception {
        assertInstanceOf(Fault.Malformed.class, refused(new byte[100]).fault());
    }

    @Test
    void first_one_is_not_taken_from_a_stranger() throws Exception {
        CtlDecision.Refused decision = refused(FIRST);
        assertTrue(
                decision.fault().what().endsWith("; no CTL is in force"),
                decision.fault().what());
        assertFalse(Files.exists(file));
        Path kept = decision.quarantined().orElseThrow();
        assertTrue(
                decision.fault().todo().contains("voiceportd ctl accept -c lab.yaml " + kept),
                decision.fault().todo());
    }

    @Test
    void advised_command_can_be_typed_though_a_path_has_odd_characters() throws Exception {
        file = directory.resolve("my certs; it's").resolve("CTLFile.tlv");
        CtlDecision.Refused decision = refused(FIRST);
        String path = decision.quarantined().orElseThrow().toString();
        assertTrue(
                decision.fault().todo().contains(" -c lab.yaml '" + path.replace("'", "'\\''") + "'"),
                decision.fault().todo());
    }

    @Test
    void first_one_of_a_pinned_signer_is_taken() throws Exception {
        assertEquals(
                "its signer is in trust.signers, from " + SOURCE,
                accepted(FIRST, PINNED).verdict().because());
        inForce(FIRST);
    }

    @Test
    void first_one_is_taken_on_first_use_and_warned_about_at_every_start() throws Exception {
        CtlDecision.Accepted decision = accepted(FIRST, FIRST_USE);
        assertEquals("trust.firstUse", decision.verdict().weakened().get(0).setting());
        Verdict.InForce later =
                assertInstanceOf(Verdict.InForce.class, store(FIRST_USE).judge());
        assertEquals("trust.firstUse", later.weakened().get(0).setting());
    }

    @Test
    void first_use_is_warned_about_even_if_another_rule_decided() throws Exception {
        startWith(FIRST);
        Verdict.InForce verdict =
                assertInstanceOf(Verdict.InForce.class, store(FIRST_USE).judge());
        assertEquals("trust.firstUse", verdict.weakened().get(0).setting());
    }

    @Test
    void first_use_takes_no_second_signer() throws Exception {
        accepted(FIRST, FIRST_USE);
        assertInstanceOf(CtlDecision.Refused.class, offer(sheet(20, STRANGER).signedBy(STRANGER), FIRST_USE));
    }

    @Test
    void first_one_without_a_call_manager_is_of_no_use() throws Exception {
        byte[] none = sheet(10, ONE).withoutCallManager().signedBy(ONE);
        assertInstanceOf(CtlDecision.Refused.class, offer(none, PINNED));
    }

    @Test
    void refused_file_is_told_once_for_a_reason() throws Exception {
        startWith(FIRST);
        byte[] strange = sheet(20, STRANGER).signedBy(STRANGER);
        CtlDecision.Refused first = refused(strange);
        CtlDecision.Refused again = refused(strange);
        assertTrue(first.news());
        assertEquals("TRUST-005", first.event().orElseThrow().id());
        assertFalse(again.news());
        assertEquals(Optional.empty(), again.event());
        assertEquals(first.quarantined(), again.quarantined());
        assertEquals(first.fault(), again.fault());
    }

    @Test
    void refused_file_is_no_news_from_another_server() throws Exception {
        startWith(FIRST);
        byte[] strange = sheet(20, STRANGER).signedBy(STRANGER);
        refused(strange);
        CtlDecision.Refused again = assertInstanceOf(
                CtlDecision.Refused.class,
                store(TrustRule.STRICT).offer(strange, "tftp://192.0.2.11:69/CTLFile.tlv", now));
        assertFalse(again.news());
        assertEquals(1, store(TrustRule.STRICT).quarantined().size());
    }

    @Test
    void refused_file_is_told_again_for_another_reason() throws Exception {
        startWith(FIRST);
        byte[] strange = sheet(15, STRANGER).signedBy(STRANGER);
        CtlDecision.Refused first = refused(strange);
        accepted(NEWER, TrustRule.STRICT);
        CtlDecision.Refused older = refused(strange);
        assertTrue(older.news());
        assertEquals(first.quarantined(), older.quarantined());
        assertTrue(store(TrustRule.STRICT).quarantined().get(0).reason().contains("older"));
    }

    @Test
    void reason_stands_beside_the_file() throws Exception {
        CtlDecision.Refused decision = refused(FIRST);
        Path kept = decision.quarantined().orElseThrow();
        assertEquals(
                "20261101T000001Z-" + Fingerprint.sha256(FIRST).substring(0, 12) + ".tlv",
                kept.getFileName().toString());
        String reason = Files.readString(Path.of(kept.toString().replace(".tlv", ".reason")));
        for (String part : List.of(
                "source: " + SOURCE,
                "time: 2026-11-01T00:00:01Z",
                "sha256: " + Fingerprint.sha256(FIRST),
                "reason: nobody has accepted its signer, sha256 " + Signers.fingerprint(ONE) + "; no CTL is in force",
                "todo: " + decision.fault().todo())) {
            assertTrue(reason.contains(part + "\n"), reason);
        }
    }

    @Test
    void quarantine_keeps_twenty_and_lets_the_oldest_go() throws Exception {
        for (int i = 0; i < 25; i++) {
            refused(sheet(i, STRANGER).signedBy(STRANGER));
        }
        List<QuarantinedCtl> kept = store(TrustRule.STRICT).quarantined();
        assertEquals(20, kept.size());
        assertEquals(
                Fingerprint.sha256(sheet(24, STRANGER).signedBy(STRANGER)),
                kept.get(0).sha256());
        assertEquals(
                Fingerprint.sha256(sheet(5, STRANGER).signedBy(STRANGER)),
                kept.get(19).sha256());
        try (Stream<Path> files = Files.list(file.resolveSibling("quarantine"))) {
            assertEquals(40, files.count());
        }
    }

    @Test
    void files_of_others_in_the_quarantine_are_left_alone() throws Exception {
        refused(FIRST);
        Path foreign = Files.writeString(file.resolveSibling("quarantine").resolve("20261101T000000Z-00.reason"), "x");
        Path notOurs = Files.writeString(
                file.resolveSibling("quarantine").resolve("20261101T000000Z-000000000000.reason"), "no note");
        Path notATime = Files.writeString(
                file.resolveSibling("quarantine").resolve("20261399T000000Z-000000000000.reason"), "no note");
        refused(NEWER);
        assertEquals(2, store(TrustRule.STRICT).quarantined().size());
        assertTrue(Files.exists(foreign) && Files.exists(notOurs) && Files.exists(notATime));
    }

    @Test
    void accepted_file_leaves_the_quarantine() throws Exception {
        refused(FIRST);
        store(TrustRule.STRICT).accept(FIRST, "quarantine/first.tlv");
        assertEquals(List.of(), store(TrustRule.STRICT).quarantined());
        inForce(FIRST);
    }

    @Test
    void every_rule_is_overruled_by_an_acceptance_of_that_file_only() throws Exception {
        for (byte[] each : List.of(
                sheet(5, ONE, TWO).signedBy(ONE),
                sheet(20, ONE, SMALL).signedBy(SMALL),
                sheet(20, ONE).with(CtlDigest.SHA1).signedBy(ONE),
                sheet(20, ONE).withoutCallManager().signedBy(ONE),
                sheet(20, ONE).named("ITLFile.tlv").signedBy(ONE),
                sheet(20, STRANGER).signedBy(STRANGER))) {
            startWith(FIRST);
            store(PINNED).accept(each, "each");
            assertInstanceOf(Verdict.InForce.class, store(PINNED).judge());
            assertArrayEquals(each, Files.readAllBytes(file));
        }
        startWith(FIRST);
        refused(sheet(25, STRANGER).signedBy(STRANGER));
        refused(sheet(4, ONE).signedBy(ONE));
    }

    @Test
    void file_that_does_not_verify_can_not_be_accepted_and_replaces_nothing() throws Exception {
        startWith(FIRST);
        byte[] broken = flipped(NEWER, NEWER.length - 3);
        TrustException e =
                assertThrows(TrustException.class, () -> store(TrustRule.STRICT).accept(broken, "b.tlv"));
        assertTrue(
                e.fault().what().startsWith("CTL b.tlv doesn't verify"),
                e.fault().what());
        inForce(FIRST);
    }

    @Test
    void accepted_file_without_the_right_name_is_warned_about() throws Exception {
        byte[] itl = sheet(20, ONE).named("ITLFile.tlv").signedBy(ONE);
        Verdict.InForce verdict = store(TrustRule.STRICT).accept(itl, "itl");
        assertTrue(
                verdict.weakened().toString().contains("ITLFile.tlv"),
                verdict.weakened().toString());
    }

    @Test
    void file_that_an_administrator_put_there_counts_as_the_one_in_force() throws Exception {
        startWith(FIRST);
        Files.write(file, sheet(30, ONE).signedBy(ONE));
        assertTrue(refused(NEWER).fault().what().contains("older"));
        assertInstanceOf(CtlDecision.Unchanged.class, offer(sheet(30, ONE).signedBy(ONE)));
    }

    @Test
    void file_that_was_damaged_on_our_disk_comes_back() throws Exception {
        startWith(FIRST);
        Files.write(file, flipped(FIRST, 500));
        assertInstanceOf(Verdict.Refused.class, store(TrustRule.STRICT).judge());
        accepted(FIRST, TrustRule.STRICT);
        inForce(FIRST);
    }

    @Test
    void successor_is_taken_though_the_last_one_is_missing_on_our_disk() throws Exception {
        startWith(FIRST);
        Files.delete(file);
        accepted(NEWER, TrustRule.STRICT);
        inForce(NEWER);
    }

    @Test
    void older_one_is_refused_though_the_last_one_is_missing_on_our_disk() throws Exception {
        startWith(FIRST);
        Files.delete(file);
        assertTrue(refused(sheet(5, ONE).signedBy(ONE)).fault().what().contains("older"));
    }

    @Test
    void files_are_for_their_owner_only() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
        startWith(FIRST);
        refused(sheet(20, STRANGER).signedBy(STRANGER));
        try (Stream<Path> all = Files.walk(file.resolveSibling("."))) {
            for (Path path : all.toList()) {
                String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
                assertEquals(Files.isDirectory(path) ? "rwx------" : "rw-------", mode, path.toString());
            }
        }
    }

    @Test
    void directory_that_can_not_be_written_is_our_own_fault() throws Exception {
        Files.writeString(directory.resolve("certs"), "a file in the way");
        TrustException e = assertThrows(TrustException.class, () -> offer(FIRST));
        assertInstanceOf(Fault.Misconfigured.class, e.fault());
    }

    @Test
    void refusal_stands_though_the_quarantine_can_not_be_written() throws Exception {
        startWith(FIRST);
        Files.writeString(file.resolveSibling("quarantine"), "a file in the way");
        CtlDecision.Refused decision = refused(sheet(20, STRANGER).signedBy(STRANGER));
        assertEquals(Optional.empty(), decision.quarantined());
        assertTrue(
                decision.fault().what().contains("could not be kept"),
                decision.fault().what());
        inForce(FIRST);
    }

    @Test
    void update_is_taken_though_the_history_can_not_be_written_and_both_are_told() throws Exception {
        startWith(FIRST);
        Path history = file.resolveSibling("history");
        try (Stream<Path> entries = Files.list(history)) {
            for (Path entry : entries.toList()) {
                Files.delete(entry);
            }
        }
        Files.delete(history);
        Files.writeString(history, "a file in the way");
        CtlDecision.Accepted decision = accepted(NEWER, TrustRule.STRICT);
        assertTrue(decision.verdict().weakened().toString().contains("rollback"), decision.toString());
        inForce(NEWER);
    }

    @Test
    void weighing_tells_what_an_offer_would_and_writes_nothing() throws Exception {
        startWith(FIRST);
        List<Path> before = listed();
        CtlStore store = store(TrustRule.STRICT);
        assertInstanceOf(Verdict.InForce.class, store.weigh(NEWER, "newer"));
        assertInstanceOf(Verdict.InForce.class, store.weigh(FIRST, "first"));
        assertInstanceOf(Verdict.Refused.class, store.weigh(sheet(5, ONE).signedBy(ONE), "older"));
        assertInstanceOf(Verdict.Refused.class, store.weigh(sheet(20, STRANGER).signedBy(STRANGER), "strange"));
        assertEquals(before, listed());
        inForce(FIRST);
    }

    private List<Path> listed() throws Exception {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.sorted().toList();
        }
    }
}
