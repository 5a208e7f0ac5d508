package org.voiceport.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.voiceport.event.SecurityMode;
import org.voiceport.sccp.CallMessage;
import org.voiceport.sccp.CallMessage.SoftKeyEvent;
import org.voiceport.sccp.CallPhase;
import org.voiceport.sccp.MediaMessage.KeyBlock;
import org.voiceport.sccp.SoftKey;
import org.voiceport.sccp.Tone;

/** Hold and transfer of a call, as in the wire reference 6.5 and 6.6. */
class TransferTest {
    private static final int FIRST = Scene.CALL;
    private static final int SECOND = 77;
    private static final int THIRD = 78;
    private static final Outgoing TO = new Outgoing("12", Optional.empty(), false, Duration.ofSeconds(20));

    private final Scene scene = Scene.talking(SecurityMode.NON_SECURE);

    /** The call has media; the port has pressed Transfer and dialled. */
    private void calling(boolean blind) {
        scene.media(KeyBlock.CLEAR, KeyBlock.CLEAR);
        scene.on(new Input.Transfer(FIRST, 1, TO, blind));
        held();
        scene.said(Said.state(CallPhase.OFF_HOOK, SECOND));
        scene.fired(Timer.Kind.DIGIT);
        scene.fired(Timer.Kind.DIGIT);
    }

    private void held() {
        scene.said(Said.close(FIRST, Said.PARTY));
        scene.said(Said.stop(FIRST, Said.PARTY));
        scene.said(Said.state(CallPhase.HOLD, FIRST));
    }

    private SoftKeyEvent pressed() {
        return scene.sent(SoftKeyEvent.class);
    }

    @Test
    void a_call_is_held_and_comes_back_with_new_media() {
        scene.media(KeyBlock.CLEAR, KeyBlock.CLEAR);
        scene.on(new Input.Hold(FIRST)).leadsTo("send SoftKeyEvent");
        assertEquals(new SoftKeyEvent(SoftKey.HOLD, 1, FIRST), pressed());
        scene.said(Said.close(FIRST, Said.PARTY)).leadsTo("deafen");
        scene.said(Said.stop(FIRST, Said.PARTY)).leadsTo("mute");
        scene.said(Said.state(CallPhase.HOLD, FIRST)).leadsTo("tell Held");
        scene.on(new Input.Hold(FIRST)).leadsTo();
        scene.on(new Input.Resume(FIRST)).leadsTo("send SoftKeyEvent");
        assertEquals(new SoftKeyEvent(SoftKey.RESUME, 1, FIRST), pressed());
        scene.said(Said.open(FIRST, Said.PARTY, KeyBlock.CLEAR)).leadsTo("listen RTP");
        scene.said(Said.state(CallPhase.CONNECTED, FIRST)).leadsTo("start MEDIA_START 10 s", "tell Resumed");
        scene.said(Said.start(FIRST, Said.PARTY, KeyBlock.CLEAR)).leadsTo("talk RTP", "cancel MEDIA_START");
        scene.on(new Input.Resume(FIRST)).leadsTo();
    }

    @Test
    void a_call_that_is_held_need_not_have_media_in_time() {
        scene.said(Said.state(CallPhase.HOLD, FIRST)).leadsTo("cancel MEDIA_START", "tell Held");
    }

    @Test
    void media_alone_brings_a_held_call_back() {
        scene.said(Said.state(CallPhase.HOLD, FIRST));
        scene.said(Said.start(FIRST, Said.PARTY, KeyBlock.CLEAR)).leadsTo("talk RTP", "tell Resumed");
    }

