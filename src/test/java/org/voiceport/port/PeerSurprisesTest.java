package org.voiceport.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voiceport.event.Fault;
import org.voiceport.event.PortEvent;
import org.voiceport.event.SecurityMode;
import org.voiceport.sccp.CallMessage;
import org.voiceport.sccp.CallPhase;
import org.voiceport.sccp.FrameCutter;
import org.voiceport.sccp.MediaMessage.KeyBlock;
import org.voiceport.sccp.MediaMessage.OpenReceiveChannelAck;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.MessageCodec;
import org.voiceport.sccp.RegistrationMessage;
import org.voiceport.sccp.SetupMessage;
import org.voiceport.sccp.StreamMessage;
import org.voiceport.sccp.UnregisterStatus;

/** What two real call managers were seen to do, and what others may: the port lives on. docs/calls.md has the table. */
class PeerSurprisesTest {
    private final Scene scene = Scene.of(SecurityMode.NON_SECURE);

    private Scene registering() {
        scene.on(new Input.Start());
        return scene.opened();
    }

    private Scene asked() {
        registering();
        return scene.said(Said.registerAck(30, 17));
    }

    /** The message as it comes over the wire with that header version. */
    private static Message wire(Message message, int layout, int header) throws Exception {
        ByteBuf bytes = Unpooled.buffer();
        MessageCodec.encode(message, layout, bytes);
        bytes.setIntLE(4, header);
        return MessageCodec.decode(Objects.requireNonNull(new FrameCutter(FrameCutter.DEFAULT_LIMIT).next(bytes)))
                .message();
    }

    @Test
    void lamps_prompts_and_tones_before_the_answer_to_register_mean_nothing() {
        registering();
        scene.said(Said.lamp()).leadsTo();
        scene.said(new SetupMessage.CapabilitiesReq()).leadsTo();
        scene.said(Said.state(CallPhase.RING_IN, Scene.CALL)).leadsTo();
        scene.said(new RegistrationMessage.KeepAliveAck()).leadsTo();
        scene.said(Said.registerAck(30, 17))
                .leadsTo("cancel REGISTER_ACK", "speak 17", "start KEEPALIVE 30 s", "start DIALOGUE_ANSWER 2 s");
    }

    @Test
    void capabilities_asked_for_before_the_answer_to_register_are_told_after_it() {
        registering();
        scene.said(new SetupMessage.CapabilitiesReq());
        scene.said(Said.registerAck(30, 17));
        scene.fired(Timer.Kind.DIALOGUE_ANSWER)
                .leadsTo("send CapabilitiesRes", "send ButtonTemplateReq", "start DIALOGUE_ANSWER 2 s");
    }

    @Test
    void a_version_byte_that_is_a_character_is_no_version() {
        registering();
        scene.said(Said.registerAck(30, '0'));
        assertTrue(scene.lines().contains("speak 17"), scene.lines()::toString);
    }

    /** As chan_skinny sends it: the layout of version 17 behind a header that says 0. */
    @Test
    void wide_media_behind_a_header_of_version_0_goes_to_the_right_address() throws Exception {
        Scene talking = Scene.talking(SecurityMode.NON_SECURE);
        talking.said(wire(Said.start(Scene.CALL, Said.PARTY, KeyBlock.CLEAR), 17, 0));
        TransmitSpec spec = talking.asked(Action.Talk.class).spec();
        assertEquals(Said.PHONE, spec.remote().getAddress());
        assertEquals(Said.PHONE_PORT, spec.remote().getPort());
    }

    @Test
    void a_crossover_session_is_told_and_tried_again() {
        Scene one = new Scene(Scene.settings(SecurityMode.NON_SECURE, false, 17, Scene.FIRST));
        one.on(new Input.Start());
        one.opened();
        one.said(Said.reject("Crossover session"))
                .leadsTo("cancel REGISTER_ACK", "close link", "report Unregistered", "start RETRY");
        Fault fault = one.reported(PortEvent.Unregistered.class).fault();
        assertTrue(fault.todo().contains("another machine uses that name"), fault.todo());
        one.fired(Timer.Kind.RETRY).leadsTo("dial cm1");
        one.register();
    }

