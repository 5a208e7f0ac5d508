package org.voiceport.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voiceport.audio.Codec;
import org.voiceport.event.CallReport;
import org.voiceport.event.Fault;
import org.voiceport.event.MediaProtection;
import org.voiceport.event.SecurityMode;
import org.voiceport.sccp.CallMessage;
import org.voiceport.sccp.CallPhase;
import org.voiceport.sccp.MediaMessage.KeyBlock;
import org.voiceport.sccp.MediaMessage.OpenReceiveChannelAck;
import org.voiceport.sccp.MediaStatus;

/** Incoming calls as in the wire reference 6.3: signalling. */
class PortMachineCallTest {
    private static final int CALL = Scene.CALL;
    private final Scene scene = Scene.registered(SecurityMode.NON_SECURE);

    @Test
    void a_call_is_offered_answered_heard_and_ended_by_the_far_end() {
        scene.said(Said.state(CallPhase.RING_IN, CALL)).leadsTo("start CALL_INFO 500 ms");
        scene.said(Said.callInfo(CALL)).leadsTo("cancel CALL_INFO", "report Offered", "offer");
        scene.on(new Input.Answer(CALL)).leadsTo("send OffHook", "start ANSWERED 10 s");
        assertEquals(new CallMessage.OffHook(1, CALL), scene.sent(CallMessage.OffHook.class));
        scene.said(Said.state(CallPhase.OFF_HOOK, CALL)).leadsTo();
        scene.said(Said.open(CALL, Said.PARTY, KeyBlock.CLEAR)).leadsTo("listen RTP");
        scene.on(new Input.Media(CALL, new MediaEvent.Listening(Scene.MEDIA)))
                .leadsTo("send OpenReceiveChannelAck", "report MediaOpened");
        scene.said(Said.state(CallPhase.CONNECTED, CALL))
                .leadsTo("cancel ANSWERED", "report Answered", "tell Answered", "start MEDIA_START 10 s");
        scene.said(Said.start(CALL, Said.PARTY, KeyBlock.CLEAR)).leadsTo("talk RTP", "cancel MEDIA_START");
        scene.on(new Input.Media(CALL, new MediaEvent.Talking(Scene.MEDIA)))
                .leadsTo("send StartMediaTransmissionAck", "report MediaOpened");
        scene.said(Said.close(CALL, Said.PARTY)).leadsTo("deafen");
        scene.said(Said.stop(CALL, Said.PARTY)).leadsTo("mute");
        scene.said(Said.state(CallPhase.ON_HOOK, CALL)).leadsTo("end by far end");
        Action.End end = scene.asked(Action.End.class);
        assertEquals(MediaProtection.RTP, end.receive());
        assertEquals(MediaProtection.RTP, end.transmit());
        assertFalse(scene.busy());
    }

    @Test
    void an_offered_call_tells_caller_called_and_redirecting_parties() {
        scene.ring(CALL);
        CallDetails details = scene.asked(Action.Offer.class).details();
        assertEquals(new CallDetails.Party("1001", "Alice", ""), details.calling());
        assertEquals("5001", details.called().number());
        assertEquals("1002", details.originalCalled().mailbox());
        assertEquals("1002", details.lastRedirecting().number());
        assertEquals("1001", scene.reported(CallReport.Offered.class).calling());
    }

    @Test
    void a_call_of_which_nothing_is_told_is_offered_all_the_same() {
        scene.said(Said.state(CallPhase.RING_IN, CALL));
        scene.fired(Timer.Kind.CALL_INFO).leadsTo("report Offered", "offer");
        assertEquals(CallDetails.UNKNOWN, scene.asked(Action.Offer.class).details());
    }

    @Test
    void what_is_told_later_updates_the_call() {
        scene.said(Said.state(CallPhase.RING_IN, CALL));
        scene.fired(Timer.Kind.CALL_INFO);
        scene.said(Said.callInfo(CALL)).leadsTo("update");
    }

    @Test
    void what_is_told_of_another_call_is_not_of_this_one() {
        scene.said(Said.state(CallPhase.RING_IN, CALL));
        scene.said(Said.callInfo(CALL + 1)).leadsTo();
    }

