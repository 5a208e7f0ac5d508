package org.voiceport.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.voiceport.event.SecurityMode.NON_SECURE;
import static org.voiceport.sim.SimLab.ALICE;
import static org.voiceport.sim.SimLab.ALICE_NUMBER;
import static org.voiceport.sim.SimLab.BOB;
import static org.voiceport.sim.SimLab.BOB_NUMBER;
import static org.voiceport.sim.SimLab.await;
import static org.voiceport.sim.SimLab.failure;
import static org.voiceport.sim.SimLab.names;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voiceport.event.DeviceName;
import org.voiceport.sccp.CallMessage;
import org.voiceport.sccp.CallMessage.CallInfoV2;
import org.voiceport.sccp.CallMessage.Party;
import org.voiceport.sccp.CallPhase;
import org.voiceport.sccp.MediaMessage;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.RegistrationMessage;
import org.voiceport.sccp.Tone;
import org.voiceport.sccp.UnregisterStatus;

class SimCallTest {
    private static final DeviceName PORT = new DeviceName("CiscoUM1-VI1");

    private SimLab lab;
    private SimulatedPhone alice;
    private SimulatedPhone bob;

    @BeforeEach
    void twoPhonesAndForwards() throws IOException {
        lab = new SimLab(SimLab.settings(NON_SECURE, NON_SECURE)
                .forward(Forward.noAnswer("2001", "Carol", BOB_NUMBER))
                .forward(new Forward("2002", "Dave", "82002", List.of("2001"), Forward.BUSY))
                .forward(Forward.pilot("8000", "3999", BOB_NUMBER))
                .device(Device.port(PORT.value(), NON_SECURE, "3999"))
                .device(Device.phone("SEP000000000003", NON_SECURE, "41", "Erin"))
                .device(Device.phone("SEP000000000004", NON_SECURE, "412", "Frank"))
                .digitTimeout(Duration.ofMillis(200))
                .build());
        alice = lab.registered(ALICE, NON_SECURE);
        bob = lab.registered(BOB, NON_SECURE);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private SimLab.Connected connect(String number) {
        return SimLab.connect(alice, bob, number);
    }

    @Test
    void the_called_party_hears_of_the_call_in_the_real_order() {
        int before = bob.received().size();
        PhoneCall call = connect(BOB_NUMBER).called();
        await(bob.received(MediaMessage.StartMediaTransmission.class, m -> true));
        call.hangUp();
        await(call.ended());
        await(bob.received(CallMessage.SelectSoftKeys.class, m -> m.set() == 0 && m.callReference() != 0));

        assertEquals(
                List.of(
                        "SetLamp",
                        "CallState ring in",
                        "SelectSoftKeys",
                        "DisplayPromptStatusV2",
                        "CallInfoV2",
                        "SetRinger",
                        "SetRinger",
                        "SetSpeakerMode",
                        "SetLamp",
                        "CallState off hook",
                        "ActivateCallPlane",
                        "StopTone",
                        "OpenReceiveChannel",
                        "CallState connected",
                        "SelectSoftKeys",
                        "DisplayPromptStatusV2",
                        "CallInfoV2",
                        "StartMediaTransmission",
                        "CloseReceiveChannel",
                        "StopMediaTransmission",
                        "ConnectionStatisticsReq",
                        "StopTone",
                        "CallState on hook",
                        "SetLamp",
                        "SetSpeakerMode",
                        "DeactivateCallPlane",
                        "SelectSoftKeys"),
                sequence(bob, before));
    }

    @Test
    void the_caller_hears_of_the_call_in_the_real_order() {
        int before = alice.received().size();
        connect(BOB_NUMBER);
        await(alice.received(MediaMessage.StartMediaTransmission.class, m -> true));

        assertEquals(
                List.of(
                        "CallState off hook",
                        "SetSpeakerMode",
                        "DisplayPromptStatusV2",
                        "SelectSoftKeys",
                        "ActivateCallPlane",
                        "StartTone",
                        "StopTone",
                        "SelectSoftKeys",
                        "DialedNumber",
                        "CallState proceed",
                        "CallInfoV2",
                        "CallState ring out",
                        "StartTone",
                        "SelectSoftKeys",
                        "DisplayPromptStatusV2",
                        "StopTone",
                        "OpenReceiveChannel",
                        "CallState connected",
                        "SelectSoftKeys",
                        "DisplayPromptStatusV2",
                        "CallInfoV2",
                        "StartMediaTransmission"),
                sequence(alice, before));
    }

    private static List<String> sequence(SimulatedPhone phone, int from) {
        List<Message> messages = phone.received();
        return messages.subList(from, messages.size()).stream()
                .map(message -> message instanceof CallMessage.CallState state
                        ? "CallState " + state.phase()
                        : SimLab.kind(message))
                .toList();
    }

    @Test
    void a_call_names_both_parties() {
        CallInfoV2 info = connect(BOB_NUMBER).called().info().orElseThrow();

        assertEquals(new Party(ALICE_NUMBER, "Alice", ""), info.calling());
        assertEquals(new Party(BOB_NUMBER, "Bob", ""), info.called());
        assertEquals(Party.UNKNOWN, info.originalCalled());
    }

    @Test
    void a_forwarded_call_carries_who_did_not_answer_and_why() {
        CallInfoV2 info = connect("2001").called().info().orElseThrow();

        assertEquals(new Party("2001", "Carol", "2001"), info.originalCalled());
        assertEquals(new Party("2001", "Carol", "2001"), info.lastRedirecting());
        assertEquals(List.of(2, 2), List.of(info.originalReason(), info.lastReason()));
        assertEquals(BOB_NUMBER, info.called().number());
    }

    @Test
    void a_call_forwarded_twice_carries_the_first_and_the_last() {
        CallInfoV2 info = connect("2002").called().info().orElseThrow();

        assertEquals(new Party("2002", "Dave", "82002"), info.originalCalled());
        assertEquals(new Party("2001", "Carol", "2001"), info.lastRedirecting());
        assertEquals(List.of(1, 2), List.of(info.originalReason(), info.lastReason()));
    }

    @Test
    void a_pilot_number_hunts_for_a_registered_member_and_redirects_nobody() {
        CallInfoV2 info = connect("8000").called().info().orElseThrow();

        assertEquals(Party.UNKNOWN, info.originalCalled());
        assertEquals(BOB_NUMBER, info.called().number());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 11, 15, 16, 17, 18, 20, 22})
    void calls_connect_with_media_at_every_version(int version) throws IOException {
        try (SimLab other = SimLab.clear()) {
            SimulatedPhone caller =
                    other.registered(other.phone(ALICE, NON_SECURE).withVersion(version));
            SimulatedPhone called =
                    other.registered(other.phone(BOB, NON_SECURE).withVersion(version));
            SimLab.Connected call = SimLab.connect(caller, called, BOB_NUMBER);
            await(call.caller().say(new short[800]));
            await(call.called().say(new short[800]));
            call.called().hangUp();
            await(call.caller().ended());
            await(call.called().ended());

            assertEquals(
                    ALICE_NUMBER, call.called().info().orElseThrow().calling().number());
            assertTrue(call.caller().packetsReceived() >= 3);
            assertTrue(call.called().packetsReceived() >= 3);
        }
    }