    @Test
    void a_blind_transfer_is_completed_as_soon_as_the_number_is_dialled() {
        scene.media(KeyBlock.CLEAR, KeyBlock.CLEAR);
        scene.on(new Input.Transfer(FIRST, 1, TO, true)).leadsTo("send SoftKeyEvent", "start SEIZE 5 s");
        assertEquals(new SoftKeyEvent(SoftKey.TRANSFER, 1, FIRST), pressed());
        held();
        scene.said(Said.state(CallPhase.OFF_HOOK, SECOND))
                .leadsTo("cancel SEIZE", "report Placed", "begin", "start DIGIT 100 ms");
        scene.fired(Timer.Kind.DIGIT);
        scene.fired(Timer.Kind.DIGIT)
                .leadsTo(
                        "send KeypadButton",
                        "tell Dialled",
                        "start NO_ANSWER 20 s",
                        "send SoftKeyEvent",
                        "start TRANSFER 5 s");
        assertEquals(new SoftKeyEvent(SoftKey.TRANSFER, 1, SECOND), pressed());
        scene.said(Said.state(CallPhase.ON_HOOK, FIRST))
                .leadsTo("tell Transferred", "cancel TRANSFER", "end by far end", "start TRANSFER 5 s");
        scene.said(Said.state(CallPhase.ON_HOOK, SECOND))
                .leadsTo("cancel NO_ANSWER", "cancel TRANSFER", "end by far end");
        assertFalse(scene.busy());
        assertTrue(scene.running.keySet().stream().noneMatch(Timer::isOfCall), scene.running::toString);
    }

    @Test
    void the_second_call_may_end_first() {
        calling(true);
        scene.said(Said.state(CallPhase.ON_HOOK, SECOND)).leadsTo("cancel NO_ANSWER", "end by far end");
        scene.said(Said.state(CallPhase.ON_HOOK, FIRST))
                .leadsTo("tell Transferred", "cancel TRANSFER", "end by far end");
        assertFalse(scene.busy());
    }

    @Test
    void a_second_call_that_the_call_manager_forgets_is_hung_up() {
        calling(true);
        scene.said(Said.state(CallPhase.ON_HOOK, FIRST));
        scene.fired(Timer.Kind.TRANSFER)
                .leadsTo("mute", "deafen", "send OnHook", "cancel NO_ANSWER", "start CALL_END 2 s");
        assertEquals(new CallMessage.OnHook(1, SECOND), scene.sent(CallMessage.OnHook.class));
    }

    @Test
    void a_transfer_that_is_not_done_brings_the_call_back() {
        calling(true);
        scene.fired(Timer.Kind.TRANSFER)
                .leadsTo("mute", "deafen", "send OnHook", "cancel NO_ANSWER", "start CALL_END 2 s");
        scene.said(Said.state(CallPhase.ON_HOOK, SECOND))
                .leadsTo("cancel CALL_END", "end by port", "tell NotTransferred", "send SoftKeyEvent");
        assertEquals(new SoftKeyEvent(SoftKey.RESUME, 1, FIRST), pressed());
        scene.said(Said.state(CallPhase.CONNECTED, FIRST)).leadsTo("start MEDIA_START 10 s", "tell Resumed");
    }

    @Test
    void a_busy_number_brings_the_call_back() {
        calling(true);
        scene.said(Said.state(CallPhase.BUSY, SECOND));
        scene.said(Said.state(CallPhase.ON_HOOK, SECOND))
                .leadsTo(
                        "cancel CALL_END",
                        "end by port: the far end is busy",
                        "cancel TRANSFER",
                        "tell NotTransferred",
                        "send SoftKeyEvent");
    }

    @Test
    void a_call_manager_without_a_line_to_spare_brings_the_call_back() {
        scene.media(KeyBlock.CLEAR, KeyBlock.CLEAR);
        scene.on(new Input.Transfer(FIRST, 1, TO, true));
        held();
        scene.fired(Timer.Kind.SEIZE).leadsTo("notmade", "tell NotTransferred", "send SoftKeyEvent");
        assertEquals(new SoftKeyEvent(SoftKey.RESUME, 1, FIRST), pressed());
        scene.said(Said.state(CallPhase.OFF_HOOK, SECOND)).leadsTo("send OnHook");
    }

    @Test
    void a_call_that_was_never_held_is_not_asked_back() {
        scene.on(new Input.Transfer(FIRST, 1, TO, true));
        scene.fired(Timer.Kind.SEIZE).leadsTo("notmade", "tell NotTransferred");
    }

