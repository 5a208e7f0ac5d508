package org.voiceport.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voiceport.event.Fault;
import org.voiceport.event.PortEvent;
import org.voiceport.event.SecurityMode;
import org.voiceport.sccp.CallPhase;
import org.voiceport.sccp.MediaMessage.KeyBlock;
import org.voiceport.sccp.RegistrationMessage;
import org.voiceport.sccp.ResetType;
import org.voiceport.sccp.UnregisterStatus;

/** Reset, restart and stop as in the wire reference 6.8. */
class PortMachineDepartureTest {
    private static final RegistrationMessage.UnregisterAck UNREGISTERED =
            new RegistrationMessage.UnregisterAck(UnregisterStatus.OK);

    private static RegistrationMessage.Reset reset(int type) {
        return new RegistrationMessage.Reset(new ResetType(type));
    }

    @ParameterizedTest
    @CsvSource({"1, reset", "2, restart", "3, apply-config", "77, reset"})
    void an_idle_port_leaves_at_once_and_comes_back_soon(int type, String kind) {
        Scene scene = Scene.registered(SecurityMode.AUTHENTICATED);
        scene.said(reset(type))
                .leadsTo(
                        "report ResetAsked",
                        "cancel KEEPALIVE",
                        "cancel GOOD_SERVICE",
                        "send Unregister",
                        "start UNREGISTER_ACK 3 s");
        assertEquals(kind, scene.reported(PortEvent.ResetAsked.class).kind());
        scene.said(UNREGISTERED).leadsTo("cancel UNREGISTER_ACK", "close link", "report Left", "start RETRY");
        assertTrue(scene.running.get(Timer.of(Timer.Kind.RETRY)).compareTo(Duration.ofSeconds(5)) < 0);
        scene.fired(Timer.Kind.RETRY).leadsTo("dial cm1");
    }

    @Test
    void the_event_of_a_reset_reads_as_a_sentence() {
        Scene scene = Scene.registered(SecurityMode.AUTHENTICATED);
        scene.said(reset(2));
        assertEquals(
                "the call manager asks for restart",
                scene.reported(PortEvent.ResetAsked.class).text());
    }

    @Test
    void a_busy_port_leaves_after_its_call() {
        Scene scene = Scene.talking(SecurityMode.AUTHENTICATED);
        scene.said(reset(1)).leadsTo("report ResetAsked");
        assertTrue(scene.reported(PortEvent.ResetAsked.class).afterCall());
        scene.said(reset(2)).leadsTo();
        scene.fired(Timer.Kind.KEEPALIVE).leadsTo("send KeepAlive", "start KEEPALIVE 30 s");
        scene.said(Said.state(CallPhase.ON_HOOK, Scene.CALL))
                .leadsTo(
                        "cancel MEDIA_START",
                        "end by far end",
                        "cancel KEEPALIVE",
                        "cancel GOOD_SERVICE",
                        "send Unregister",
                        "start UNREGISTER_ACK 3 s");
    }

    /** Half a message would be what is left of a caller who is cut off (docs/calls.md). */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void no_timer_cuts_a_call_off_for_a_reset(int type) {
        Scene scene = Scene.talking(SecurityMode.AUTHENTICATED);
        scene.media(KeyBlock.CLEAR, KeyBlock.CLEAR);
        Set<Timer> before = Set.copyOf(scene.running.keySet());
        scene.said(reset(type)).leadsTo("report ResetAsked");
        assertEquals(before, scene.running.keySet());
        for (int halfMinute = 0; halfMinute < 100; halfMinute++) {
            scene.fired(Timer.Kind.KEEPALIVE).leadsTo("send KeepAlive", "start KEEPALIVE 30 s");
            scene.said(new RegistrationMessage.KeepAliveAck()).leadsTo();
        }
        scene.said(Said.state(CallPhase.RING_IN, 77)).leadsTo("report Refused");
        scene.on(new Input.HangUp(Scene.CALL));
        scene.said(Said.state(CallPhase.ON_HOOK, Scene.CALL));
        assertTrue(scene.lines().contains("send Unregister"), scene.lines()::toString);
    }

    @Test
    void an_unregister_that_is_not_answered_is_not_waited_for() {
        Scene scene = Scene.registered(SecurityMode.AUTHENTICATED);
        scene.said(reset(1));
        scene.fired(Timer.Kind.UNREGISTER_ACK).leadsTo("close link", "report Left", "start RETRY");
    }