    /** chan-sccp closes the session that was there, too. */
    @Test
    void the_session_that_a_crossover_closed_comes_back() {
        Scene one = Scene.registered(Scene.settings(SecurityMode.NON_SECURE, false, 17, Scene.FIRST));
        one.closed();
        Duration wait = one.running.get(Timer.of(Timer.Kind.RETRY));
        assertTrue(wait.compareTo(Duration.ofSeconds(5)) <= 0, wait::toString);
        one.fired(Timer.Kind.RETRY);
        one.register();
    }

    @Test
    void the_text_of_a_reject_is_quoted_and_has_32_bytes_at_most() throws Exception {
        registering();
        String text = "x".repeat(30) + "\n'; rm";
        RegistrationMessage.RegisterReject reject =
                (RegistrationMessage.RegisterReject) wire(Said.reject(text.substring(0, 32)), 0, 0);
        scene.said(reject);
        PortEvent.Unregistered told = scene.reported(PortEvent.Unregistered.class);
        assertTrue(
                told.fault().what().contains("'" + "x".repeat(30) + "''"),
                told.fault().what());
        assertTrue(told.text().chars().noneMatch(Character::isISOControl), told::text);
    }

    @Test
    void a_reject_without_a_text_is_a_reject() {
        registering();
        scene.said(Said.reject(""));
        assertInstanceOf(
                Fault.Rejected.class,
                scene.reported(PortEvent.Unregistered.class).fault());
    }

    @Test
    void a_request_that_is_said_twice_is_answered_twice_and_the_dialogue_goes_on_once() {
        asked();
        scene.said(new SetupMessage.CapabilitiesReq())
                .leadsTo("send CapabilitiesRes", "send ButtonTemplateReq", "start DIALOGUE_ANSWER 2 s");
        scene.said(new SetupMessage.CapabilitiesReq()).leadsTo("send CapabilitiesRes");
    }

    @Test
    void an_answer_that_comes_twice_counts_once() {
        asked();
        scene.said(new SetupMessage.CapabilitiesReq());
        scene.said(Said.buttons()).leadsTo("send SoftKeyTemplateReq", "start DIALOGUE_ANSWER 2 s");
        scene.said(Said.buttons()).leadsTo();
        scene.said(Said.softKeys()).leadsTo("send SoftKeySetReq", "start DIALOGUE_ANSWER 2 s");
        scene.said(Said.softKeys()).leadsTo();
    }

    @Test
    void answers_that_nobody_asked_for_change_nothing() {
        Scene registered = Scene.registered(SecurityMode.NON_SECURE);
        Message[] unasked = {
            new RegistrationMessage.KeepAliveAck(),
            new RegistrationMessage.UnregisterAck(UnregisterStatus.OK),
            Said.registerAck(5, 3),
            Said.reject("Device Unknown"),
            Said.buttons(),
            Said.softKeys(),
            Said.softKeySets(),
            Said.line(),
            Said.time(),
            new SetupMessage.VersionRes("9.9")
        };
        for (Message message : unasked) {
            registered.said(message).leadsTo();
        }
        registered.fired(Timer.Kind.KEEPALIVE).leadsTo("send KeepAlive", "start KEEPALIVE 30 s");
    }

    @Test
    void answers_in_another_order_only_cost_time() {
        asked();
        scene.said(Said.time()).leadsTo();
        scene.said(Said.line()).leadsTo();
        scene.said(new SetupMessage.CapabilitiesReq());
        for (int step = 0; step < 5; step++) {
            scene.fired(Timer.Kind.DIALOGUE_ANSWER);
        }
        scene.leadsTo("report Registered", "start GOOD_SERVICE 60 s");
    }

