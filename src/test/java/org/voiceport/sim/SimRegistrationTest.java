package org.voiceport.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.voiceport.event.SecurityMode.AUTHENTICATED;
import static org.voiceport.event.SecurityMode.ENCRYPTED;
import static org.voiceport.event.SecurityMode.NON_SECURE;
import static org.voiceport.sim.SimLab.ALICE;
import static org.voiceport.sim.SimLab.BOB;
import static org.voiceport.sim.SimLab.await;
import static org.voiceport.sim.SimLab.failure;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;
import org.voiceport.sccp.RegistrationMessage;
import org.voiceport.sccp.ResetType;
import org.voiceport.sccp.SetupMessage;
import org.voiceport.sccp.UnregisterStatus;
import org.voiceport.trust.Identity;

class SimRegistrationTest {
    @ParameterizedTest
    @ValueSource(ints = {3, 5, 11, 15, 16, 17, 18, 20, 22})
    void registers_at_the_announced_version(int version) throws IOException {
        try (SimLab lab = SimLab.clear()) {
            SimulatedPhone phone = lab.start(lab.phone(ALICE, NON_SECURE).withVersion(version));

            assertEquals(version, await(phone.registered()).version());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 11, 15, 16, 17, 18, 20, 22})
    void an_older_call_manager_sets_the_version(int version) throws IOException {
        try (SimLab lab = new SimLab(
                SimLab.settings(NON_SECURE, NON_SECURE).maxVersion(version).build())) {
            SimulatedPhone phone = lab.start(lab.phone(ALICE, NON_SECURE).withVersion(22));

            assertEquals(version, await(phone.registered()).version());
        }
    }

    @Test
    void every_request_of_the_dialogue_is_answered_once_and_in_order() throws IOException {
        try (SimLab lab = SimLab.clear()) {
            SimulatedPhone phone = lab.registered(lab.phone(ALICE, NON_SECURE).withVersion(20));

            assertEquals(
                    List.of(
                            "RegisterAck",
                            "CapabilitiesReq",
                            "ButtonTemplateRes",
                            "SoftKeyTemplateRes",
                            "SoftKeySetRes",
                            "SelectSoftKeys",
                            "DisplayPromptStatusV2",
                            "LineStatV2Res",
                            "TimeDateRes"),
                    SimLab.names(phone.received()));
        }
    }

    @Test
    void old_versions_have_the_static_layouts() throws IOException {
        try (SimLab lab = SimLab.clear()) {
            SimulatedPhone phone = lab.registered(lab.phone(ALICE, NON_SECURE).withVersion(11));

            assertTrue(SimLab.names(phone.received()).containsAll(List.of("DisplayPromptStatus", "LineStatRes")));
        }
    }

    @Test
    void a_line_tells_its_number() throws IOException {
        try (SimLab lab = SimLab.clear()) {
            SimulatedPhone phone = lab.registered(ALICE, NON_SECURE);

            assertEquals(
                    SimLab.ALICE_NUMBER,
                    await(phone.received(SetupMessage.LineStatV2Res.class, line -> line.line() == 1))
                            .number());
        }
    }

    @Test
    void capabilities_are_told_as_an_event() throws IOException {
        try (SimLab lab = SimLab.clear()) {
            lab.registered(ALICE, NON_SECURE);

            assertEquals(
                    2,
                    await(lab.callManager().event(SimEvent.Capabilities.class, e -> true))
                            .payloads()
                            .size());
        }
    }

    @Test
    void an_authenticated_phone_registers_over_a_suite_that_does_not_encrypt() throws IOException {
        try (SimLab lab = SimLab.of(AUTHENTICATED, NON_SECURE)) {
            assertTrue(suite(lab, AUTHENTICATED).contains("_NULL_"));
        }
    }

    @Test
    void an_encrypted_phone_registers_over_a_suite_that_encrypts() throws IOException {
        try (SimLab lab = SimLab.of(ENCRYPTED, NON_SECURE)) {
            assertFalse(suite(lab, ENCRYPTED).contains("_NULL_"));
        }
    }

    private static String suite(SimLab lab, SecurityMode mode) {
        lab.registered(ALICE, mode);
        return await(lab.callManager()
                        .event(SimEvent.Registered.class, e -> e.device().equals(ALICE)))
                .tls()
                .orElseThrow()
                .cipherSuite();
    }

    @Test
    void rejects_an_unknown_device() throws IOException {
        try (SimLab lab = SimLab.clear()) {
            SimulatedPhone stranger = lab.start(
                    PhoneSettings.clear("SEP000000000099", lab.callManager().clearAddress()));

            assertRejected(lab, stranger, "Device Unknown");
        }
    }

    @Test
    void rejects_the_certificate_of_another_device() throws IOException {
        try (SimLab lab = SimLab.of(ENCRYPTED, ENCRYPTED)) {
            Identity bob = SimLab.identity(BOB);

            assertRejected(lab, lab.start(lab.phone(ALICE, ENCRYPTED, bob)), "Certificate name mismatch");
        }
    }

    @Test
    void rejects_an_encrypting_suite_for_an_authenticated_device() throws IOException {
        try (SimLab lab = SimLab.of(AUTHENTICATED, NON_SECURE)) {
            assertRejected(lab, lab.start(lab.phone(ALICE, ENCRYPTED)), "Security mode mismatch");
        }
    }

