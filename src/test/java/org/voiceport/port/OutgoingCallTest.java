package org.voiceport.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voiceport.event.SecurityMode;
import org.voiceport.sccp.CallMessage;
import org.voiceport.sccp.CallMessage.KeypadButton;
import org.voiceport.sccp.CallPhase;
import org.voiceport.sccp.KeypadKey;
import org.voiceport.sccp.LineMessage.OffHookWithCallingPartyNumber;
import org.voiceport.sccp.MediaMessage.KeyBlock;
import org.voiceport.sccp.MediaMessage.OpenReceiveChannelAck;
import org.voiceport.sccp.MediaStatus;
import org.voiceport.sccp.SecretText;
import org.voiceport.sccp.Tone;

/** Calls that the port makes, as in the wire reference 6.4. */
class OutgoingCallTest {
    private static final int CALL = Scene.CALL;
    private static final int RIVAL = 77;
    private static final Set<PortSettings.Role> ROLES = Set.of(PortSettings.Role.ANSWER, PortSettings.Role.NOTIFY);
    private static final PortSettings SETTINGS =
            Scene.with(Scene.settings(SecurityMode.NON_SECURE, false, 17, Scene.FIRST, Scene.SECOND), ROLES);

    private final Scene scene = Scene.registered(SETTINGS);

    private static Outgoing to(String number) {
        return new Outgoing(number, Optional.empty(), false, Duration.ofSeconds(20));
    }

    private Scene place(Outgoing outgoing) {
        return scene.on(new Input.Place(1, outgoing));
    }

    /** The line is given and the number dialled. */
    private void dial(String number) {
        place(to(number));
        scene.said(Said.state(CallPhase.OFF_HOOK, CALL));
        for (int i = 0; i < number.length(); i++) {
            scene.fired(Timer.Kind.DIGIT);
        }
    }

    @Test
    void a_number_is_dialled_digit_by_digit() {
        place(to("12#")).leadsTo("send OffHook", "start SEIZE 5 s");
        assertEquals(new CallMessage.OffHook(1, 0), scene.sent(CallMessage.OffHook.class));
        scene.said(Said.state(CallPhase.OFF_HOOK, CALL))
                .leadsTo("cancel SEIZE", "report Placed", "begin", "start DIGIT 100 ms");
        scene.fired(Timer.Kind.DIGIT).leadsTo("send KeypadButton", "start DIGIT 1 s");
        assertEquals(new KeypadButton(KeypadKey.of('1'), 1, CALL), scene.sent(KeypadButton.class));
        scene.said(new CallMessage.StopTone(1, CALL, Tone.SILENCE)).leadsTo("start DIGIT 100 ms");
        scene.fired(Timer.Kind.DIGIT).leadsTo("send KeypadButton", "start DIGIT 100 ms");
        assertEquals(new KeypadButton(KeypadKey.of('2'), 1, CALL), scene.sent(KeypadButton.class));
        scene.fired(Timer.Kind.DIGIT).leadsTo("send KeypadButton", "tell Dialled", "start NO_ANSWER 20 s");
        assertEquals(new KeypadButton(KeypadKey.of('#'), 1, CALL), scene.sent(KeypadButton.class));
    }

    @Test
    void a_dial_tone_that_nothing_ends_holds_dialling_up_but_not_for_ever() {
        place(to("12"));
        scene.said(Said.state(CallPhase.OFF_HOOK, CALL));
        scene.fired(Timer.Kind.DIGIT).leadsTo("send KeypadButton", "start DIGIT 1 s");
        scene.fired(Timer.Kind.DIGIT).leadsTo("send KeypadButton", "tell Dialled", "start NO_ANSWER 20 s");
    }

    @Test
    void a_call_is_answered_heard_and_ended_like_any_other() {
        dial("1001");
        scene.said(Said.state(CallPhase.PROCEED, CALL)).leadsTo();
        scene.said(Said.callInfo(CALL)).leadsTo("update");
        scene.said(Said.state(CallPhase.RING_OUT, CALL)).leadsTo("tell Alerting");
        scene.said(new CallMessage.StartTone(Tone.ALERTING, 0, 1, CALL)).leadsTo();
        scene.said(Said.open(CALL, Said.PARTY, KeyBlock.CLEAR)).leadsTo("listen RTP");
        scene.said(Said.state(CallPhase.CONNECTED, CALL))
                .leadsTo("cancel NO_ANSWER", "report Answered", "tell Answered", "start MEDIA_START 10 s");
        scene.said(Said.start(CALL, Said.PARTY, KeyBlock.CLEAR)).leadsTo("talk RTP", "cancel MEDIA_START");
        // One call manager says it twice (peers observed, 10).
        scene.said(Said.state(CallPhase.CONNECTED, CALL)).leadsTo();
        scene.said(Said.state(CallPhase.ON_HOOK, CALL)).leadsTo("end by far end");
        assertFalse(scene.busy());
    }

