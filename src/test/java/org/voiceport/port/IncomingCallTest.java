package org.voiceport.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voiceport.event.CallReport;
import org.voiceport.event.SecurityMode;
import org.voiceport.sccp.CallMessage;
import org.voiceport.sccp.CallPhase;
import org.voiceport.sccp.MediaMessage.KeyBlock;
import org.voiceport.sccp.Tone;

/** What may cross an incoming call: states that are unknown or out of order, a busy port, glare, another device. */
class IncomingCallTest {
    private static final int CALL = Scene.CALL;
    private static final int SECOND = 77;
    private static final Outgoing OUT = new Outgoing("9099", Optional.empty(), false, Duration.ofSeconds(20));

    private final Scene scene = Scene.registered(SecurityMode.NON_SECURE);

    private static Scene registered(PortSettings.Role... roles) {
        return Scene.registered(
                Scene.with(Scene.settings(SecurityMode.NON_SECURE, false, 17, Scene.FIRST), Set.of(roles)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16, 17, 18, 99, -1, Integer.MIN_VALUE})
    void states_unknown_or_out_of_order_do_not_touch_a_call_that_rings(int phase) {
        scene.ring(CALL);
        scene.said(Said.state(new CallPhase(phase), CALL)).leadsTo();
        scene.on(new Input.Answer(CALL)).leadsTo("send OffHook", "start ANSWERED 10 s");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 99, -1, Integer.MIN_VALUE})
    void nor_one_that_is_being_answered(int phase) {
        scene.ring(CALL);
        scene.on(new Input.Answer(CALL));
        scene.said(Said.state(new CallPhase(phase), CALL)).leadsTo();
        scene.said(Said.state(CallPhase.CONNECTED, CALL));
        assertTrue(scene.lines().contains("tell Answered"));
    }

    @Test
    void ringing_told_twice_is_one_call() {
        scene.said(Said.state(CallPhase.RING_IN, CALL)).leadsTo("start CALL_INFO 500 ms");
        scene.said(Said.state(CallPhase.RING_IN, CALL)).leadsTo();
        scene.said(Said.callInfo(CALL)).leadsTo("cancel CALL_INFO", "report Offered", "offer");
        scene.said(Said.state(CallPhase.RING_IN, CALL)).leadsTo();
    }

    @Test
    void parties_told_before_it_rings_are_of_no_call() {
        scene.said(Said.callInfo(CALL)).leadsTo();
        scene.said(Said.state(CallPhase.RING_IN, CALL));
        scene.fired(Timer.Kind.CALL_INFO).leadsTo("report Offered", "offer");
    }

    @Test
    void the_end_of_a_call_that_is_none_is_nothing() {
        scene.said(Said.state(CallPhase.ON_HOOK, CALL)).leadsTo();
        scene.said(Said.state(CallPhase.IDLE, CALL)).leadsTo();
        scene.said(Said.close(CALL, Said.PARTY)).leadsTo();
        scene.said(Said.stop(CALL, Said.PARTY)).leadsTo();
    }

    @Test
    void a_call_abandoned_as_it_is_answered_ends() {
        scene.ring(CALL);
        scene.on(new Input.Answer(CALL));
        scene.said(Said.state(CallPhase.ON_HOOK, CALL)).leadsTo("cancel ANSWERED", "end by far end");
        assertFalse(scene.busy());
    }

    @Test
    void an_answer_that_comes_after_the_caller_has_left_does_nothing() {
        scene.ring(CALL);
        scene.said(Said.state(CallPhase.ON_HOOK, CALL)).leadsTo("end by far end");
        scene.on(new Input.Answer(CALL)).leadsTo();
    }

    @Test
    void a_call_that_another_device_of_the_line_took_is_not_broken_into() {
        scene.ring(CALL);
        scene.said(Said.state(CallPhase.IN_USE_REMOTE, CALL))
                .leadsTo("end by another device of the line, which took the call");
        scene.on(new Input.Answer(CALL)).leadsTo();
        assertFalse(scene.busy());
    }

    @Test
    void a_connected_call_is_not_ended_by_use_elsewhere() {
        Scene talking = Scene.talking(SecurityMode.NON_SECURE);
        talking.said(Said.state(CallPhase.IN_USE_REMOTE, CALL)).leadsTo();
        assertTrue(talking.busy());
    }

