package org.voiceport.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voiceport.event.Fault;

class CallManagerTrustTest {
    private static final InetAddress ELSEWHERE = Lab.address("192.0.2.77");
    private static final X509Certificate PUB = Samples.certificate("ccm-pub");

    @Test
    void matches_by_address() throws Exception {
        Match.Matched matched = matched(trust("valid/ctl-sha512.tlv"), PUB, "192.0.2.10", Lab.PUBLISHER);
        assertEquals(
                new Match.Matched(
                        "CTL record CCM+TFTP 192.0.2.10",
                        Fingerprint.sha256(PUB),
                        PUB.getNotAfter().toInstant(),
                        false),
                matched);
    }

    @Test
    void matches_by_name_without_case() throws Exception {
        Match.Matched matched = matched(trust("valid/ctl-sha512.tlv"), PUB, "CUCM-Pub.test.INVALID", ELSEWHERE);
        assertEquals("CTL record CCM+TFTP cucm-pub.test.invalid", matched.matchedBy());
    }

    @Test
    void matches_by_ipv6_address() throws Exception {
        Ctl ctl = Samples.ctl("valid/ctl-ipv6-record.tlv");
        CtlRecord record = ctl.callManagers().get(0);
        matched(CallManagerTrust.ofCtl(ctl), record.certificate().orElseThrow(), "cm6", Lab.address("2001:db8::10"));
    }