    /** chan_skinny answers type 80 with a template of no buttons. */
    @Test
    void a_button_template_without_buttons_is_an_answer() {
        asked();
        scene.said(new SetupMessage.CapabilitiesReq());
        scene.said(Said.buttons()).leadsTo("send SoftKeyTemplateReq", "start DIALOGUE_ANSWER 2 s");
    }

    @ParameterizedTest
    @CsvSource({"0, 30", "-1, 30", "3601, 30", "2147483647, 30", "1, 1", "46, 46", "3600, 3600"})
    void a_keepalive_interval_without_sense_becomes_the_usual_one(int told, int used) {
        registering();
        scene.said(Said.registerAck(told, 17));
        assertEquals(Duration.ofSeconds(used), scene.running.get(Timer.of(Timer.Kind.KEEPALIVE)));
    }

    @Test
    void a_call_may_come_before_the_dialogue_is_over() {
        asked();
        scene.ring(Scene.CALL).leadsTo("cancel CALL_INFO", "report Offered", "offer");
        scene.on(new Input.Answer(Scene.CALL)).leadsTo("send OffHook", "start ANSWERED 10 s");
        scene.fired(Timer.Kind.DIALOGUE_ANSWER)
                .leadsTo("send CapabilitiesRes", "send ButtonTemplateReq", "start DIALOGUE_ANSWER 2 s");
    }

    @Test
    void a_stream_id_is_echoed_whatever_its_sign() {
        Scene talking = Scene.talking(SecurityMode.NON_SECURE);
        int id = 0xFFFFFFFF ^ 5;
        talking.said(Said.open(Scene.CALL, id, KeyBlock.CLEAR));
        talking.on(new Input.Media(Scene.CALL, new MediaEvent.Listening(Scene.MEDIA)));
        assertEquals(id, talking.sent(OpenReceiveChannelAck.class).passThruPartyId());
    }

    @Test
    void media_is_matched_by_its_stream_though_call_and_conference_are_0() {
        Scene talking = Scene.talking(SecurityMode.NON_SECURE);
        talking.said(Said.open(0, Said.PARTY, KeyBlock.CLEAR)).leadsTo("listen RTP");
        talking.on(new Input.Media(Scene.CALL, new MediaEvent.Listening(Scene.MEDIA)));
        talking.said(Said.close(0, Said.PARTY)).leadsTo("deafen");
    }

    /** A call manager that waits for an answer in vain may hang up late, or not at all (peers-observed 7). */
    @Test
    void every_request_of_the_call_manager_is_answered() {
        Scene registered = Scene.registered(SecurityMode.NON_SECURE);
        registered.said(new SetupMessage.CapabilitiesReq()).leadsTo("send CapabilitiesRes");
        registered
                .said(new StreamMessage.SubscribeDtmfPayloadReq(101, 7, -9, 10))
                .leadsTo("send SubscribeDtmfPayloadRes");
        assertEquals(
                new StreamMessage.SubscribeDtmfPayloadRes(101, 7, -9),
                registered.sent(StreamMessage.SubscribeDtmfPayloadRes.class));
        registered
                .said(new StreamMessage.UnSubscribeDtmfPayloadReq(101, 7, -9, 10))
                .leadsTo("send UnSubscribeDtmfPayloadRes");
        registered
                .said(new org.voiceport.sccp.MediaMessage.ConnectionStatisticsReq("5001", 9, 0))
                .leadsTo("answerstatistics");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 99})
    void whatever_the_answer_to_unregister_says_the_port_is_gone(int status) {
        Scene registered = Scene.registered(SecurityMode.NON_SECURE);
        registered.on(new Input.Stop());
        registered.said(new RegistrationMessage.UnregisterAck(new UnregisterStatus(status)));
        assertInstanceOf(Registration.Stopped.class, registered.registration());
    }

    @Test
    void what_only_a_port_says_is_nothing_from_a_call_manager() {
        Scene registered = Scene.registered(SecurityMode.NON_SECURE);
        registered.said(new CallMessage.OnHook(1, Scene.CALL)).leadsTo();
        registered.said(new RegistrationMessage.KeepAlive()).leadsTo();
    }
}
