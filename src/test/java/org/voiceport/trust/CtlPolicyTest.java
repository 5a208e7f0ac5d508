package org.voiceport.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voiceport.event.Fault;

/**
 * Every sample is judged as the policy column of {@code ctl/manifest.json} says, on the day for which it says so, and so
 * are the two files of {@code ctl/certutils}, which have no row.
 */
class CtlPolicyTest {
    private static final String LAST_GOOD = "valid/ctl-sha512.tlv";
    /** The most that settings alone can allow: what is refused here is refused everywhere. */
    private static final TrustRule LAX = new TrustRule(Set.of(), true, true);

    private static final TrustRule PINNED =
            new TrustRule(Set.of(Fingerprint.sha256(Samples.certificate("sast1"))), false, true);

    @TempDir
    Path directory = Path.of(".");

    private Path file = Path.of(".");

    @BeforeEach
    void place() {
        file = directory.resolve("CTLFile.tlv");
    }

    private CtlDecision offer(String sample, TrustRule rule) throws TrustException {
        return new CtlStore(file, rule).offer(Samples.bytes(sample), "tftp://192.0.2.10:69/" + sample, Samples.now());
    }

    private Ctl taken(String sample, TrustRule rule) throws TrustException {
        CtlDecision decision = offer(sample, rule);
        return assertInstanceOf(CtlDecision.Accepted.class, decision, decision::toString)
                .verdict()
                .ctl();
    }

    private Fault refused(String sample, TrustRule rule) throws TrustException {
        CtlDecision decision = offer(sample, rule);
        return assertInstanceOf(CtlDecision.Refused.class, decision, decision::toString)
                .fault();
    }

    private void afterTheLastGoodOne() throws TrustException {
        taken(LAST_GOOD, LAX);
    }

    @ParameterizedTest
    @MethodSource("org.voiceport.trust.Samples#rows")
    void sample_is_judged_as_its_policy_says(Samples.Row row) throws Exception {
        String sample = row.file();
        switch (row.policy()) {
            case "accept", "accept: take the key size from the certificate, not from tag 11" -> taken(sample, LAX);
            case "reject", "reject unknown major", "reject when stored as CTL" -> {
                refused(sample, LAX);
                refused(sample, PINNED);
            }
            case "reject record" -> rejectsTheRecord(sample);
            case "ignore that record" -> ignoresUnknownRole(taken(sample, LAX));
            case "ignore-and-log or reject; be consistent" ->
                assertEquals(List.of(99), taken(sample, LAX).unknownTags());
            case "usable by DNS name only" -> knownByNameOnly(taken(sample, LAX));
            case "accept only if admin allows SHA-1" -> {
                assertTrue(refused(sample, new TrustRule(Set.of(), true, false))
                        .todo()
                        .contains("trust.allowSha1"));
                taken(sample, LAX);
            }
            case "refuse after a SHA-512 CTL was accepted" -> {
                afterTheLastGoodOne();
                assertTrue(refused(sample, PINNED).what().contains("signed with SHA-1"));
            }
            case "reject unless first use / pin matches" -> strangersCtl(sample);
            case "reject: certificate differs from last-good though subject, issuer and serial are equal" -> {
                afterTheLastGoodOne();
                assertInstanceOf(Fault.Untrusted.class, refused(sample, LAX));
                assertInstanceOf(Fault.Untrusted.class, refused(sample, PINNED));
            }
            case "configurable: refuse new, keep last-good with alarm" -> expiredSigner(sample);
            case "refuse TLS to 192.0.2.10 (\"failed to find CCM server in CTL file\")" ->
                assertFalse(CallManagerTrust.ofCtl(taken(sample, LAX)).knows("192.0.2.10", Optional.of(Lab.PUBLISHER)));
            case "refuse TLS (clock or certificate wrong)" -> notYetValid(taken(sample, LAX));
            default -> throw new AssertionError("a policy that this test doesn't know: " + row.policy());
        }
    }

    /** The manifest would let the rest of such a file be used; ours reads no file with a text that has two ends. */
    private void rejectsTheRecord(String sample) throws Exception {
        if (sample.equals("bad/subject-embedded-nul.tlv")) {
            assertInstanceOf(Fault.Malformed.class, refused(sample, LAX));
            return;
        }
        // Its only call-manager record is the rejected one, or another is left.
        CtlDecision decision = offer(sample, LAX);
        Ctl ctl = Samples.ctl(sample);
        assertEquals(1, ctl.defects().size());
        assertFalse(
                CallManagerTrust.ofCtl(ctl).knows("", ctl.callManagers().get(0).address()), decision::toString);
        assertEquals(ctl.usableCallManagers().isEmpty(), decision instanceof CtlDecision.Refused, decision::toString);
    }