    @Test
    void a_supervised_transfer_is_completed_when_the_port_says_so() {
        calling(false);
        scene.said(Said.open(SECOND, 5, KeyBlock.CLEAR)).leadsTo("listen RTP");
        assertEquals(SECOND, scene.asked(Action.Listen.class).call());
        scene.said(Said.state(CallPhase.CONNECTED, SECOND))
                .leadsTo("cancel NO_ANSWER", "report Answered", "tell Answered", "start MEDIA_START 10 s");
        scene.said(Said.start(SECOND, 5, KeyBlock.CLEAR)).leadsTo("talk RTP", "cancel MEDIA_START");
        scene.on(new Input.Complete(FIRST)).leadsTo("send SoftKeyEvent", "start TRANSFER 5 s");
        assertEquals(new SoftKeyEvent(SoftKey.TRANSFER, 1, SECOND), pressed());
        scene.on(new Input.Complete(FIRST)).leadsTo();
        scene.said(Said.close(SECOND, 5)).leadsTo("deafen");
        scene.said(Said.state(CallPhase.ON_HOOK, SECOND)).leadsTo("end by far end");
        scene.said(Said.state(CallPhase.ON_HOOK, FIRST))
                .leadsTo("tell Transferred", "cancel TRANSFER", "end by far end");
    }

    @Test
    void it_may_be_completed_while_it_still_rings() {
        calling(false);
        scene.said(Said.state(CallPhase.RING_OUT, SECOND)).leadsTo("tell Alerting");
        scene.on(new Input.Complete(FIRST)).leadsTo("send SoftKeyEvent", "start TRANSFER 5 s");
    }

    @Test
    void media_without_a_reference_is_of_the_second_call() {
        calling(false);
        scene.said(Said.open(0, 5, KeyBlock.CLEAR)).leadsTo("listen RTP");
        assertEquals(SECOND, scene.asked(Action.Listen.class).call());
    }

    @Test
    void keys_are_those_of_whom_the_port_speaks_with() {
        calling(false);
        scene.said(Said.state(CallPhase.CONNECTED, SECOND));
        scene.said(new CallMessage.StartTone(new Tone(5), 0, 1, SECOND)).leadsTo("start KEY_TWIN 150 ms", "tell Digit");
        assertEquals(SECOND, scene.asked(Action.Tell.class).call());
        scene.said(new CallMessage.StartTone(new Tone(5), 0, 1, FIRST)).leadsTo();
    }

    @Test
    void a_consultation_that_ends_brings_the_call_back() {
        calling(false);
        scene.said(Said.state(CallPhase.CONNECTED, SECOND));
        scene.said(Said.state(CallPhase.ON_HOOK, SECOND))
                .leadsTo("cancel MEDIA_START", "end by far end", "tell NotTransferred", "send SoftKeyEvent");
        assertEquals(new SoftKeyEvent(SoftKey.RESUME, 1, FIRST), pressed());
    }

    @Test
    void a_consultation_is_cancelled_by_hanging_it_up() {
        calling(false);
        scene.on(new Input.HangUp(SECOND))
                .leadsTo("mute", "deafen", "send OnHook", "cancel NO_ANSWER", "start CALL_END 2 s");
        assertEquals(new CallMessage.OnHook(1, SECOND), scene.sent(CallMessage.OnHook.class));
        scene.fired(Timer.Kind.CALL_END).leadsTo("end by port", "tell NotTransferred", "send SoftKeyEvent");
    }

    @Test
    void a_caller_who_hangs_up_ends_a_blind_transfer() {
        scene.on(new Input.Transfer(FIRST, 1, TO, true));
        scene.said(Said.state(CallPhase.OFF_HOOK, SECOND));
        scene.said(Said.state(CallPhase.ON_HOOK, FIRST))
                .leadsTo(
                        "cancel MEDIA_START",
                        "end by far end",
                        "mute",
                        "deafen",
                        "send OnHook",
                        "cancel DIGIT",
                        "start CALL_END 2 s");
        scene.said(Said.state(CallPhase.ON_HOOK, SECOND)).leadsTo("cancel CALL_END", "end by port");
        assertFalse(scene.busy());
    }

    @Test
    void a_consultation_outlives_the_caller() {
        calling(false);
        scene.said(Said.state(CallPhase.CONNECTED, SECOND));
        scene.said(Said.state(CallPhase.ON_HOOK, FIRST)).leadsTo("end by far end");
        scene.said(Said.start(SECOND, 5, KeyBlock.CLEAR)).leadsTo("talk RTP", "cancel MEDIA_START");
        scene.said(Said.state(CallPhase.ON_HOOK, SECOND)).leadsTo("end by far end");
        assertFalse(scene.busy());
    }