    @Test
    void a_call_that_waits_at_a_port_without_a_call_rings() {
        scene.said(Said.state(CallPhase.CALL_WAITING, CALL)).leadsTo("start CALL_INFO 500 ms");
        scene.said(Said.callInfo(CALL)).leadsTo("cancel CALL_INFO", "report Offered", "offer");
    }

    @Test
    void a_call_that_waits_for_the_end_of_the_last_one_is_offered() {
        Scene talking = Scene.talking(SecurityMode.NON_SECURE);
        talking.on(new Input.HangUp(CALL));
        talking.said(Said.state(CallPhase.CALL_WAITING, SECOND))
                .leadsTo("cancel CALL_END", "end by port", "start CALL_INFO 500 ms");
    }

    @Test
    void a_call_that_waits_at_a_busy_port_is_left_and_told_once() {
        Scene talking = Scene.talking(SecurityMode.NON_SECURE);
        talking.said(Said.state(CallPhase.CALL_WAITING, SECOND)).leadsTo("report Refused");
        assertTrue(talking.reported(CallReport.Refused.class).fault().todo().contains("busy trigger"));
        talking.said(Said.state(CallPhase.CALL_WAITING, SECOND)).leadsTo();
        talking.said(new CallMessage.StartTone(new Tone(0x2D), 0, 1, CALL)).leadsTo();
        talking.said(Said.state(CallPhase.RING_IN, SECOND)).leadsTo();
        talking.said(Said.state(CallPhase.ON_HOOK, SECOND)).leadsTo();
        assertTrue(talking.busy());
    }

    @Test
    void a_second_call_on_a_port_whose_first_one_rings_is_left_too() {
        scene.ring(CALL);
        scene.said(Said.state(CallPhase.RING_IN, SECOND)).leadsTo("report Refused");
        scene.said(Said.callInfo(SECOND)).leadsTo();
        scene.said(Said.open(SECOND, 5, KeyBlock.CLEAR)).leadsTo("send OpenReceiveChannelAck");
        scene.on(new Input.Answer(CALL)).leadsTo("send OffHook", "start ANSWERED 10 s");
    }

    @Test
    void a_call_that_the_port_wants_to_make_gives_way_to_one_that_rings() {
        Scene both = registered(PortSettings.Role.ANSWER, PortSettings.Role.MWI);
        both.ring(CALL);
        both.on(new Input.Place(1, OUT)).leadsTo("notmade");
        assertEquals(NoCall.BUSY, both.asked(Action.NotMade.class).why());
        both.on(new Input.Answer(CALL)).leadsTo("send OffHook", "start ANSWERED 10 s");
    }

    @Test
    void glare_gives_the_line_to_the_call_that_rings() {
        Scene both = registered(PortSettings.Role.ANSWER, PortSettings.Role.MWI);
        both.on(new Input.Place(1, OUT));
        both.said(Said.state(CallPhase.RING_IN, CALL)).leadsTo("cancel SEIZE", "notmade", "start CALL_INFO 500 ms");
        assertEquals(NoCall.GLARE, both.asked(Action.NotMade.class).why());
    }

    @Test
    void a_call_that_waits_while_a_line_is_asked_for_changes_nothing() {
        Scene both = registered(PortSettings.Role.ANSWER, PortSettings.Role.MWI);
        both.on(new Input.Place(1, OUT));
        both.said(Said.state(CallPhase.CALL_WAITING, CALL)).leadsTo();
        both.said(Said.state(CallPhase.OFF_HOOK, SECOND));
        assertInstanceOf(Action.Begin.class, both.asked(Action.Begin.class));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 9})
    void a_port_without_the_role_answer_lets_it_ring_out_and_says_so(int phase) {
        Scene lamps = registered(PortSettings.Role.MWI, PortSettings.Role.NOTIFY);
        lamps.said(Said.state(new CallPhase(phase), CALL)).leadsTo("report Refused");
        CallReport.Refused refused = lamps.reported(CallReport.Refused.class);
        assertEquals("refused: it rings, but the port doesn't have the role answer", refused.text());
        assertEquals("take the port out of the line group, or give it the role", refused.todo());
        lamps.said(Said.callInfo(CALL)).leadsTo();
        lamps.on(new Input.Answer(CALL)).leadsTo();
        lamps.said(Said.state(CallPhase.ON_HOOK, CALL)).leadsTo();
    }
}