    @Test
    void the_caller_hangs_up() {
        SimLab.Connected call = connect(BOB_NUMBER);
        call.caller().hangUp();

        await(call.called().ended());
        await(call.caller().ended());
    }

    @Test
    void the_called_party_hangs_up() {
        SimLab.Connected call = connect(BOB_NUMBER);
        call.called().hangUp();

        await(call.caller().ended());
        await(call.called().ended());
    }

    @Test
    void the_caller_gives_up_while_it_rings() {
        var ringing = bob.incoming();
        PhoneCall out = alice.call(BOB_NUMBER);
        PhoneCall in = await(ringing);
        out.hangUp();

        await(in.ended());
        assertEquals(List.of(CallPhase.RING_IN, CallPhase.ON_HOOK), in.phases());
    }

    @Test
    void a_lost_device_ends_its_calls() {
        SimLab.Connected call = connect(BOB_NUMBER);
        lab.callManager().dropConnection(ALICE);

        await(call.called().ended());
    }

    @Test
    void a_busy_device_gives_the_busy_tone() {
        connect(BOB_NUMBER);
        PhoneCall second = alice.call(BOB_NUMBER);

        await(second.reached(CallPhase.BUSY));
        await(alice.received(CallMessage.StartTone.class, m -> m.tone().equals(Tone.LINE_BUSY)));
    }

    @Test
    void an_unknown_number_gives_the_reorder_tone() {
        PhoneCall call = alice.call("999");

        assertEquals("not connected: invalid number", failure(call.connected()));
        await(alice.received(CallMessage.StartTone.class, m -> m.tone().equals(Tone.REORDER)));
    }

    @Test
    void a_device_that_is_not_registered_gives_congestion() {
        await(alice.call("3999").reached(CallPhase.CONGESTION));
    }