    private static void ignoresUnknownRole(Ctl ctl) {
        assertTrue(ctl.records().stream().anyMatch(record -> record.role().equals(new CtlRole(99))));
        assertTrue(ctl.callManagers().stream().noneMatch(record -> record.role().equals(new CtlRole(99))));
    }

    private static void knownByNameOnly(Ctl ctl) {
        CallManagerTrust trust = CallManagerTrust.ofCtl(ctl);
        assertTrue(trust.knows(ctl.callManagers().get(0).dnsName(), Optional.empty()));
        assertFalse(trust.knows("192.0.2.10", Optional.of(Lab.PUBLISHER)));
    }

    private void strangersCtl(String sample) throws Exception {
        String signer =
                CtlVerifier.strict().verify(Samples.ctl(sample)).fingerprint().orElseThrow();
        refused(sample, TrustRule.STRICT);
        taken(sample, new TrustRule(Set.of(signer), false, false));
        place(directory.resolve("other"));
        afterTheLastGoodOne();
        refused(sample, LAX);
        refused(sample, PINNED);
    }

    private void place(Path other) {
        file = other.resolve("CTLFile.tlv");
    }

    private void expiredSigner(String sample) throws Exception {
        refused(sample, LAX);
        new CtlStore(file, LAX).accept(Samples.bytes(sample), sample);
        Verdict.InForce kept =
                assertInstanceOf(Verdict.InForce.class, new CtlStore(file, TrustRule.STRICT).judge(Samples.now()));
        assertTrue(
                kept.weakened().toString().contains("ended on"), kept.weakened().toString());
    }

    private static void notYetValid(Ctl ctl) {
        CtlRecord record = ctl.callManagers().get(0);
        Match match = CallManagerTrust.ofCtl(ctl)
                .match(
                        record.certificate().orElseThrow(),
                        record.dnsName(),
                        record.address().orElseThrow(),
                        Samples.now());
        assertTrue(
                assertInstanceOf(Match.Mismatched.class, match).fault().what().contains("isn't valid before"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"certutils/ctl-sha512.tlv"})
    void file_of_an_independent_writer_is_taken(String sample) throws Exception {
        assertEquals("1.1", taken(sample, LAX).signerVersion().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"certutils/ctl-sha512-truncated.tlv"})
    void cut_file_of_an_independent_writer_is_refused(String sample) throws Exception {
        Fault fault = refused(sample, LAX);
        assertTrue(fault.what().contains("offset ") && fault.what().contains("record 5 RECORDLENGTH"), fault.what());
    }

    static Stream<String> everyFile() {
        return Stream.concat(
                Samples.rows().stream().map(Samples.Row::file),
                Stream.of("certutils/ctl-sha512.tlv", "certutils/ctl-sha512-truncated.tlv"));
    }

    @ParameterizedTest
    @MethodSource("everyFile")
    void same_file_gets_the_same_verdict_every_time(String sample) throws Exception {
        Files.write(file, Samples.bytes(sample));
        assertEquals(verdict(), verdict());
        CtlStore store = new CtlStore(file, LAX);
        if (store.judge(Samples.now()) instanceof Verdict.InForce inForce) {
            // Once remembered, for another reason, but the same verdict.
            store.remember(inForce);
            assertInstanceOf(Verdict.InForce.class, store.judge(Samples.now()));
        }
    }

    private String verdict() {
        return new CtlStore(file, LAX).judge(Samples.now()).event().text();
    }

    @ParameterizedTest
    @MethodSource("everyFile")
    void refusal_names_offset_and_field(String sample) {
        try {
            CtlVerifier.allowingSha1().verify(Samples.ctl(sample));
        } catch (CtlException e) {
            assertTrue(
                    String.valueOf(e.getMessage()).matches("offset \\d+, (file|header|record \\d+)( \\S.*)?: .+"),
                    e.getMessage());
            assertTrue(e.offset() <= Samples.bytes(sample).length, e.getMessage());
            assertThrows(CtlException.class, () -> CtlVerifier.allowingSha1().verify(Samples.ctl(sample)));
        }
    }
}