    @Test
    void rejects_a_null_suite_for_an_encrypted_device() throws IOException {
        try (SimLab lab = SimLab.of(ENCRYPTED, NON_SECURE)) {
            assertRejected(lab, lab.start(lab.phone(ALICE, AUTHENTICATED)), "Security mode mismatch");
        }
    }

    @Test
    void rejects_a_secure_device_on_the_clear_port() throws IOException {
        try (SimLab lab = SimLab.of(ENCRYPTED, NON_SECURE)) {
            assertRejected(lab, lab.start(lab.phone(ALICE, NON_SECURE)), "Security mode mismatch");
        }
    }

    @Test
    void rejects_a_non_secure_device_over_tls() throws IOException {
        try (SimLab lab = SimLab.of(NON_SECURE, NON_SECURE)) {
            assertRejected(lab, lab.start(lab.phone(ALICE, ENCRYPTED)), "Security mode mismatch");
        }
    }

    @Test
    void rejects_a_name_that_is_registered_and_keeps_the_first() throws IOException {
        try (SimLab lab = SimLab.clear()) {
            lab.registered(ALICE, NON_SECURE);

            assertRejected(lab, lab.start(lab.phone(ALICE, NON_SECURE)), "Crossover session");
            assertTrue(lab.callManager().isRegistered(ALICE));
        }
    }

    private static void assertRejected(SimLab lab, SimulatedPhone phone, String text) {
        assertTrue(failure(phone.registered()).endsWith("rejected: " + text));
        assertEquals(
                text,
                await(lab.callManager().event(SimEvent.Rejected.class, e -> true))
                        .text());
    }

    @Test
    void refuses_a_certificate_that_is_not_from_the_root() throws IOException {
        try (SimLab lab = SimLab.of(ENCRYPTED, NON_SECURE)) {
            SimulatedPhone forger = lab.start(lab.phone(ALICE, ENCRYPTED, SimLab.SERVER));

            await(lab.callManager().event(SimEvent.TlsFailed.class, e -> true));
            await(forger.lost());
        }
    }

    @Test
    void a_phone_does_not_trust_another_certificate_of_the_call_manager() throws IOException {
        try (SimLab lab = SimLab.of(ENCRYPTED, NON_SECURE)) {
            lab.callManager().presentCertificate(SimLab.identity(BOB));

            String why = failure(lab.start(lab.phone(ALICE, ENCRYPTED)).registered());
            assertTrue(why.contains("presented the certificate"), why);
        }
    }

    @Test
    void unregister_is_agreed_to() throws IOException {
        try (SimLab lab = SimLab.clear()) {
            SimulatedPhone phone = lab.registered(ALICE, NON_SECURE);
            phone.close();

            assertEquals(
                    UnregisterStatus.OK,
                    await(phone.received(RegistrationMessage.UnregisterAck.class, m -> true))
                            .status());
            assertTrue(await(lab.callManager().event(SimEvent.Unregistered.class, e -> true))
                    .asked());
        }
    }

    @Test
    void a_dropped_connection_ends_the_registration() throws IOException {
        try (SimLab lab = SimLab.clear()) {
            SimulatedPhone phone = lab.registered(ALICE, NON_SECURE);

            assertTrue(lab.callManager().dropConnection(ALICE));
            await(phone.lost());
            assertFalse(await(lab.callManager().event(SimEvent.Unregistered.class, e -> true))
                    .asked());
        }
    }

    @Test
    void a_reset_reaches_the_device() throws IOException {
        try (SimLab lab = SimLab.clear()) {
            SimulatedPhone phone = lab.registered(ALICE, NON_SECURE);

            assertTrue(lab.callManager().reset(ALICE, ResetType.RESTART));
            assertEquals(
                    ResetType.RESTART,
                    await(phone.received(RegistrationMessage.Reset.class, m -> true))
                            .type());
        }
    }

    @Test
    void waits_until_all_are_registered() throws IOException {
        try (SimLab lab = SimLab.clear()) {
            var both = lab.callManager().registered(ALICE.value(), BOB.value());
            lab.registered(ALICE, NON_SECURE);
            assertFalse(both.isDone());

            lab.registered(BOB, NON_SECURE);
            await(both);
        }
    }

    @Test
    void a_silent_device_is_dropped() throws IOException {
        try (SimLab lab = new SimLab(
                SimLab.settings(NON_SECURE, NON_SECURE).keepAliveSeconds(1).build())) {
            Mute mute = Mute.register(ALICE, lab.callManager().clearAddress());
            String why = await(lab.callManager().event(SimEvent.Unregistered.class, e -> true))
                    .why();
            mute.close();

            assertTrue(why.startsWith("no keepalive"), why);
        }
    }

    @Test
    void records_what_a_device_said() throws IOException {
        try (SimLab lab = SimLab.clear()) {
            lab.registered(ALICE, NON_SECURE);

            List<String> said = SimLab.names(lab.callManager().received(ALICE));
            assertEquals(List.of("Register", "CapabilitiesRes"), said.subList(0, 2));
        }
    }

    @Test
    void a_device_that_does_not_exist_has_no_record() throws IOException {
        try (SimLab lab = SimLab.clear()) {
            var unknown = new DeviceName("nobody");

            assertThrows(IllegalArgumentException.class, () -> lab.callManager().received(unknown));
        }
    }
}
