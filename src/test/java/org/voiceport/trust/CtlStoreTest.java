package org.voiceport.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voiceport.event.Fault;

class CtlStoreTest {
    private static final String SAST1 = Fingerprint.sha256(Samples.certificate("sast1"));
    private static final TrustRule PINNED = new TrustRule(Set.of(SAST1), false, false);
    private static final TrustRule FIRST_USE = new TrustRule(Set.of(), true, false);
    private static final TrustRule SHA1_PINNED = new TrustRule(Set.of(SAST1), false, true);

    @TempDir
    Path directory = Path.of(".");

    private Path file = Path.of(".");

    @BeforeEach
    void place() {
        file = directory.resolve("CTLFile.tlv");
    }

    @Test
    void nobody_accepted_means_not_in_force() throws Exception {
        put("valid/ctl-sha512.tlv");
        Fault fault = refused(TrustRule.STRICT);
        assertInstanceOf(Fault.Untrusted.class, fault);
        assertTrue(fault.line().contains(SAST1) && fault.line().contains("ctl accept"), fault.line());
    }

    @Test
    void signer_in_trust_signers_puts_it_in_force() throws Exception {
        put("valid/ctl-sha512.tlv");
        Verdict.InForce verdict = inForce(PINNED);
        assertEquals("its signer is in trust.signers", verdict.because());
        assertEquals(java.util.List.of(), verdict.weakened());
    }

    @Test
    void judging_writes_nothing() throws Exception {
        put("valid/ctl-sha512.tlv");
        inForce(PINNED);
        assertFalse(Files.exists(CtlStore.acceptedFile(file)));
    }

    @Test
    void accepted_by_the_administrator_is_in_force_from_then_on() throws Exception {
        put("valid/ctl-sha512.tlv");
        store(TrustRule.STRICT).accept();
        assertTrue(inForce(TrustRule.STRICT).because().startsWith("accepted by the administrator"));
    }

    @Test
    void accepted_file_holds_hash_time_and_signers() throws Exception {
        put("valid/ctl-sha512.tlv");
        store(TrustRule.STRICT).accept();
        String text = Files.readString(CtlStore.acceptedFile(file));
        assertTrue(
                text.contains("sha256: " + Samples.ctl("valid/ctl-sha512.tlv").sha256()), text);
        assertTrue(text.contains("time: 20") && text.contains(SAST1), text);
    }

    @Test
    void successor_signed_by_a_sast_of_the_accepted_one_is_in_force() throws Exception {
        put("valid/ctl-sha512.tlv");
        store(TrustRule.STRICT).accept();
        put("valid/ctl-renewed-ccm.tlv");
        assertEquals(
                "signed by a SAST of the CTL in force before",
                inForce(TrustRule.STRICT).because());
    }

