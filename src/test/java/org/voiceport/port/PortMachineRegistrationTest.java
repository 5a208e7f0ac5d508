package org.voiceport.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voiceport.audio.Codec;
import org.voiceport.event.Fault;
import org.voiceport.event.PortEvent;
import org.voiceport.event.SecurityMode;
import org.voiceport.event.TlsFacts;
import org.voiceport.sccp.DeviceType;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.Payload;
import org.voiceport.sccp.RegistrationMessage;
import org.voiceport.sccp.Secret;
import org.voiceport.sccp.SetupMessage;

/** Registration as in the wire reference 6.1 and 6.2. */
class PortMachineRegistrationTest {
    private final Scene scene = Scene.of(SecurityMode.ENCRYPTED);

    @Test
    void registers_with_every_request_answered() {
        scene.on(new Input.Start()).leadsTo("dial cm1");
        scene.opened().leadsTo("send Register", "start REGISTER_ACK 10 s");
        scene.said(Said.registerAck(30, 17))
                .leadsTo("cancel REGISTER_ACK", "speak 17", "start KEEPALIVE 30 s", "start DIALOGUE_ANSWER 2 s");
        scene.said(new SetupMessage.CapabilitiesReq())
                .leadsTo("send CapabilitiesRes", "send ButtonTemplateReq", "start DIALOGUE_ANSWER 2 s");
        scene.said(Said.buttons()).leadsTo("send SoftKeyTemplateReq", "start DIALOGUE_ANSWER 2 s");
        scene.said(Said.softKeys()).leadsTo("send SoftKeySetReq", "start DIALOGUE_ANSWER 2 s");
        scene.said(Said.softKeySets()).leadsTo("send LineStatReq", "start DIALOGUE_ANSWER 2 s");
        scene.said(Said.line()).leadsTo("send RegisterAvailableLines", "send TimeDateReq", "start DIALOGUE_ANSWER 2 s");
        scene.said(Said.time()).leadsTo("cancel DIALOGUE_ANSWER", "report Registered", "start GOOD_SERVICE 60 s");
        PortEvent.Registered event = scene.reported(PortEvent.Registered.class);
        assertEquals("cm1:2443", event.callManager());
        assertEquals(17, event.protocolVersion());
        assertEquals(30, event.keepAliveSeconds());
        assertEquals(Scene.TLS, event.tls());
    }

    @Test
    void registers_with_no_request_answered() {
        scene.on(new Input.Start());
        scene.opened();
        scene.said(Said.registerAck(30, 17));
        scene.fired(Timer.Kind.DIALOGUE_ANSWER)
                .leadsTo("send CapabilitiesRes", "send ButtonTemplateReq", "start DIALOGUE_ANSWER 2 s");
        scene.fired(Timer.Kind.DIALOGUE_ANSWER).leadsTo("send SoftKeyTemplateReq", "start DIALOGUE_ANSWER 2 s");
        scene.fired(Timer.Kind.DIALOGUE_ANSWER).leadsTo("send SoftKeySetReq", "start DIALOGUE_ANSWER 2 s");
        scene.fired(Timer.Kind.DIALOGUE_ANSWER).leadsTo("send LineStatReq", "start DIALOGUE_ANSWER 2 s");
        scene.fired(Timer.Kind.DIALOGUE_ANSWER)
                .leadsTo("send RegisterAvailableLines", "send TimeDateReq", "start DIALOGUE_ANSWER 2 s");
        scene.fired(Timer.Kind.DIALOGUE_ANSWER).leadsTo("report Registered", "start GOOD_SERVICE 60 s");
    }

    @Test
    void the_register_message_is_a_voice_mail_port_with_our_name_and_version() {
        scene.on(new Input.Start());
        RegistrationMessage.Register register = scene.opened().sent(RegistrationMessage.Register.class);
        assertEquals("CiscoUM1-VI1", register.deviceName());
        assertEquals(DeviceType.VOICE_MAIL_PORT, register.type());
        assertEquals(17, register.version());
        assertEquals(1, register.maxStreams());
        assertEquals(Scene.LOCAL.getAddress(), register.address());
    }

    @Test
    void capabilities_are_the_codecs_in_order_of_preference() {
        scene.on(new Input.Start());
        scene.opened();
        scene.said(Said.registerAck(30, 17));
        SetupMessage.CapabilitiesRes sent =
                scene.said(new SetupMessage.CapabilitiesReq()).sent(SetupMessage.CapabilitiesRes.class);
        assertEquals(
                List.of(Payload.G711U, Payload.G711A),
                sent.capabilities().stream()
                        .map(SetupMessage.Capability::payload)
                        .toList());
    }