    @Test
    void whom_the_call_is_for_goes_with_the_off_hook() {
        place(new Outgoing("9099", Optional.of("2001"), true, Duration.ofSeconds(10)))
                .leadsTo("send OffHookWithCallingPartyNumber", "start SEIZE 5 s");
        assertEquals(
                new OffHookWithCallingPartyNumber("2001", "2001", 1), scene.sent(OffHookWithCallingPartyNumber.class));
        scene.said(Said.state(CallPhase.OFF_HOOK, CALL))
                .leadsTo("cancel SEIZE", "report Placed", "begin", "start DIGIT 100 ms");
    }

    @ParameterizedTest
    @CsvSource({"17, 1", "11, 0"})
    void a_number_goes_at_once_if_that_is_asked_for(int version, int line) {
        Scene other = Scene.registered(
                Scene.with(Scene.settings(SecurityMode.NON_SECURE, false, version, Scene.FIRST), ROLES));
        other.on(new Input.Place(1, new Outgoing("1001", Optional.empty(), true, Duration.ofSeconds(20))))
                .leadsTo("send EnblocCall", "start SEIZE 5 s");
        assertEquals(
                new CallMessage.EnblocCall(new SecretText("1001"), line), other.sent(CallMessage.EnblocCall.class));
        other.said(Said.state(CallPhase.OFF_HOOK, CALL))
                .leadsTo("cancel SEIZE", "report Placed", "begin", "tell Dialled", "start NO_ANSWER 20 s");
    }

    @Test
    void the_first_word_on_a_call_may_be_that_its_number_is_wrong() {
        place(new Outgoing("1", Optional.empty(), true, Duration.ofSeconds(20)));
        scene.said(Said.state(CallPhase.INVALID_NUMBER, CALL))
                .leadsTo(
                        "cancel SEIZE",
                        "report Placed",
                        "begin",
                        "tell Dialled",
                        "start NO_ANSWER 20 s",
                        "tell Failed",
                        "mute",
                        "deafen",
                        "send OnHook",
                        "cancel NO_ANSWER",
                        "start CALL_END 2 s");
    }

    @ParameterizedTest
    @CsvSource({"6, BUSY", "7, CONGESTION", "14, INVALID_NUMBER"})
    void a_call_that_cannot_be_put_through_is_hung_up(int phase, CallEvent.Failure why) {
        dial("1001");
        scene.said(Said.state(new CallPhase(phase), CALL))
                .leadsTo("tell Failed", "mute", "deafen", "send OnHook", "cancel NO_ANSWER", "start CALL_END 2 s");
        assertEquals(new CallEvent.Failed(why), scene.asked(Action.Tell.class).event());
        scene.said(Said.state(CallPhase.ON_HOOK, CALL));
        assertTrue(scene.asked(Action.End.class).by().startsWith("port: "), scene.lines()::toString);
    }

    @ParameterizedTest
    @CsvSource({"0x23, BUSY", "0x25, CONGESTION"})
    void a_tone_alone_says_it_as_well(String tone, CallEvent.Failure why) {
        dial("1001");
        scene.said(new CallMessage.StartTone(new Tone(Integer.decode(tone)), 0, 1, CALL));
        assertEquals(new CallEvent.Failed(why), scene.asked(Action.Tell.class).event());
    }

    @Test
    void the_ringing_tone_alone_says_that_it_rings() {
        dial("1001");
        scene.said(new CallMessage.StartTone(Tone.ALERTING, 0, 1, 0)).leadsTo("tell Alerting");
    }

    @Test
    void a_tone_of_another_call_says_nothing_of_this_one() {
        dial("1001");
        scene.said(new CallMessage.StartTone(Tone.LINE_BUSY, 0, 1, RIVAL)).leadsTo();
    }

    @Test
    void nobody_is_called_for_ever() {
        dial("1001");
        scene.said(Said.state(CallPhase.RING_OUT, CALL));
        scene.fired(Timer.Kind.NO_ANSWER).leadsTo("tell Failed", "mute", "deafen", "send OnHook", "start CALL_END 2 s");
        assertEquals(
                new CallEvent.Failed(CallEvent.Failure.NO_ANSWER),
                scene.asked(Action.Tell.class).event());
    }