    @Test
    void a_call_abandoned_before_it_was_offered_ends() {
        scene.said(Said.state(CallPhase.RING_IN, CALL));
        scene.said(Said.state(CallPhase.ON_HOOK, CALL)).leadsTo("cancel CALL_INFO", "end by far end");
    }

    @Test
    void a_call_abandoned_while_it_rings_ends() {
        scene.ring(CALL);
        scene.said(Said.state(CallPhase.ON_HOOK, CALL)).leadsTo("end by far end");
    }

    @Test
    void a_call_that_the_application_does_not_want_rings_on() {
        scene.ring(CALL);
        scene.on(new Input.HangUp(CALL)).leadsTo("end by port");
        assertFalse(scene.busy());
    }

    @Test
    void a_hang_up_of_the_port_waits_for_the_call_managers_word() {
        Scene talking = Scene.talking(SecurityMode.NON_SECURE);
        talking.media(KeyBlock.CLEAR, KeyBlock.CLEAR);
        talking.on(new Input.HangUp(CALL)).leadsTo("mute", "deafen", "send OnHook", "start CALL_END 2 s");
        assertEquals(new CallMessage.OnHook(1, CALL), talking.sent(CallMessage.OnHook.class));
        talking.said(Said.close(CALL, Said.PARTY)).leadsTo();
        talking.said(Said.stop(CALL, Said.PARTY)).leadsTo();
        talking.said(Said.state(CallPhase.ON_HOOK, CALL)).leadsTo("cancel CALL_END", "end by port");
        assertEquals(
                MediaProtection.RTP, talking.asked(Action.End.class).receive(), "the summary knows the media that was");
    }

    @Test
    void a_hang_up_that_is_not_confirmed_ends_the_call_all_the_same() {
        Scene talking = Scene.talking(SecurityMode.NON_SECURE);
        talking.on(new Input.HangUp(CALL));
        talking.fired(Timer.Kind.CALL_END).leadsTo("end by port");
        assertFalse(talking.busy());
    }

    @Test
    void an_application_may_hang_up_before_the_call_is_connected() {
        scene.ring(CALL);
        scene.on(new Input.Answer(CALL));
        scene.on(new Input.HangUp(CALL))
                .leadsTo("mute", "deafen", "send OnHook", "cancel ANSWERED", "start CALL_END 2 s");
    }

    @Test
    void media_that_comes_while_the_call_ends_opens_nothing() {
        Scene talking = Scene.talking(SecurityMode.NON_SECURE);
        talking.on(new Input.HangUp(CALL));
        talking.said(Said.open(CALL, Said.PARTY, KeyBlock.CLEAR)).leadsTo();
        talking.said(Said.start(CALL, Said.PARTY, KeyBlock.CLEAR)).leadsTo();
        talking.on(new Input.Media(CALL, new MediaEvent.Listening(Scene.MEDIA))).leadsTo();
    }

    @Test
    void an_answered_call_that_is_never_connected_is_released() {
        scene.ring(CALL);
        scene.on(new Input.Answer(CALL));
        scene.fired(Timer.Kind.ANSWERED).leadsTo("mute", "deafen", "send OnHook", "start CALL_END 2 s");
    }

    @Test
    void a_connected_call_that_never_gets_media_is_released() {
        Scene talking = Scene.talking(SecurityMode.NON_SECURE);
        talking.said(Said.open(CALL, Said.PARTY, KeyBlock.CLEAR)).leadsTo("listen RTP");
        talking.fired(Timer.Kind.MEDIA_START).leadsTo("mute", "deafen", "send OnHook", "start CALL_END 2 s");
        talking.said(Said.state(CallPhase.ON_HOOK, CALL));
        assertTrue(talking.asked(Action.End.class).by().contains("no StartMediaTransmission"));
    }

    /** As chan-sccp does (peers-observed). */
    @Test
    void connected_may_be_said_twice() {
        Scene talking = Scene.talking(SecurityMode.NON_SECURE);
        talking.said(Said.state(CallPhase.CONNECTED, CALL)).leadsTo();
    }