    @Test
    void a_caller_who_hangs_up_before_there_is_a_line_ends_it_all() {
        scene.on(new Input.Transfer(FIRST, 1, TO, true));
        scene.said(Said.state(CallPhase.ON_HOOK, FIRST))
                .leadsTo("cancel MEDIA_START", "end by far end", "cancel SEIZE", "notmade");
        scene.said(Said.state(CallPhase.OFF_HOOK, SECOND)).leadsTo("send OnHook");
    }

    @Test
    void a_third_call_is_left_ringing() {
        calling(false);
        scene.said(Said.state(CallPhase.RING_IN, THIRD)).leadsTo("report Refused");
        scene.said(Said.state(CallPhase.RING_IN, THIRD)).leadsTo();
        scene.said(Said.state(CallPhase.OFF_HOOK, THIRD)).leadsTo("send OnHook");
    }

    @Test
    void a_lost_call_manager_ends_both_calls() {
        calling(false);
        scene.closed();
        assertEquals(
                List.of("end by loss of the call manager", "end by loss of the call manager"),
                scene.lines().stream().filter(line -> line.startsWith("end")).toList());
        assertTrue(scene.running.keySet().stream().noneMatch(Timer::isOfCall), scene.running::toString);
    }

    @Test
    void a_port_that_stops_hangs_up_both_calls() {
        calling(false);
        scene.on(new Input.Stop());
        assertEquals(2, scene.lines().stream().filter("send OnHook"::equals).count(), scene.lines()::toString);
    }

    @Test
    void only_a_connected_call_is_transferred() {
        Scene ringing = Scene.registered(SecurityMode.NON_SECURE);
        ringing.ring(FIRST);
        ringing.on(new Input.Transfer(FIRST, 1, TO, true)).leadsTo("notmade");
        ringing.on(new Input.Complete(FIRST)).leadsTo();
        ringing.on(new Input.Hold(FIRST)).leadsTo();
    }

    @Test
    void a_second_transfer_waits_for_none() {
        calling(false);
        scene.on(new Input.Transfer(FIRST, 2, TO, true)).leadsTo("notmade");
    }

    @Test
    void the_application_hears_of_each_call_by_itself() {
        Stage stage = new Stage(Scene.settings(SecurityMode.NON_SECURE, false, 17, Scene.FIRST));
        stage.talk();
        List<CallEvent> second = new ArrayList<>();
        List<Call> calls = new ArrayList<>();
        stage.call().call.consult(TO, new OutgoingHandler() {
            @Override
            public Consumer<CallEvent> begun(Call call) {
                calls.add(call);
                return second::add;
            }

            @Override
            public void notMade(NoCall why) {
                throw new AssertionError(why);
            }
        });
        stage.work();
        stage.link().says(Said.state(CallPhase.HOLD, FIRST));
        stage.link().says(Said.state(CallPhase.OFF_HOOK, SECOND));
        stage.after(Timings.DEFAULT.digit());
        stage.link().says(new CallMessage.StopTone(1, SECOND, Tone.SILENCE));
        stage.after(Timings.DEFAULT.digit());
        stage.link().says(Said.state(CallPhase.CONNECTED, SECOND));
        stage.call().call.completeTransfer();
        stage.work();
        stage.link().says(Said.state(CallPhase.ON_HOOK, SECOND));
        stage.link().says(Said.state(CallPhase.ON_HOOK, FIRST));
        assertEquals(SECOND, calls.get(0).reference());
        assertEquals(
                List.of(new CallEvent.Dialled(), new CallEvent.Answered(), new CallEvent.Ended("far end")), second);
        assertEquals(
                List.of(
                        new CallEvent.Answered(),
                        new CallEvent.Held(),
                        new CallEvent.Transferred(),
                        new CallEvent.Ended("far end")),
                stage.call().told);
        assertEquals(0, stage.timersRunning() - 2, "only keepalive and good service run");
    }
}