    @Test
    void a_wrong_number_is_told_before_its_last_digit() {
        place(to("123"));
        scene.said(Said.state(CallPhase.OFF_HOOK, CALL));
        scene.fired(Timer.Kind.DIGIT);
        scene.said(Said.state(CallPhase.INVALID_NUMBER, CALL))
                .leadsTo("tell Failed", "mute", "deafen", "send OnHook", "cancel DIGIT", "start CALL_END 2 s");
    }

    @Test
    void a_call_manager_may_end_the_call_without_connecting_it() {
        // So it does when it has switched a lamp.
        dial("9099");
        scene.said(Said.state(CallPhase.ON_HOOK, CALL)).leadsTo("cancel NO_ANSWER", "end by far end");
        assertFalse(scene.busy());
    }

    @Test
    void a_call_that_nobody_wants_any_more_is_hung_up() {
        dial("1001");
        scene.on(new Input.HangUp(CALL))
                .leadsTo("mute", "deafen", "send OnHook", "cancel NO_ANSWER", "start CALL_END 2 s");
    }

    @Test
    void a_call_manager_that_gives_no_line_is_waited_for_with_a_limit() {
        place(to("1001"));
        scene.fired(Timer.Kind.SEIZE).leadsTo("send OnHook", "notmade");
        assertEquals(NoCall.NO_LINE, scene.asked(Action.NotMade.class).why());
        assertFalse(scene.busy());
        // What comes after all is nobody's.
        scene.said(Said.state(CallPhase.OFF_HOOK, CALL)).leadsTo("send OnHook");
        assertEquals(new CallMessage.OnHook(1, CALL), scene.sent(CallMessage.OnHook.class));
    }

    @Test
    void a_call_that_rings_meanwhile_goes_first() {
        place(to("1001"));
        scene.said(Said.state(CallPhase.RING_IN, RIVAL)).leadsTo("cancel SEIZE", "notmade", "start CALL_INFO 500 ms");
        assertEquals(NoCall.GLARE, scene.asked(Action.NotMade.class).why());
        scene.said(Said.callInfo(RIVAL)).leadsTo("cancel CALL_INFO", "report Offered", "offer");
        scene.on(new Input.Answer(RIVAL)).leadsTo("send OffHook", "start ANSWERED 10 s");
    }

    @Test
    void a_line_given_for_a_call_that_gave_way_is_put_back() {
        place(to("1001"));
        scene.ring(RIVAL);
        scene.said(Said.state(CallPhase.OFF_HOOK, CALL)).leadsTo("send OnHook");
        assertEquals(new CallMessage.OnHook(1, CALL), scene.sent(CallMessage.OnHook.class));
        scene.on(new Input.Answer(RIVAL)).leadsTo("send OffHook", "start ANSWERED 10 s");
    }

    @Test
    void an_off_hook_taken_for_the_answer_of_the_rival_does_answer_it() {
        place(to("1001"));
        scene.said(Said.state(CallPhase.RING_IN, RIVAL));
        scene.said(Said.state(CallPhase.OFF_HOOK, RIVAL)).leadsTo();
        scene.said(Said.state(CallPhase.CONNECTED, RIVAL)).leadsTo();
        scene.said(Said.callInfo(RIVAL)).leadsTo("cancel CALL_INFO", "report Offered", "offer");
        scene.on(new Input.Answer(RIVAL)).leadsTo("report Answered", "tell Answered", "start MEDIA_START 10 s");
    }

    @Test
    void such_a_rival_that_nobody_wants_is_hung_up() {
        place(to("1001"));
        scene.ring(RIVAL);
        scene.said(Said.state(CallPhase.CONNECTED, RIVAL));
        scene.on(new Input.HangUp(RIVAL)).leadsTo("mute", "deafen", "send OnHook", "start CALL_END 2 s");
    }

    @Test
    void a_port_that_only_calls_lets_the_rival_ring() {
        Scene caller = Scene.registered(Scene.with(SETTINGS, Set.of(PortSettings.Role.MWI)));
        caller.on(new Input.Place(1, to("1001")));
        caller.said(Said.state(CallPhase.RING_IN, RIVAL)).leadsTo("cancel SEIZE", "notmade", "report Refused");
        caller.said(Said.state(CallPhase.CONNECTED, RIVAL)).leadsTo("send OnHook");
    }