    @Test
    void chain_goes_on_from_a_remembered_successor() throws Exception {
        put("valid/ctl-sha512.tlv");
        store(TrustRule.STRICT).accept();
        put("valid/ctl-renewed-ccm.tlv");
        store(TrustRule.STRICT).remember(inForce(TrustRule.STRICT));
        put("valid/ctl-sha512.tlv");
        assertTrue(refused(TrustRule.STRICT).what().contains("older"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy/attacker-clone-sast.tlv", "policy/attacker-full-ctl.tlv"})
    void file_of_an_attacker_never_succeeds_an_accepted_one(String attack) throws Exception {
        put("valid/ctl-sha512.tlv");
        store(FIRST_USE).accept();
        put(attack);
        assertInstanceOf(Fault.Untrusted.class, refused(FIRST_USE));
    }

    @Test
    void first_use_puts_the_first_one_in_force_and_warns() throws Exception {
        put("valid/ctl-sha512.tlv");
        Verdict.InForce verdict = inForce(FIRST_USE);
        assertEquals("first use", verdict.because());
        assertEquals("trust.firstUse", verdict.weakened().get(0).setting());
    }

    @Test
    void first_use_is_warned_about_at_every_later_start() throws Exception {
        put("valid/ctl-sha512.tlv");
        store(FIRST_USE).remember(inForce(FIRST_USE));
        assertEquals("trust.firstUse", inForce(FIRST_USE).weakened().get(0).setting());
    }

    @Test
    void first_use_trusts_no_second_signer() throws Exception {
        put("valid/ctl-sha512.tlv");
        store(FIRST_USE).remember(inForce(FIRST_USE));
        put("policy/attacker-full-ctl.tlv");
        refused(FIRST_USE);
    }

    @Test
    void sha1_is_refused_by_default() throws Exception {
        put("valid/ctl-sha1.tlv");
        Fault fault = refused(PINNED);
        assertTrue(fault.todo().contains("allowSha1"), fault.line());
    }

    @Test
    void sha1_is_warned_about_where_it_is_allowed() throws Exception {
        put("valid/ctl-sha1.tlv");
        assertEquals("trust.allowSha1", inForce(SHA1_PINNED).weakened().get(0).setting());
    }

    @Test
    void sha1_is_refused_after_a_stronger_one() throws Exception {
        put("valid/ctl-sha512.tlv");
        store(SHA1_PINNED).remember(inForce(SHA1_PINNED));
        put("policy/sha1-downgrade.tlv");
        assertTrue(refused(SHA1_PINNED).what().contains("signed with SHA-1"));
    }

    @Test
    void expired_signer_puts_no_successor_in_force() throws Exception {
        put("policy/expired-signer.tlv");
        Verdict verdict = store(FIRST_USE).judge(Samples.now());
        assertInstanceOf(Verdict.Refused.class, verdict);
    }

    @Test
    void accepted_file_stays_in_force_with_a_warning_when_its_signer_expires() throws Exception {
        put("valid/ctl-sha512.tlv");
        store(TrustRule.STRICT).accept();
        Verdict verdict = store(TrustRule.STRICT).judge(Samples.now().plus(Duration.ofDays(365 * 50)));
        Verdict.InForce inForce = assertInstanceOf(Verdict.InForce.class, verdict);
        assertTrue(
                inForce.weakened().get(0).effect().contains("ended on"),
                inForce.weakened().toString());
    }

    @Test
    void another_signed_file_is_no_ctl() throws Exception {
        put("policy/file-name-mismatch.tlv");
        Fault fault = refused(PINNED);
        assertInstanceOf(Fault.Misconfigured.class, fault);
        assertTrue(fault.what().contains("ITLFile.tlv"), fault.what());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bad/bitflip-record.tlv", "bad/trailing-garbage.tlv", "bad/empty.tlv"})
    void unusable_file_is_refused_with_its_offset(String sample) throws Exception {
        put(sample);
        Fault fault = refused(PINNED);
        assertInstanceOf(Fault.Misconfigured.class, fault);
        assertTrue(fault.what().contains(file.toString()) && fault.what().contains("offset "), fault.what());
    }

    @Test
    void unusable_file_can_not_be_accepted() throws Exception {
        put("bad/bitflip-record.tlv");
        assertThrows(TrustException.class, () -> store(TrustRule.STRICT).accept());
        assertFalse(Files.exists(CtlStore.acceptedFile(file)));
    }

    @Test
    void missing_file_is_named_with_what_to_do() {
        Fault fault = refused(PINNED);
        assertTrue(
                fault.line().contains(file + " doesn't exist") && fault.line().contains("get CTLFile.tlv"),
                fault.line());
    }

    @Test
    void damaged_memory_is_never_taken_for_no_memory() throws Exception {
        put("valid/ctl-sha512.tlv");
        Files.writeString(CtlStore.acceptedFile(file), "sha256: 12\n");
        assertInstanceOf(Fault.Misconfigured.class, refused(FIRST_USE));
    }

    @Test
    void unreadable_memory_is_never_taken_for_no_memory() throws Exception {
        put("valid/ctl-sha512.tlv");
        Files.createDirectory(CtlStore.acceptedFile(file));
        assertInstanceOf(Fault.Misconfigured.class, refused(FIRST_USE));
    }

    @Test
    void defective_record_is_told() throws Exception {
        put("bad/pubkey-mismatch.tlv");
        String warnings = inForce(FIRST_USE).weakened().toString();
        assertTrue(warnings.contains("PUBLICKEY"), warnings);
    }

    private void put(String sample) throws Exception {
        Files.write(file, Samples.bytes(sample));
    }

    private CtlStore store(TrustRule rule) {
        return new CtlStore(file, rule);
    }

    private Verdict.InForce inForce(TrustRule rule) {
        return assertInstanceOf(Verdict.InForce.class, store(rule).judge(Samples.now()));
    }

    private Fault refused(TrustRule rule) {
        return assertInstanceOf(Verdict.Refused.class, store(rule).judge(Samples.now()))
                .fault();
    }
}