    @Test
    void matches_either_certificate_of_a_server_with_two_records() throws Exception {
        CallManagerTrust trust = trust("valid/ctl-with-ec-ccm.tlv");
        matched(trust, PUB, "192.0.2.10", Lab.PUBLISHER);
        matched(trust, Samples.certificate("ccm-pub-ec"), "192.0.2.10", Lab.PUBLISHER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ccm-sub", "capf", "sast1", "ccm-pub-renewed", "attacker-ccm"})
    void refuses_every_other_certificate_and_names_both(String other) throws Exception {
        X509Certificate presented = Samples.certificate(other);
        String what = mismatch(trust("valid/ctl-sha512.tlv"), presented, "192.0.2.10", Lab.PUBLISHER);
        assertTrue(what.contains(Fingerprint.sha256(presented)) && what.contains(Fingerprint.sha256(PUB)), what);
    }

    @ParameterizedTest
    @CsvSource({"TFTP,3", "CAPF,4", "SAST,0", "TVS,21", "unknown,99"})
    void refuses_the_right_certificate_in_a_record_of_another_role(String name, int role) throws Exception {
        Ctl ctl = Lab.ctl(Lab.server(new CtlRole(role), "cucm-pub", Lab.PUBLISHER, Lab.CUCM_PUB));
        CallManagerTrust trust = CallManagerTrust.ofCtl(ctl);
        String what = mismatch(trust, Lab.CUCM_PUB.certificate(), "cucm-pub", Lab.PUBLISHER);
        assertTrue(what.contains("no call-manager record for this server"), name + ": " + what);
    }

    @Test
    void tells_whose_certificate_was_presented() throws Exception {
        String what = mismatch(trust("valid/ctl-sha512.tlv"), Samples.certificate("capf"), "192.0.2.10", Lab.PUBLISHER);
        assertTrue(what.contains("it is the one of role CAPF (record "), what);
        assertTrue(what.contains("CAPF 192.0.2.10"), what);
    }

    @Test
    void tells_that_another_call_manager_answers() throws Exception {
        Fault fault =
                refusal(trust("valid/ctl-sha512.tlv"), Samples.certificate("ccm-sub"), "192.0.2.10", Lab.PUBLISHER);
        assertTrue(
                fault.what().contains("it is the call-manager record of cucm-sub.test.invalid (192.0.2.11) (record "),
                fault.what());
        assertTrue(fault.what().contains("not of the configured 192.0.2.10; expected is record "), fault.what());
        assertTrue(fault.todo().contains("callManagers"), fault.todo());
    }

    @Test
    void tells_that_the_record_has_another_certificate_and_until_when() throws Exception {
        X509Certificate renewed = Samples.certificate("ccm-pub-renewed");
        Fault fault = refusal(trust("valid/ctl-sha512.tlv"), renewed, "192.0.2.10", Lab.PUBLISHER);
        assertTrue(
                fault.what()
                        .startsWith("192.0.2.10 presented the certificate of "
                                + renewed.getSubjectX500Principal().getName() + ", sha256 "),
                fault.what());
        assertTrue(fault.what().contains("the CTL's record for this server has another certificate"), fault.what());
        assertTrue(fault.what().contains("valid until " + PUB.getNotAfter().toInstant()), fault.what());
        assertTrue(fault.todo().startsWith("renewed? have the call manager update the CTL"), fault.todo());
    }

    @Test
    void tells_that_nobody_of_the_ctl_answers() throws Exception {
        Fault fault =
                refusal(trust("valid/ctl-sha512.tlv"), Samples.certificate("attacker-ccm"), "192.0.2.77", ELSEWHERE);
        assertTrue(fault.what().contains("nothing in the CTL has it"), fault.what());
        assertTrue(fault.what().contains("no call-manager record for this server"), fault.what());
        assertTrue(fault.what().contains("a man in the middle"), fault.what());
    }

    @Test
    void tells_that_the_record_contradicts_itself() throws Exception {
        Ctl ctl = Samples.ctl("bad/serial-mismatch.tlv");
        CtlRecord record = ctl.callManagers().get(0);
        Fault fault = refusal(
                CallManagerTrust.ofCtl(ctl),
                record.certificate().orElseThrow(),
                record.dnsName(),
                record.address().orElseThrow());
        assertTrue(fault.what().contains("its record isn't used: record "), fault.what());
        assertTrue(fault.what().contains("SERIALNUMBER"), fault.what());
    }

    @Test
    void tells_which_records_there_are_for_a_server_without_one() throws Exception {
        Fault fault = trust("valid/ctl-sha512.tlv").unknown("cm9.example.com", Optional.of(ELSEWHERE));
        assertTrue(fault.what().contains("for cm9.example.com (192.0.2.77)"), fault.what());
        assertTrue(fault.what().contains("CCM+TFTP 192.0.2.10, record "), fault.what());
    }

    @Test
    void tells_that_the_record_of_a_server_is_of_another_role() throws Exception {
        Ctl ctl = Lab.ctl(Lab.server(new CtlRole(3), "cucm-pub", Lab.PUBLISHER, Lab.CUCM_PUB));
        Fault fault = CallManagerTrust.ofCtl(ctl).unknown("192.0.2.10", Optional.of(Lab.PUBLISHER));
        assertTrue(fault.what().contains("record 2 TFTP 192.0.2.10 is of another role"), fault.what());
        assertTrue(fault.what().endsWith("there is none for any server"), fault.what());
    }

    @Test
    void expectations_name_record_fingerprint_and_end() throws Exception {
        CallManagerTrust trust = trust("valid/ctl-sha512.tlv");
        assertEquals(
                List.of("record 3 CCM+TFTP 192.0.2.10, sha256 " + Fingerprint.sha256(PUB) + ", valid until "
                        + PUB.getNotAfter().toInstant()),
                trust.expectations("192.0.2.10", Optional.of(Lab.PUBLISHER)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bad/pubkey-mismatch.tlv", "bad/serial-mismatch.tlv"})
    void refuses_a_record_that_contradicts_its_certificate(String sample) throws Exception {
        Ctl ctl = Samples.ctl(sample);
        CallManagerTrust trust = CallManagerTrust.ofCtl(ctl);
        CtlRecord record = ctl.callManagers().get(0);
        assertFalse(trust.knows(record.dnsName(), record.address()));
        mismatch(trust, record.certificate().orElseThrow(), record.dnsName(), Lab.PUBLISHER);
    }

    @Test
    void expired_certificate_is_flagged() throws Exception {
        X509Certificate expired = Samples.certificate("ccm-expired");
        CallManagerTrust trust = CallManagerTrust.ofPins(List.of(expired));
        Match match = trust.match(expired, "192.0.2.10", Lab.PUBLISHER, Samples.now());
        assertTrue(assertInstanceOf(Match.Matched.class, match).expired());
    }

    @Test
    void certificate_that_is_not_yet_valid_is_refused() throws Exception {
        Ctl ctl = Samples.ctl("policy/notyet-ccm.tlv");
        CtlRecord record = ctl.callManagers().get(0);
        String what = mismatch(
                CallManagerTrust.ofCtl(ctl),
                record.certificate().orElseThrow(),
                "x",
                record.address().orElseThrow());
        assertTrue(what.contains("isn't valid before"), what);
    }

    @Test
    void pin_matches_at_any_server() {
        assertEquals(
                "pin",
                matched(CallManagerTrust.ofPins(List.of(PUB)), PUB, "cm", ELSEWHERE)
                        .matchedBy());
    }

    @Test
    void other_certificate_than_the_pin_is_refused() {
        mismatch(CallManagerTrust.ofPins(List.of(PUB)), Samples.certificate("ccm-pub-renewed"), "cm", ELSEWHERE);
    }

    @Test
    void knows_servers_by_name_and_by_address() throws Exception {
        CallManagerTrust trust = trust("valid/ctl-sha512.tlv");
        assertTrue(trust.knows("cucm-sub.test.invalid", Optional.empty()));
        assertTrue(trust.knows("alias.example.com", Optional.of(Lab.SUBSCRIBER)));
    }

    @Test
    void does_not_know_a_server_without_a_record() throws Exception {
        assertFalse(trust("policy/no-ccm-for-host.tlv").knows("192.0.2.10", Optional.of(Lab.PUBLISHER)));
    }

    @Test
    void nothing_trusted_knows_nobody() {
        assertFalse(CallManagerTrust.ofPins(List.of()).knows("192.0.2.10", Optional.of(Lab.PUBLISHER)));
    }

    private static CallManagerTrust trust(String sample) throws CtlException {
        return CallManagerTrust.ofCtl(Samples.ctl(sample));
    }

    private static Match.Matched matched(
            CallManagerTrust trust, X509Certificate presented, String host, InetAddress address) {
        return assertInstanceOf(Match.Matched.class, trust.match(presented, host, address, Samples.now()));
    }

    private static String mismatch(
            CallManagerTrust trust, X509Certificate presented, String host, InetAddress address) {
        return refusal(trust, presented, host, address).what();
    }

    private static Fault refusal(CallManagerTrust trust, X509Certificate presented, String host, InetAddress address) {
        return assertInstanceOf(Match.Mismatched.class, trust.match(presented, host, address, Samples.now()))
                .fault();
    }
}