    /** As chan_skinny does (peers-observed). */
    @Test
    void a_connection_closed_in_answer_to_unregister_is_an_answer() {
        Scene scene = Scene.registered(SecurityMode.AUTHENTICATED);
        scene.said(reset(1));
        scene.closed().leadsTo("cancel UNREGISTER_ACK", "report Left", "start RETRY");
    }

    @Test
    void calls_and_resets_while_it_leaves_change_nothing() {
        Scene scene = Scene.registered(SecurityMode.AUTHENTICATED);
        scene.said(reset(1));
        scene.ring(Scene.CALL).leadsTo();
        scene.said(reset(2)).leadsTo();
    }

    @Test
    void a_link_lost_before_a_pending_reset_is_the_loss_of_the_call_manager() {
        Scene scene = Scene.talking(SecurityMode.AUTHENTICATED);
        scene.said(reset(1));
        scene.closed()
                .leadsTo(
                        "cancel MEDIA_START",
                        "end by loss of the call manager",
                        "cancel KEEPALIVE",
                        "cancel GOOD_SERVICE",
                        "report Unregistered",
                        "dial cm2");
    }

    @Test
    void an_idle_port_registers_anew_when_its_trust_material_changes() {
        Scene scene = Scene.registered(SecurityMode.ENCRYPTED);
        scene.on(new Input.Renew())
                .leadsTo("cancel KEEPALIVE", "cancel GOOD_SERVICE", "send Unregister", "start UNREGISTER_ACK 3 s");
        scene.said(UNREGISTERED).leadsTo("cancel UNREGISTER_ACK", "close link", "report Left", "start RETRY");
        assertEquals("new trust material", scene.reported(PortEvent.Left.class).reason());
        scene.fired(Timer.Kind.RETRY).leadsTo("dial cm1");
    }

    @Test
    void a_busy_port_registers_anew_after_its_call() {
        Scene scene = Scene.talking(SecurityMode.ENCRYPTED);
        scene.on(new Input.Renew()).leadsTo();
        scene.on(new Input.Renew()).leadsTo();
        scene.said(Said.state(CallPhase.ON_HOOK, Scene.CALL))
                .leadsTo(
                        "cancel MEDIA_START",
                        "end by far end",
                        "cancel KEEPALIVE",
                        "cancel GOOD_SERVICE",
                        "send Unregister",
                        "start UNREGISTER_ACK 3 s");
    }

    @Test
    void a_port_that_waits_tries_soon_when_its_trust_material_changes() {
        Scene scene = Scene.of(SecurityMode.ENCRYPTED);
        scene.on(new Input.Start());
        for (int failure = 0; failure < 10; failure++) {
            scene.closed();
            scene.closed();
            scene.fired(Timer.Kind.RETRY);
        }
        scene.closed();
        scene.closed();
        scene.on(new Input.Renew()).leadsTo("start RETRY");
        assertTrue(scene.running.get(Timer.of(Timer.Kind.RETRY)).compareTo(Duration.ofSeconds(5)) < 0);
    }

    @Test
    void a_try_with_old_trust_material_is_given_up_for_one_with_the_new() {
        Scene dialing = Scene.of(SecurityMode.ENCRYPTED);
        dialing.on(new Input.Start());
        dialing.on(new Input.Renew()).leadsTo("close link", "start RETRY");

        Scene registering = Scene.of(SecurityMode.ENCRYPTED);
        registering.on(new Input.Start());
        registering.opened();
        registering.on(new Input.Renew()).leadsTo("cancel REGISTER_ACK", "close link", "start RETRY");
    }

    @Test
    void a_port_that_gave_up_tries_again_when_its_trust_material_changes() {
        Scene scene = Scene.of(SecurityMode.ENCRYPTED);
        scene.on(new Input.Start());
        scene.on(new Input.LinkClosed(new Fault.Misconfigured("no certificate", "")))
                .leadsTo("report Offline");
        scene.on(new Input.Renew()).leadsTo("start RETRY");
        scene.fired(Timer.Kind.RETRY).leadsTo("dial cm1");
    }

    @Test
    void a_port_that_is_told_to_stop_stays_so_whatever_changes() {
        Scene scene = Scene.registered(SecurityMode.ENCRYPTED);
        scene.on(new Input.Stop());
        scene.on(new Input.Renew()).leadsTo();
        scene.said(UNREGISTERED).leadsTo("cancel UNREGISTER_ACK", "close link", "report Left", "stopped");
        scene.on(new Input.Renew()).leadsTo();
    }

    @Test
    void stops_before_it_was_started() {
        Scene.of(SecurityMode.NON_SECURE).on(new Input.Stop()).leadsTo("stopped");
    }