    @Test
    void g722_is_announced_as_64_kbit_per_s_if_it_is_configured() {
        Scene wide = new Scene(Scene.settings(SecurityMode.NON_SECURE, List.of(Codec.G722, Codec.G711U)));
        wide.on(new Input.Start());
        wide.opened();
        wide.said(Said.registerAck(30, 17));
        List<SetupMessage.Capability> told = wide.said(new SetupMessage.CapabilitiesReq())
                .sent(SetupMessage.CapabilitiesRes.class)
                .capabilities();
        assertEquals(List.of(6, 4), told.stream().map(c -> c.payload().value()).toList());
    }

    @Test
    void capabilities_are_told_again_whenever_they_are_asked_for() {
        Scene registered = Scene.registered(SecurityMode.ENCRYPTED);
        registered.said(new SetupMessage.CapabilitiesReq()).leadsTo("send CapabilitiesRes");
    }

    @Test
    void a_lamp_before_the_answer_to_register_means_nothing() {
        scene.on(new Input.Start());
        scene.opened();
        scene.said(Said.lamp()).leadsTo();
        assertInstanceOf(Registration.Registering.class, scene.registration());
    }

    @ParameterizedTest
    @ValueSource(ints = {18, 22, 0x30, 0xFF})
    void a_version_above_the_announced_one_is_none_and_ours_is_in_force(int version) {
        scene.on(new Input.Start());
        scene.opened();
        scene.said(Said.registerAck(30, version));
        assertTrue(scene.lines().contains("speak 17"), scene.lines().toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 11, 17})
    void a_version_up_to_the_announced_one_is_in_force(int version) {
        scene.on(new Input.Start());
        scene.opened();
        scene.said(Said.registerAck(30, version));
        assertTrue(scene.lines().contains("speak " + version), scene.lines().toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 3601, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void a_senseless_keepalive_interval_becomes_the_usual_one(int seconds) {
        scene.on(new Input.Start());
        scene.opened();
        scene.said(Said.registerAck(seconds, 17));
        assertTrue(scene.lines().contains("start KEEPALIVE 30 s"), scene.lines().toString());
    }

    @Test
    void answers_out_of_turn_change_nothing() {
        scene.on(new Input.Start());
        scene.opened();
        scene.said(Said.registerAck(30, 17));
        scene.said(Said.time()).leadsTo();
        scene.said(Said.buttons()).leadsTo();
        scene.said(Said.registerAck(30, 11)).leadsTo();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Error: Device Security Mode mismatch",
                "Wrong cipher",
                "Authentication Failed",
                "encryption required"
            })
    void a_rejection_that_speaks_of_security_is_told_as_a_mode_mismatch(String text) {
        scene.on(new Input.Start());
        scene.opened();
        scene.said(Said.reject(text)).leadsTo("cancel REGISTER_ACK", "close link", "report Unregistered", "dial cm2");
        assertInstanceOf(
                Fault.ModeMismatch.class,
                scene.reported(PortEvent.Unregistered.class).fault());
    }

    /** The first is how chan_skinny refuses a device that it doesn't know (peers-observed). */
    @ParameterizedTest
    @ValueSource(
            strings = {"No Authority: ", "Device Unknown", "IP Not Authorized", "Crossover session", "Wrong model"})
    void any_other_rejection_is_told_in_the_call_managers_words(String text) {
        scene.on(new Input.Start());
        scene.opened();
        scene.said(Said.reject(text));
        Fault.Rejected rejected = assertInstanceOf(
                Fault.Rejected.class,
                scene.reported(PortEvent.Unregistered.class).fault());
        assertEquals(text, rejected.text());
    }

    @Test
    void a_connection_closed_before_the_answer_names_device_and_mode() {
        scene.on(new Input.Start());
        scene.opened();
        scene.closed().leadsTo("cancel REGISTER_ACK", "report Unregistered", "dial cm2");
        Fault fault = scene.reported(PortEvent.Unregistered.class).fault();
        assertTrue(fault.what().endsWith("before it answered Register"), fault.what());
        assertTrue(fault.todo().contains("CiscoUM1-VI1") && fault.todo().contains("encrypted"), fault.todo());
    }

    @Test
    void a_silent_call_manager_is_given_up_and_the_next_one_dialled_at_once() {
        scene.on(new Input.Start());
        scene.opened();
        scene.fired(Timer.Kind.REGISTER_ACK).leadsTo("close link", "report Unregistered", "dial cm2");
    }

    @Test
    void behind_the_last_call_manager_comes_a_wait_and_then_the_first() {
        scene.on(new Input.Start());
        scene.closed().leadsTo("report Unregistered", "dial cm2");
        scene.closed().leadsTo("report Unregistered", "start RETRY");
        scene.fired(Timer.Kind.RETRY).leadsTo("dial cm1");
    }

    @Test
    void waits_grow_within_their_bounds_and_begin_anew_after_good_service() {
        scene.on(new Input.Start());
        Duration longest = Duration.ZERO;
        for (int failure = 0; failure < 40; failure++) {
            scene.closed();
            scene.closed();
            Duration wait = scene.running.get(Timer.of(Timer.Kind.RETRY));
            if (failure == 0) {
                assertTrue(wait.compareTo(Duration.ofSeconds(1)) >= 0 && wait.compareTo(Duration.ofSeconds(5)) <= 0);
            }
            assertTrue(wait.compareTo(Duration.ofMinutes(2)) <= 0, wait.toString());
            longest = wait.compareTo(longest) > 0 ? wait : longest;
            scene.fired(Timer.Kind.RETRY);
        }
        assertTrue(longest.compareTo(Duration.ofMinutes(1)) > 0, longest.toString());
        scene.register();
        scene.fired(Timer.Kind.GOOD_SERVICE).leadsTo();
        scene.closed();
        scene.closed();
        Duration wait = scene.running.get(Timer.of(Timer.Kind.RETRY));
        assertTrue(wait.compareTo(Duration.ofSeconds(5)) <= 0, wait.toString());
    }

    @Test
    void the_same_failure_is_told_once_and_counted() {
        scene.on(new Input.Start());
        scene.closed().leadsTo("report Unregistered", "dial cm2");
        scene.closed();
        for (int i = 0; i < 3; i++) {
            scene.fired(Timer.Kind.RETRY);
            scene.closed().leadsTo("report TriedAgain", "dial cm2");
            scene.closed().leadsTo("report TriedAgain", "start RETRY");
        }
        scene.fired(Timer.Kind.RETRY);
        scene.on(new Input.LinkClosed(new Fault.LinkLost("connection refused", "")));
        assertEquals(3, scene.reported(PortEvent.Unregistered.class).repeats());
    }

    @Test
    void a_failure_after_a_registration_is_news_again() {
        scene.on(new Input.Start());
        scene.closed();
        scene.register();
        scene.closed();
        scene.fired(Timer.Kind.RETRY);
        scene.closed().leadsTo("report Unregistered", "dial cm2");
    }

    @Test
    void a_fault_of_our_own_gives_up_until_the_port_is_stopped() {
        scene.on(new Input.Start());
        scene.on(new Input.LinkClosed(new Fault.Misconfigured("no certificate", "")))
                .leadsTo("report Offline");
        assertInstanceOf(Registration.GivenUp.class, scene.registration());
        scene.on(new Input.Stop()).leadsTo("stopped");
    }

    @Test
    void keepalives_are_sent_on_schedule_while_they_are_answered() {
        Scene registered = Scene.registered(SecurityMode.ENCRYPTED);
        for (int i = 0; i < 10; i++) {
            registered.fired(Timer.Kind.KEEPALIVE).leadsTo("send KeepAlive", "start KEEPALIVE 30 s");
            registered.said(new RegistrationMessage.KeepAliveAck()).leadsTo();
        }
    }

    @Test
    void a_call_manager_is_dead_after_three_unanswered_keepalives() {
        Scene registered = Scene.registered(SecurityMode.ENCRYPTED);
        for (int i = 0; i < 3; i++) {
            registered.fired(Timer.Kind.KEEPALIVE).leadsTo("send KeepAlive", "start KEEPALIVE 30 s");
        }
        registered
                .fired(Timer.Kind.KEEPALIVE)
                .leadsTo("close link", "cancel GOOD_SERVICE", "report Unregistered", "dial cm2");
    }

    @Test
    void any_answer_begins_the_count_of_keepalives_anew() {
        Scene registered = Scene.registered(SecurityMode.ENCRYPTED);
        for (int i = 0; i < 3; i++) {
            registered.fired(Timer.Kind.KEEPALIVE);
        }
        registered.said(new RegistrationMessage.KeepAliveAck());
        registered.fired(Timer.Kind.KEEPALIVE).leadsTo("send KeepAlive", "start KEEPALIVE 30 s");
    }

    @Test
    void an_expired_certificate_that_matches_is_told_at_every_registration() {
        scene.on(new Input.Start());
        TlsFacts expired = new TlsFacts("TLSv1.2", "TLS_RSA_WITH_AES_128_CBC_SHA", "ab".repeat(32), "pin", true);
        scene.on(new Input.LinkOpened(Scene.LOCAL, expired));
        scene.said(Said.registerAck(30, 17));
        for (int i = 0; i < 6; i++) {
            scene.fired(Timer.Kind.DIALOGUE_ANSWER);
        }
        scene.leadsTo("report Registered", "report PeerCertificateExpired", "start GOOD_SERVICE 60 s");
    }

    @Test
    void an_unknown_message_is_told_as_ignored_without_its_bytes() {
        Message unknown = new Message.Unknown(0x0127, Secret.of(new byte[] {65, 66, 67}));
        Scene registered = Scene.registered(SecurityMode.NON_SECURE);
        PortEvent.Ignored ignored =
                registered.said(unknown).leadsTo("report Ignored").reported(PortEvent.Ignored.class);
        assertTrue(ignored.text().contains("0x127"), ignored.text());
        assertFalse(ignored.text().contains("ABC") || ignored.text().contains("65"), ignored.text());
    }
}