    @Test
    void a_refused_call_ends_when_the_caller_hangs_up() {
        PhoneCall call = alice.call("999");
        await(call.reached(CallPhase.INVALID_NUMBER));
        call.hangUp();

        await(call.ended());
    }

    @Test
    void numbers_are_dialled_en_bloc_too() throws IOException {
        lab.callManager().dropConnection(ALICE);
        await(alice.lost());
        SimulatedPhone modern = lab.registered(lab.phone(ALICE, NON_SECURE).withEnBloc());

        SimLab.connect(modern, bob, BOB_NUMBER);
    }

    @Test
    void a_number_that_could_go_on_waits_for_more_digits() {
        lab.registered(PhoneSettings.clear("SEP000000000003", lab.callManager().clearAddress())
                .withAutoAnswer());

        await(alice.call("41").connected());
    }

    @Test
    void an_incomplete_number_waits_and_is_refused() {
        PhoneCall call = alice.call("300");

        await(call.reached(CallPhase.INVALID_NUMBER));
    }

    @Test
    void unregister_during_a_call_is_refused() throws IOException {
        try (Mute mute = Mute.register(PORT, lab.callManager().clearAddress())) {
            await(lab.callManager().registered(PORT.value()));
            alice.call("3999");
            await(lab.callManager()
                    .event(SimEvent.CallProgress.class, e -> e.phase().equals(CallPhase.RING_OUT)));
            mute.say(RegistrationMessage.Unregister.PLAIN);

            assertEquals(
                    UnregisterStatus.CALL_ACTIVE,
                    await(lab.callManager().sentTo(PORT, RegistrationMessage.UnregisterAck.class, m -> true))
                            .status());
        }
    }

    @Test
    void keys_in_a_call_reach_the_other_party() {
        SimLab.Connected call = connect(BOB_NUMBER);
        for (char key : "190*#D".toCharArray()) {
            call.caller().press(key);
        }
        await(bob.received(CallMessage.StopTone.class, m -> m.tone().equals(new Tone(19))));

        assertEquals("190*#D", call.called().digits());
    }

    @Test
    void a_party_that_can_not_listen_ends_the_call() throws IOException {
        lab.callManager().dropConnection(ALICE);
        await(alice.lost());
        // A documentation address (RFC 5737): no socket can be bound to it.
        SimulatedPhone deaf =
                lab.registered(lab.phone(ALICE, NON_SECURE).withMedia(InetAddress.getByName("192.0.2.1")));
        var ringing = bob.incoming();
        PhoneCall out = deaf.call(BOB_NUMBER);
        PhoneCall in = await(ringing);
        in.answer();

        await(in.ended());
        await(out.ended());
    }

    @Test
    void a_phone_has_several_calls_at_once() throws IOException {
        SimulatedPhone frank = lab.registered(
                PhoneSettings.clear("SEP000000000004", lab.callManager().clearAddress())
                        .withAutoAnswer());
        SimLab.Connected first = connect(BOB_NUMBER);
        PhoneCall second = alice.call("412");
        await(second.connected());
        first.caller().hangUp();
        await(first.called().ended());
        await(second.say(new short[1600]));

        assertEquals(CallPhase.CONNECTED, second.phases().get(second.phases().size() - 1));
        assertTrue(second.packetsReceived() > 0);
        frank.close();
        await(second.ended());
    }

    @Test
    void references_and_party_ids_look_like_the_real_ones() {
        SimLab.Connected call = connect(BOB_NUMBER);
        MediaMessage.OpenReceiveChannel open = await(bob.received(MediaMessage.OpenReceiveChannel.class, m -> true));

        assertEquals(0x01000002, call.called().reference());
        assertEquals(0x01000011, open.passThruPartyId());
        assertEquals(open.callReference(), open.conferenceId());
        assertEquals(20, open.packetMillis());
    }

    @Test
    void statistics_are_asked_for_and_given() {
        SimLab.Connected call = connect(BOB_NUMBER);
        await(call.called().say(new short[800]));
        call.called().hangUp();

        MediaMessage.ConnectionStatisticsRes statistics =
                await(lab.callManager().receivedFrom(BOB, MediaMessage.ConnectionStatisticsRes.class, m -> true));
        assertTrue(statistics.packetsSent() >= 5);
    }

    @Test
    void messages_of_one_moment_are_all_recorded() {
        connect(BOB_NUMBER);

        assertTrue(names(lab.callManager().sent(BOB)).contains("OpenReceiveChannel"));
    }
}