    @Test
    void a_port_has_one_call_at_a_time() {
        place(to("1001"));
        scene.on(new Input.Place(2, to("1002"))).leadsTo("notmade");
        assertEquals(new Action.NotMade(2, NoCall.BUSY), scene.asked(Action.NotMade.class));
        scene.said(Said.state(CallPhase.OFF_HOOK, CALL));
        scene.on(new Input.Place(3, to("1002"))).leadsTo("notmade");
        assertEquals(new Action.NotMade(3, NoCall.BUSY), scene.asked(Action.NotMade.class));
        scene.on(new Input.HangUp(CALL));
        scene.on(new Input.Place(4, to("1002"))).leadsTo("notmade");
    }

    @Test
    void a_port_without_a_role_for_it_makes_no_call() {
        Scene answering = Scene.registered(SecurityMode.NON_SECURE);
        answering.on(new Input.Place(1, to("1001"))).leadsTo("notmade");
        assertEquals(NoCall.NO_ROLE, answering.asked(Action.NotMade.class).why());
    }

    @Test
    void a_port_that_is_not_registered_makes_no_call() {
        Scene early = new Scene(SETTINGS);
        early.on(new Input.Start());
        early.on(new Input.Place(1, to("1001"))).leadsTo("notmade");
        assertEquals(NoCall.NOT_REGISTERED, early.asked(Action.NotMade.class).why());
    }

    @Test
    void a_lost_call_manager_ends_the_attempt() {
        place(to("1001"));
        scene.closed();
        assertEquals(NoCall.NOT_REGISTERED, scene.asked(Action.NotMade.class).why());
    }

    @Test
    void a_port_that_stops_hangs_up_first() {
        place(to("1001"));
        scene.on(new Input.Stop())
                .leadsTo(
                        "send OnHook",
                        "cancel SEIZE",
                        "notmade",
                        "cancel KEEPALIVE",
                        "cancel GOOD_SERVICE",
                        "send Unregister",
                        "start UNREGISTER_ACK 3 s");
        assertEquals(NoCall.STOPPED, scene.asked(Action.NotMade.class).why());
    }

    @Test
    void media_of_no_call_is_refused_while_a_line_is_asked_for() {
        place(to("1001"));
        scene.said(Said.open(RIVAL, Said.PARTY, KeyBlock.CLEAR)).leadsTo("send OpenReceiveChannelAck");
        assertEquals(
                MediaStatus.INVALID_CALL_REFERENCE,
                scene.sent(OpenReceiveChannelAck.class).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12a", "1 2", "123456789012345678901234"})
    void what_cannot_be_dialled_is_no_number(String number) {
        assertThrows(IllegalArgumentException.class, () -> to(number));
    }

    @Test
    void an_outgoing_call_prints_no_number() {
        Outgoing outgoing = new Outgoing("9099", Optional.of("2001"), false, Duration.ofSeconds(1));
        assertEquals("***", outgoing.toString());
        assertFalse(new Input.Place(1, outgoing).toString().contains("9099"));
    }

    @Test
    void who_asked_hears_what_becomes_of_the_call() {
        Stage stage = new Stage(SETTINGS);
        stage.register();
        List<CallEvent> told = new ArrayList<>();
        List<Call> calls = new ArrayList<>();
        stage.port.place(to("1"), handler(calls, told, new ArrayList<>()));
        stage.work();
        stage.link().says(Said.state(CallPhase.OFF_HOOK, CALL));
        assertEquals(CALL, calls.get(0).reference());
        stage.after(Timings.DEFAULT.digit());
        stage.link().says(Said.state(CallPhase.RING_OUT, CALL));
        stage.link().says(Said.state(CallPhase.CONNECTED, CALL));
        calls.get(0).hangUp();
        stage.work();
        stage.link().says(Said.state(CallPhase.ON_HOOK, CALL));
        assertEquals(
                List.of(
                        new CallEvent.Dialled(),
                        new CallEvent.Alerting(),
                        new CallEvent.Answered(),
                        new CallEvent.Ended("port")),
                told);
        assertTrue(stage.stream().isClosed());
    }

    @Test
    void who_asked_hears_that_there_is_no_call() {
        Stage stage = new Stage(SETTINGS);
        List<NoCall> not = new ArrayList<>();
        stage.port.place(to("1"), handler(new ArrayList<>(), new ArrayList<>(), not));
        stage.work();
        assertEquals(List.of(NoCall.NOT_REGISTERED), not);
    }

    private static OutgoingHandler handler(List<Call> calls, List<CallEvent> told, List<NoCall> not) {
        return new OutgoingHandler() {
            @Override
            public Consumer<CallEvent> begun(Call call) {
                calls.add(call);
                return told::add;
            }

            @Override
            public void notMade(NoCall why) {
                not.add(why);
            }
        };
    }
}