    @Test
    void a_second_call_is_left_ringing_and_told() {
        Scene talking = Scene.talking(SecurityMode.NON_SECURE);
        talking.said(Said.state(CallPhase.RING_IN, 77)).leadsTo("report Refused");
        assertEquals(77, talking.reported(CallReport.Refused.class).reference());
        talking.said(Said.callInfo(77)).leadsTo();
        talking.on(new Input.Answer(77)).leadsTo();
        talking.on(new Input.HangUp(77)).leadsTo();
        talking.said(Said.state(CallPhase.ON_HOOK, 77)).leadsTo();
        assertTrue(talking.busy());
    }

    @Test
    void a_call_that_rings_before_the_end_of_the_last_one_is_confirmed_is_offered() {
        Scene talking = Scene.talking(SecurityMode.NON_SECURE);
        talking.on(new Input.HangUp(CALL));
        talking.said(Said.state(CallPhase.RING_IN, 77))
                .leadsTo("cancel CALL_END", "end by port", "start CALL_INFO 500 ms");
        talking.said(Said.callInfo(77)).leadsTo("cancel CALL_INFO", "report Offered", "offer");
    }

    @Test
    void a_late_end_of_the_last_call_is_not_the_end_of_the_next() {
        Scene talking = Scene.talking(SecurityMode.NON_SECURE);
        talking.on(new Input.HangUp(CALL));
        talking.ring(77);
        talking.said(Said.state(CallPhase.ON_HOOK, CALL)).leadsTo();
        assertTrue(talking.busy());
    }

    @Test
    void a_call_without_a_reference_lives_and_dies_like_any_other() {
        scene.said(Said.state(CallPhase.RING_IN, 0));
        scene.fired(Timer.Kind.CALL_INFO).leadsTo("report Offered", "offer");
        scene.on(new Input.Answer(0));
        scene.fired(Timer.Kind.ANSWERED).leadsTo("mute", "deafen", "send OnHook", "start CALL_END 2 s");
        scene.fired(Timer.Kind.CALL_END).leadsTo("end by port: the call manager doesn't connect the answered call");
    }

    @Test
    void a_lost_link_ends_the_call() {
        Scene talking = Scene.talking(SecurityMode.NON_SECURE);
        talking.closed();
        assertEquals("loss of the call manager", talking.asked(Action.End.class).by());
        assertFalse(talking.busy());
    }

    @Test
    void a_port_without_the_role_answer_takes_no_call() {
        PortSettings settings = new PortSettings(
                Scene.DEVICE,
                SecurityMode.NON_SECURE,
                Set.of(PortSettings.Role.MWI),
                List.of(Scene.FIRST),
                17,
                List.of(Codec.G711U),
                false,
                true,
                Optional.empty(),
                Timings.DEFAULT);
        Scene notifier = Scene.registered(settings);
        notifier.said(Said.state(CallPhase.RING_IN, CALL)).leadsTo("report Refused");
        assertFalse(notifier.busy());
    }

    @Test
    void a_channel_without_a_call_is_refused() {
        OpenReceiveChannelAck ack = scene.said(Said.open(9, 8, KeyBlock.CLEAR)).sent(OpenReceiveChannelAck.class);
        assertEquals(MediaStatus.INVALID_CALL_REFERENCE, ack.status());
        assertEquals(8, ack.passThruPartyId());
        scene.said(Said.start(9, 8, KeyBlock.CLEAR)).leadsTo();
    }

    @Test
    void an_idle_state_of_the_call_is_its_end() {
        Scene talking = Scene.talking(SecurityMode.NON_SECURE);
        talking.said(Said.state(CallPhase.IDLE, CALL)).leadsTo("cancel MEDIA_START", "end by far end");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 10, 12, 14, 17, 99, -1})
    void other_states_of_the_call_change_nothing(int phase) {
        Scene talking = Scene.talking(SecurityMode.NON_SECURE);
        talking.said(Said.state(new CallPhase(phase), CALL)).leadsTo();
    }

    @Test
    void a_refusal_names_who_and_what_to_do() {
        Scene talking = Scene.talking(SecurityMode.NON_SECURE);
        talking.said(Said.state(CallPhase.RING_IN, 77));
        Fault fault = talking.reported(CallReport.Refused.class).fault();
        assertFalse(fault.todo().isEmpty());
    }
}
