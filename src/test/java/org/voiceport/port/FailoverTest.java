package org.voiceport.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voiceport.event.SecurityMode;
import org.voiceport.sccp.CallPhase;
import org.voiceport.sccp.MediaMessage.KeyBlock;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.RegistrationMessage;
import org.voiceport.sccp.ResetType;
import org.voiceport.sccp.StationMessage;
import org.voiceport.sccp.StationMessage.RegisterTokenReq;
import org.voiceport.sccp.UnregisterStatus;

/** Loss of a call manager and return to a preferred one, as in the wire reference 6.2. */
class FailoverTest {
    private static final int CALL = Scene.CALL;
    private static final Server THIRD = new Server("cm3", 2000, 2443);
    private static final RegistrationMessage.UnregisterAck UNREGISTERED =
            new RegistrationMessage.UnregisterAck(UnregisterStatus.OK);
    private final Scene scene = onTheSecond(SecurityMode.NON_SECURE);

    /** The first call manager can't be reached, the port is registered with the second. */
    private static Scene onTheSecond(SecurityMode mode) {
        Scene scene = Scene.of(mode);
        scene.on(new Input.Start());
        scene.closed();
        scene.register();
        return scene;
    }

    private Scene opened() {
        return scene.on(new Input.ProbeOpened(Scene.LOCAL, null));
    }

    private Scene says(Message message) {
        return scene.on(new Input.ProbeReceived(message));
    }

    private void granted() {
        scene.fired(Timer.Kind.PREFERRED);
        opened();
        says(new StationMessage.RegisterTokenAck());
    }

    @Test
    void an_idle_port_asks_the_preferred_call_manager_leaves_and_comes() {
        scene.fired(Timer.Kind.PREFERRED).leadsTo("dialprobe");
        assertEquals(Scene.FIRST, scene.asked(Action.DialProbe.class).server());
        opened().leadsTo("sendprobe", "start TOKEN 10 s");
        RegisterTokenReq request =
                (RegisterTokenReq) scene.asked(Action.SendProbe.class).message();
        assertEquals(Scene.DEVICE.value(), request.deviceName());
        assertEquals(Scene.LOCAL.getAddress(), request.address());
        says(new StationMessage.RegisterTokenAck())
                .leadsTo(
                        "cancel TOKEN",
                        "cancel KEEPALIVE",
                        "cancel GOOD_SERVICE",
                        "send Unregister",
                        "start UNREGISTER_ACK 3 s");
        scene.said(UNREGISTERED)
                .leadsTo(
                        "cancel UNREGISTER_ACK",
                        "close link",
                        "report Left",
                        "useprobe",
                        "send Register",
                        "start REGISTER_ACK 10 s");
        scene.said(Said.registerAck(30, 17));
        assertTrue(scene.registration() instanceof Registered now && now.server() == 0);
        assertFalse(scene.running.containsKey(Timer.of(Timer.Kind.PREFERRED)), "nothing is preferred to the first");
    }

    @Test
    void a_call_manager_that_never_unregisters_the_port_does_not_keep_it() {
        granted();
        scene.fired(Timer.Kind.UNREGISTER_ACK)
                .leadsTo("close link", "report Left", "useprobe", "send Register", "start REGISTER_ACK 10 s");
    }

    @Test
    void a_connection_that_closes_meanwhile_is_made_anew() {
        granted();
        scene.on(new Input.ProbeClosed()).leadsTo();
        scene.said(UNREGISTERED).leadsTo("cancel UNREGISTER_ACK", "close link", "report Left", "dial cm1");
    }

    @ParameterizedTest
    @CsvSource({"0, 60", "45, 60", "300, 300", "-1, 60", "1000000, 3600"})
    void a_refused_token_is_asked_for_again_after_the_wait(int told, long seconds) {
        scene.fired(Timer.Kind.PREFERRED);
        opened();
        says(new StationMessage.RegisterTokenReject(told)).leadsTo("cancel TOKEN", "closeprobe", again(seconds));
    }

    private static String again(long seconds) {
        return "start PREFERRED " + seconds + " s";
    }

    @Test
    void one_that_knows_no_tokens_is_left_alone() {
        scene.fired(Timer.Kind.PREFERRED);
        opened();
        says(new RegistrationMessage.KeepAliveAck()).leadsTo();
        scene.fired(Timer.Kind.TOKEN).leadsTo("closeprobe", "start PREFERRED 60 s");
    }

    @Test
    void one_that_is_still_away_is_looked_for_again() {
        scene.fired(Timer.Kind.PREFERRED);
        scene.on(new Input.ProbeClosed()).leadsTo("start PREFERRED 60 s");
    }

    @Test
    void all_that_are_preferred_are_asked_in_order() {
        Scene third = new Scene(Scene.settings(SecurityMode.NON_SECURE, false, 17, Scene.FIRST, Scene.SECOND, THIRD));
        third.on(new Input.Start());
        third.closed();
        third.closed();
        third.register();
        third.fired(Timer.Kind.PREFERRED);
        assertEquals(Scene.FIRST, third.asked(Action.DialProbe.class).server());
        third.on(new Input.ProbeClosed()).leadsTo("dialprobe");
        assertEquals(Scene.SECOND, third.asked(Action.DialProbe.class).server());
        third.on(new Input.ProbeClosed()).leadsTo("start PREFERRED 60 s");
    }

