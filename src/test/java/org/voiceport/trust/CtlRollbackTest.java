package org.voiceport.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.voiceport.trust.Signers.ONE;
import static org.voiceport.trust.Signers.STRANGER;
import static org.voiceport.trust.Signers.sheet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.event.Fault;

class CtlRollbackTest {
    private static final byte[] A = sheet(10, ONE).signedBy(ONE);
    private static final byte[] B = sheet(20, ONE).signedBy(ONE);
    private static final byte[] C = sheet(30, ONE).signedBy(ONE);

    @TempDir
    Path directory = Path.of(".");

    private CtlStore store = new CtlStore(Path.of("."), TrustRule.STRICT);
    private Path file = Path.of(".");
    private Instant now = Instant.parse("2026-11-01T00:00:00Z");

    @BeforeEach
    void place() throws Exception {
        file = directory.resolve("CTLFile.tlv");
        store = new CtlStore(file, TrustRule.STRICT);
    }

    private CtlDecision offer(byte[] bytes) throws TrustException {
        now = now.plusSeconds(1);
        return store.offer(bytes, "tftp://192.0.2.10:69/CTLFile.tlv", now);
    }

    private void inForce(byte[] bytes) {
        Verdict verdict = store.judge();
        assertEquals(
                Fingerprint.sha256(bytes),
                assertInstanceOf(Verdict.InForce.class, verdict, verdict::toString)
                        .ctl()
                        .sha256());
    }

    @Test
    void one_before_is_put_back() throws Exception {
        store.accept(A, "a");
        offer(B);
        assertEquals("put back by the administrator", store.rollback().because());
        inForce(A);
    }

    @Test
    void one_left_behind_is_never_taken_again_by_itself() throws Exception {
        store.accept(A, "a");
        offer(B);
        store.rollback();
        CtlDecision.Refused refused = assertInstanceOf(CtlDecision.Refused.class, offer(B));
        assertTrue(
                refused.fault().what().contains("left behind by a rollback"),
                refused.fault().what());
        Files.write(file, B);
        assertInstanceOf(Verdict.Refused.class, store.judge());
    }

    @Test
    void pinned_signer_does_not_bring_back_what_was_left_behind() throws Exception {
        store = new CtlStore(file, new TrustRule(Set.of(Signers.fingerprint(ONE)), false, false));
        offer(A);
        offer(B);
        store.rollback();
        assertInstanceOf(CtlDecision.Refused.class, offer(B));
        inForce(A);
    }

    @Test
    void one_left_behind_stays_so_after_later_updates() throws Exception {
        store.accept(A, "a");
        offer(C);
        store.rollback();
        assertInstanceOf(CtlDecision.Accepted.class, offer(B));
        assertInstanceOf(CtlDecision.Refused.class, offer(C));
        inForce(B);
    }

    @Test
    void newer_one_than_the_one_left_behind_is_taken() throws Exception {
        store.accept(A, "a");
        offer(B);
        store.rollback();
        assertInstanceOf(CtlDecision.Accepted.class, offer(C));
        inForce(C);
    }

    @Test
    void administrator_brings_it_back() throws Exception {
        store.accept(A, "a");
        offer(B);
        store.rollback();
        store.accept(B, "b");
        inForce(B);
        store.rollback();
        inForce(A);
    }

    @Test
    void second_rollback_goes_further_back() throws Exception {
        store.accept(A, "a");
        offer(B);
        offer(C);
        store.rollback();
        inForce(B);
        store.rollback();
        inForce(A);
    }

    @Test
    void rollback_after_a_rollback_and_an_update_skips_what_was_left_behind() throws Exception {
        store.accept(A, "a");
        offer(B);
        store.rollback();
        offer(C);
        store.rollback();
        inForce(A);
    }

    @Test
    void one_that_was_accepted_again_counts_from_then_on() throws Exception {
        byte[] strange = sheet(5, STRANGER).signedBy(STRANGER);
        store.accept(strange, "s");
        store.accept(A, "a");
        store.accept(strange, "s");
        store.accept(B, "b");
        store.rollback();
        inForce(strange);
    }

    @Test
    void nothing_before_is_told_with_what_to_do() throws Exception {
        store.accept(A, "a");
        TrustException e = assertThrows(TrustException.class, store::rollback);
        assertTrue(e.fault().todo().contains("voiceportd ctl accept"), e.fault().line());
        inForce(A);
    }

    @Test
    void rollback_restores_the_last_one_where_the_file_is_damaged() throws Exception {
        store.accept(A, "a");
        offer(B);
        Files.writeString(file, "no CTL");
        store.rollback();
        inForce(B);
    }

    @Test
    void damaged_copy_is_not_put_back() throws Exception {
        store.accept(A, "a");
        Path copy = store.history().get(0).file();
        offer(B);
        Files.write(copy, C);
        TrustException e = assertThrows(TrustException.class, store::rollback);
        assertTrue(e.fault().what().contains(copy.toString()), e.fault().line());
        assertInstanceOf(Fault.Misconfigured.class, e.fault());
        inForce(B);
    }

    @Test
    void one_that_the_rules_of_today_forbid_is_not_put_back() throws Exception {
        CtlStore lax = new CtlStore(file, new TrustRule(Set.of(), false, true));
        lax.accept(sheet(10, ONE).with(CtlDigest.SHA1).signedBy(ONE), "sha1");
        lax.accept(B, "b");
        TrustException e = assertThrows(TrustException.class, store::rollback);
        assertTrue(e.fault().line().contains("trust.allowSha1"), e.fault().line());
        inForce(B);
    }

    @Test
    void one_placed_by_hand_and_used_can_be_left_and_the_one_before_comes_back() throws Exception {
        store.accept(A, "a");
        Files.write(file, B);
        store.remember(assertInstanceOf(Verdict.InForce.class, store.judge()));
        store.rollback();
        inForce(A);
    }

    @Test
    void history_lists_what_was_in_force_the_newest_first() throws Exception {
        store.accept(A, "a");
        now = Instant.now();
        offer(B);
        offer(C);
        store.rollback();
        List<FormerCtl> history = store.history();
        assertEquals(
                List.of(Fingerprint.sha256(C), Fingerprint.sha256(B), Fingerprint.sha256(A)),
                history.stream().map(FormerCtl::sha256).toList());
        assertEquals(
                List.of(false, true, false),
                history.stream().map(FormerCtl::inForce).toList());
        assertEquals(
                List.of(true, false, false),
                history.stream().map(FormerCtl::rolledBack).toList());
        assertEquals("put back by the administrator", history.get(1).because());
        assertEquals("accepted by the administrator", history.get(2).because());
    }

    @Test
    void history_holds_ten_and_always_the_one_before() throws Exception {
        store.accept(A, "a");
        List<byte[]> files = IntStream.range(0, 15)
                .mapToObj(i -> sheet(100 + i, ONE).signedBy(ONE))
                .toList();
        now = Instant.now();
        for (byte[] each : files) {
            offer(each);
        }
        assertEquals(10, store.history().size());
        for (int i = 13; i >= 5; i--) {
            store.rollback();
            inForce(files.get(i));
        }
        offer(sheet(200, ONE).signedBy(ONE));
        assertEquals(10, store.history().size());
        store.rollback();
        inForce(files.get(5));
    }
}