    @Test
    void stops_while_it_waits() {
        Scene scene = Scene.of(SecurityMode.NON_SECURE);
        scene.on(new Input.Start());
        scene.closed();
        scene.closed();
        scene.on(new Input.Stop()).leadsTo("cancel RETRY", "stopped");
    }

    @Test
    void stops_while_it_dials() {
        Scene scene = Scene.of(SecurityMode.NON_SECURE);
        scene.on(new Input.Start());
        scene.on(new Input.Stop()).leadsTo("close link", "stopped");
    }

    @Test
    void stops_while_it_registers() {
        Scene scene = Scene.of(SecurityMode.NON_SECURE);
        scene.on(new Input.Start());
        scene.opened();
        scene.on(new Input.Stop()).leadsTo("cancel REGISTER_ACK", "close link", "stopped");
    }

    @Test
    void stops_from_an_idle_registration() {
        Scene scene = Scene.registered(SecurityMode.NON_SECURE);
        scene.on(new Input.Stop())
                .leadsTo("cancel KEEPALIVE", "cancel GOOD_SERVICE", "send Unregister", "start UNREGISTER_ACK 3 s");
        scene.said(UNREGISTERED).leadsTo("cancel UNREGISTER_ACK", "close link", "report Left", "stopped");
        assertInstanceOf(Registration.Stopped.class, scene.registration());
    }

    @Test
    void stops_in_the_middle_of_the_dialogue() {
        Scene scene = Scene.of(SecurityMode.NON_SECURE);
        scene.on(new Input.Start());
        scene.opened();
        scene.said(Said.registerAck(30, 17));
        scene.on(new Input.Stop())
                .leadsTo("cancel KEEPALIVE", "cancel DIALOGUE_ANSWER", "send Unregister", "start UNREGISTER_ACK 3 s");
    }

    @Test
    void stops_a_call_first() {
        Scene scene = Scene.talking(SecurityMode.NON_SECURE);
        scene.on(new Input.Stop()).leadsTo("mute", "deafen", "send OnHook", "cancel MEDIA_START", "start CALL_END 2 s");
        scene.said(Said.state(CallPhase.ON_HOOK, Scene.CALL))
                .leadsTo(
                        "cancel CALL_END",
                        "end by port: stop",
                        "cancel KEEPALIVE",
                        "cancel GOOD_SERVICE",
                        "send Unregister",
                        "start UNREGISTER_ACK 3 s");
    }

    @Test
    void leaves_a_ringing_call_to_ring_when_it_stops() {
        Scene scene = Scene.registered(SecurityMode.NON_SECURE);
        scene.ring(Scene.CALL);
        scene.on(new Input.Stop())
                .leadsTo(
                        "end by port: stop",
                        "cancel KEEPALIVE",
                        "cancel GOOD_SERVICE",
                        "send Unregister",
                        "start UNREGISTER_ACK 3 s");
    }

    @Test
    void a_lost_link_while_a_call_is_stopped_ends_the_call_before_the_port() {
        Scene scene = Scene.talking(SecurityMode.NON_SECURE);
        scene.on(new Input.Stop());
        scene.closed()
                .leadsTo(
                        "cancel CALL_END",
                        "end by loss of the call manager",
                        "cancel KEEPALIVE",
                        "cancel GOOD_SERVICE",
                        "stopped");
    }

    @Test
    void a_stop_turns_a_return_after_reset_into_an_end() {
        Scene scene = Scene.registered(SecurityMode.NON_SECURE);
        scene.said(reset(1));
        scene.on(new Input.Stop()).leadsTo();
        scene.said(UNREGISTERED).leadsTo("cancel UNREGISTER_ACK", "close link", "report Left", "stopped");
    }

    @Test
    void a_stopped_port_does_nothing_more() {
        Scene scene = Scene.of(SecurityMode.NON_SECURE);
        scene.on(new Input.Stop());
        scene.on(new Input.Start()).leadsTo();
        scene.on(new Input.Stop()).leadsTo();
        scene.opened().leadsTo();
        scene.closed().leadsTo();
    }

    @Test
    void a_call_that_rings_while_a_stopping_port_hangs_up_does_not_hold_it() {
        Scene scene = Scene.talking(SecurityMode.NON_SECURE);
        scene.on(new Input.Stop());
        scene.said(Said.state(CallPhase.RING_IN, 99));
        scene.said(Said.callInfo(99));
        assertInstanceOf(Registration.Leaving.class, scene.registration());
    }
}