    @Test
    void a_busy_port_asks_for_no_token() {
        scene.ring(CALL);
        scene.fired(Timer.Kind.PREFERRED).leadsTo("start PREFERRED 60 s");
    }

    @Test
    void a_token_that_comes_while_a_call_rings_is_given_up() {
        scene.fired(Timer.Kind.PREFERRED);
        opened();
        scene.ring(CALL);
        says(new StationMessage.RegisterTokenAck()).leadsTo("cancel TOKEN", "closeprobe", "start PREFERRED 60 s");
        assertTrue(scene.registration() instanceof Registered);
    }

    @Test
    void a_port_that_leaves_for_another_reason_drops_the_probe() {
        scene.fired(Timer.Kind.PREFERRED);
        opened();
        scene.said(new RegistrationMessage.Reset(new ResetType(1)));
        assertTrue(scene.lines().containsAll(List.of("cancel TOKEN", "closeprobe")), scene.lines()::toString);
    }

    @Test
    void a_port_that_loses_the_one_in_use_drops_the_probe() {
        scene.fired(Timer.Kind.PREFERRED);
        scene.closed();
        assertTrue(scene.lines().contains("closeprobe"), scene.lines()::toString);
    }

    @Test
    void one_on_its_first_call_manager_looks_for_no_other() {
        Scene first = Scene.registered(SecurityMode.NON_SECURE);
        assertFalse(first.running.containsKey(Timer.of(Timer.Kind.PREFERRED)));
    }

    @Test
    void a_call_in_which_somebody_speaks_goes_on_without_its_call_manager() {
        Scene talking = Scene.talking(SecurityMode.NON_SECURE);
        talking.media(KeyBlock.CLEAR, KeyBlock.CLEAR);
        talking.closed()
                .leadsTo(
                        "report Preserved",
                        "countmedia",
                        "start PRESERVED 10 s",
                        "cancel KEEPALIVE",
                        "cancel GOOD_SERVICE",
                        "report Unregistered",
                        "dial cm2");
        assertTrue(talking.busy());
        talking.fired(Timer.Kind.PRESERVED).leadsTo("countmedia", "start PRESERVED 10 s");
        talking.on(new Input.Silent(CALL))
                .leadsTo("cancel PRESERVED", "end by silence after the loss of the call manager");
        assertFalse(talking.busy());
    }

    @Test
    void a_preserved_call_and_a_new_one_go_on_side_by_side() {
        Scene talking = Scene.talking(SecurityMode.NON_SECURE);
        talking.media(KeyBlock.CLEAR, KeyBlock.CLEAR);
        talking.closed();
        talking.register();
        talking.ring(77);
        talking.on(new Input.Answer(77)).leadsTo("send OffHook", "start ANSWERED 10 s");
        talking.on(new Input.HangUp(CALL)).leadsTo("cancel PRESERVED", "end by port");
        assertTrue(talking.busy());
    }

    @Test
    void a_new_call_with_the_reference_of_a_preserved_one_goes_first() {
        Scene talking = Scene.talking(SecurityMode.NON_SECURE);
        talking.media(KeyBlock.CLEAR, KeyBlock.CLEAR);
        talking.closed();
        talking.register();
        talking.said(Said.state(CallPhase.RING_IN, CALL))
                .leadsTo("cancel PRESERVED", "end by another call with the same reference", "start CALL_INFO 500 ms");
    }

    @Test
    void a_held_call_is_not_preserved() {
        Scene talking = Scene.talking(SecurityMode.NON_SECURE);
        talking.media(KeyBlock.CLEAR, KeyBlock.CLEAR);
        talking.said(Said.state(CallPhase.HOLD, CALL));
        talking.closed();
        assertEquals("loss of the call manager", talking.asked(Action.End.class).by());
    }

    @Test
    void a_stop_ends_preserved_calls_whatever_the_registration() {
        Scene talking = Scene.talking(SecurityMode.NON_SECURE);
        talking.media(KeyBlock.CLEAR, KeyBlock.CLEAR);
        talking.closed();
        talking.on(new Input.Stop()).leadsTo("cancel PRESERVED", "end by port: stop", "close link", "stopped");
    }

    @Test
    void the_connection_that_asked_is_the_one_that_registers() {
        Stage stage = new Stage(Scene.settings(SecurityMode.NON_SECURE, false, 17, Scene.FIRST, Scene.SECOND));
        stage.port.start();
        stage.work();
        stage.link().breaks("refused");
        Stage.Link second = stage.link();
        second.opened();
        second.says(Said.registerAck(30, 17));
        stage.after(Duration.ofMinutes(1));
        Stage.Link probe = stage.link();
        assertEquals(Scene.FIRST, probe.server);
        probe.opened();
        assertEquals(List.of("RegisterTokenReq"), probe.names());
        probe.says(new StationMessage.RegisterTokenAck());
        second.says(UNREGISTERED);
        assertTrue(second.closed);
        assertFalse(probe.closed);
        assertEquals(List.of("RegisterTokenReq", "Register"), probe.names());
        probe.says(Said.registerAck(30, 17));
        assertEquals(17, probe.version);
        var unused = stage.port.stop();
        stage.work();
        probe.says(UNREGISTERED);
        assertTrue(probe.closed);
        assertEquals(0, stage.timersRunning());
    }
}
