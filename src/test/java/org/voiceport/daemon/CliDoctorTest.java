package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.voiceport.daemon.Exchange.await;
import static org.voiceport.event.SecurityMode.AUTHENTICATED;
import static org.voiceport.event.SecurityMode.ENCRYPTED;
import static org.voiceport.event.SecurityMode.NON_SECURE;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;
import org.voiceport.sccp.MediaMessage.OpenReceiveChannel;
import org.voiceport.sim.Device;
import org.voiceport.sim.Misbehaviour;
import org.voiceport.sim.PhoneCall;
import org.voiceport.sim.SimEvent;
import org.voiceport.sim.SimulatedPhone;
import org.voiceport.trust.Fingerprint;

/** The doctor at a call manager that is in order. */
class CliDoctorTest {
    /** A second encrypted port. */
    private static final DeviceName TWIN = new DeviceName("CiscoUM1-VI9");

    private static Exchange exchange;

    @TempDir
    private Path directory;

    private Installation installation;

    @BeforeAll
    static void startExchange() {
        exchange = Exchange.start(Exchange.settings().device(Device.port(TWIN.value(), ENCRYPTED, "5009")));
    }

    @AfterAll
    static void closeExchange() {
        exchange.close();
    }

    @BeforeEach
    void makeInstallation() {
        installation = Installation.in(directory)
                .callManager(exchange.callManager())
                .section("timings", "{ connect: 10s, tlsHandshake: 10s, registerAck: 10s, answer: 5s }");
    }

    private Installation threePorts() {
        return installation.port(NON_SECURE).port(AUTHENTICATED).port(ENCRYPTED);
    }

    private CliRun doctor(Object... more) {
        Object[] words = new Object[more.length + 3];
        words[0] = "doctor";
        words[1] = "-c";
        words[2] = installation.config().file();
        System.arraycopy(more, 0, words, 3, more.length);
        return CliRun.of(words);
    }

    private static String step(String name, String result) {
        return String.format("%n  %-19s%-6s", name, result);
    }

    @Test
    void walks_every_mode_up_to_a_registration() {
        threePorts();
        CliRun run = doctor().exits(Exit.FINE)
                .prints("CiscoUM1-VI1, non-secure, with 127.0.0.1:")
                .prints("CiscoUM1-VI2, authenticated, with 127.0.0.1:")
                .prints(step("TLS", "ok") + "TLSv1.2 TLS_RSA_WITH_NULL_SHA")
                .prints("CiscoUM1-VI3, encrypted, with 127.0.0.1:")
                .prints(step("CTL in force", "ok") + "CTL " + installation.ctl() + " is in force")
                .prints(step("server in CTL", "ok") + "record 2 CCM+TFTP 127.0.0.1, sha256 "
                        + Fingerprint.sha256(Keys.callManager().certificate()))
                .prints(step("own certificate", "ok") + "CN=CiscoUM1-VI3, sha256 ")
                .prints(step("TLS", "ok") + "TLSv1.3 TLS_AES_256_GCM_SHA384")
                .prints(step("certificate match", "ok") + "CTL record CCM+TFTP 127.0.0.1, sha256 ")
                .prints(step("registration", "ok") + "registered encrypted, SCCP version 17, keepalive 30 s")
                .prints("3 of 3 ports can register with their first call manager");
        assertFalse(run.out().contains("FAIL"), run::toString);
        assertTrue(run.out().startsWith("note: each port is registered for a moment"), run::toString);
    }

    @ParameterizedTest
    @EnumSource
    void leaves_no_registration_behind(SecurityMode mode) {
        installation.port(mode);
        CompletableFuture<SimEvent.Unregistered> left = exchange.callManager()
                .nextEvent(SimEvent.Unregistered.class, event -> event.device().equals(DemoLab.port(mode)));
        doctor().exits(Exit.FINE);
        assertTrue(await(left).asked(), "it must say Unregister");
    }

    @ParameterizedTest
    @EnumSource
    void registers_nothing_if_it_must_not(SecurityMode mode) {
        installation.port(mode).section("timings", "{ connect: 10s, tlsHandshake: 10s, answer: 100ms }");
        int before = exchange.callManager().received(DemoLab.port(mode)).size();
        CliRun run = doctor("--no-register")
                .exits(Exit.FINE)
                .prints(step("TCP", "ok"))
                .prints(step("registration", "skip") + "--no-register")
                .prints("1 of 1 ports get as far as Register");
        assertFalse(run.out().contains("note:"), run::toString);
        assertEquals(before, exchange.callManager().received(DemoLab.port(mode)).size());
    }

    @Test
    void takes_one_port_of_those_that_are_alike() {
        installation.port(ENCRYPTED).port(TWIN, ENCRYPTED).port(NON_SECURE);
        CliRun run = doctor().exits(Exit.FINE).prints("2 of 2 ports");
        assertFalse(run.out().contains(TWIN.value()), run::toString);
    }

    @Test
    void takes_them_all_if_asked_to() {
        installation.port(ENCRYPTED).port(TWIN, ENCRYPTED);
        doctor("--all").exits(Exit.FINE).prints(TWIN.value()).prints("2 of 2 ports");
    }

    @Test
    void takes_the_named_port_alone() {
        installation.port(ENCRYPTED).port(TWIN, ENCRYPTED);
        CliRun run = doctor(TWIN).exits(Exit.FINE).prints(TWIN.value()).prints("1 of 1 ports");
        assertFalse(run.out().contains(DemoLab.port(ENCRYPTED).value()), run::toString);
    }

    @Test
    void port_that_is_not_configured_is_wrong_use() {
        threePorts();
        doctor("nobody").failsShortly(Exit.USAGE).tells("no port nobody in ");
    }

    @Test
    void waiting_for_a_call_needs_a_registration() {
        threePorts();
        doctor("--no-register", "--await-call", "1s").failsShortly(Exit.USAGE).tells("--await-call", "--no-register");
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "0s", "2h", "5"})
    void time_to_wait_has_a_unit_and_bounds(String time) {
        threePorts();
        doctor("--await-call", time).failsShortly(Exit.USAGE).tells("'" + time + "'", "30s");
    }

    @Test
    void other_call_managers_are_warnings() throws Exception {
        try (BrokenSite site = new BrokenSite(directory, NON_SECURE)) {
            installation.callManager("localhost", site.closedPort(), 1).port(NON_SECURE);
            doctor().exits(Exit.FINE)
                    .prints("call manager 2 of 2")
                    .prints(step("TCP", "FAIL") + "localhost (127.0.0.1):")
                    .prints("warning: CiscoUM1-VI1 can't register with localhost:")
                    .prints("1 of 1 ports can register");
        }
    }

    @Test
    void json_tells_the_same_and_nothing_else() {
        threePorts();
        CliRun run = doctor("--json").exits(Exit.FINE);
        Map<?, ?> json = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(run.out());
        assertEquals(true, json.get("fine"));
        assertTrue(String.valueOf(json.get("note")).contains("--no-register"), run::toString);
        List<?> ports = (List<?>) json.get("ports");
        assertEquals(3, ports.size());
        Map<?, ?> port = (Map<?, ?>) ports.get(2);
        assertEquals("encrypted", port.get("mode"));
        Map<?, ?> chain = (Map<?, ?>) ((List<?>) port.get("call_managers")).get(0);
        assertEquals(true, chain.get("registered"));
        assertEquals(
                List.of(
                        "configuration ok",
                        "resolve ok",
                        "TCP ok",
                        "CTL in force ok",
                        "server in CTL ok",
                        "own certificate ok",
                        "TLS ok",
                        "certificate match ok",
                        "registration ok",
                        "media keys skip"),
                ((List<?>) chain.get("steps"))
                        .stream()
                                .map(step -> (Map<?, ?>) step)
                                .map(step -> step.get("step") + " " + step.get("result"))
                                .toList());
    }

    @Test
    void call_from_an_encrypted_phone_brings_keys_in_both_directions() {
        CliRun run = calledBy(ENCRYPTED)
                .exits(Exit.FINE)
                .tells("CiscoUM1-VI3 is registered: call its number 5003 within 30 s")
                .prints(step("media keys", "ok") + "receive SRTP AES_CM_128_HMAC_SHA1_32, PCMU, 127.0.0.1:")
                .prints("; transmit SRTP AES_CM_128_HMAC_SHA1_32, PCMU, 127.0.0.1:");
        for (Object message : exchange.callManager().sent(DemoLab.port(ENCRYPTED))) {
            if (message instanceof OpenReceiveChannel open) {
                String key = HexFormat.of().formatHex(open.key().key().first(16));
                assertFalse(run.toString().contains(key), run::toString);
            }
        }
        assertFalse(run.toString().contains(Keys.PASSWORD), run::toString);
    }

    @Test
    void call_from_a_phone_in_clear_brings_none() {
        calledBy(NON_SECURE)
                .exits(Exit.FAILED)
                .prints(step("media keys", "FAIL")
                        + "not encrypted in both directions, as keys are missing: receive RTP")
                .prints("-> ")
                .prints("call from a device that is encrypted");
    }

    private CliRun calledBy(SecurityMode phone) {
        installation.port(ENCRYPTED);
        CompletableFuture<SimEvent.Registered> registered = exchange.callManager()
                .nextEvent(SimEvent.Registered.class, event -> event.device().equals(DemoLab.port(ENCRYPTED)));
        CompletableFuture<CliRun> run = CompletableFuture.supplyAsync(() -> doctor("--await-call", "30s"));
        await(registered);
        SimulatedPhone caller = exchange.phoneOf(phone);
        var call = caller.call(Exchange.number(ENCRYPTED));
        CliRun done = run.join();
        await(call.ended());
        caller.close();
        return done;
    }

    @Test
    void call_that_does_not_come_is_told() {
        installation.port(ENCRYPTED);
        doctor("--await-call", "100ms")
                .exits(Exit.FAILED)
                .prints(step("registration", "ok"))
                .prints(step("media keys", "FAIL") + "no call came within 0.1 s");
    }

    @Test
    void placed_call_tells_what_protects_it_and_not_whom_it_reaches() {
        installation.port(ENCRYPTED);
        CliRun run = calling(ENCRYPTED)
                .exits(Exit.FINE)
                .prints(step("registration", "ok"))
                .prints(step("test call", "ok") + "answered after ")
                .prints(step("media keys", "ok") + "receive SRTP AES_CM_128_HMAC_SHA1_32, PCMU, 127.0.0.1:")
                .prints("; transmit SRTP AES_CM_128_HMAC_SHA1_32, PCMU, 127.0.0.1:")
                .prints(" lost, jitter ");
        assertFalse(run.toString().contains("1003"), run::toString);
    }

    @Test
    void placed_call_of_a_port_without_encryption_is_in_clear_and_fine() {
        installation.port(AUTHENTICATED);
        calling(ENCRYPTED).exits(Exit.FINE).prints(step("media keys", "ok") + "receive RTP, PCMU, 127.0.0.1:");
    }

    @Test
    void placed_call_to_a_phone_in_clear_brings_no_keys() {
        installation.port(ENCRYPTED);
        calling(NON_SECURE)
                .exits(Exit.FAILED)
                .prints(step("test call", "ok"))
                .prints(step("media keys", "FAIL")
                        + "not encrypted in both directions, as keys are missing: receive RTP")
                .prints("Phone Security Profile");
    }

    @Test
    void key_on_a_link_that_is_not_encrypted_is_told() {
        installation.port(AUTHENTICATED);
        exchange.callManager().misbehave(Misbehaviour.SEND_KEY_ON_ANY_LINK);
        try {
            calling(ENCRYPTED)
                    .exits(Exit.FAILED)
                    .prints(step("test call", "FAIL")
                            + "the call manager sent a media key on a link that is authenticated: it is not used")
                    .prints(
                            "there Advanced Features > Voice Mail > Cisco Voice Mail Port > CiscoUM1-VI2 > Device Security"
                                    + " Mode");
        } finally {
            exchange.callManager().misbehave();
        }
    }

    @Test
    void key_for_one_direction_alone_is_told() {
        installation.port(ENCRYPTED);
        exchange.callManager().misbehave(Misbehaviour.KEY_ONE_DIRECTION_ONLY);
        try {
            calling(ENCRYPTED)
                    .exits(Exit.FAILED)
                    .prints(step("media keys", "FAIL")
                            + "not encrypted in both directions, as keys are missing: receive ");
        } finally {
            exchange.callManager().misbehave();
        }
    }

    /** The doctor's port calls the phone of that mode, which answers, speaks for a moment and waits for the end. */
    private CliRun calling(SecurityMode phone) {
        SimulatedPhone called = exchange.phoneOf(phone);
        CompletableFuture<PhoneCall> incoming = called.incoming();
        CompletableFuture<CliRun> run =
                CompletableFuture.supplyAsync(() -> doctor("--call", numberOf(phone), "--answer-within", "20s"));
        PhoneCall call = await(incoming);
        call.answer();
        var unused = call.say(Exchange.SPEECH);
        await(call.ended());
        CliRun done = run.join();
        called.close();
        return done;
    }

    private static String numberOf(SecurityMode phone) {
        return phone == ENCRYPTED ? "1003" : "1001";
    }

    @Test
    void number_that_does_not_exist_is_told() {
        installation.port(ENCRYPTED);
        doctor("--call", "777")
                .exits(Exit.FAILED)
                .prints(step("registration", "ok"))
                .prints(step("test call", "FAIL") + "the call manager has no such number")
                .prints("Cisco Voice Mail Port > CiscoUM1-VI3 > Calling Search Space")
                .prints("media keys         skip")
                .prints("1 of 1 ports can register, but their call isn't as it should be: CiscoUM1-VI3");
    }

    @Test
    void number_that_nobody_answers_is_told() {
        installation.port(NON_SECURE);
        SimulatedPhone called = exchange.phoneOf(ENCRYPTED);
        doctor("--call", "1003", "--answer-within", "500ms")
                .exits(Exit.FAILED)
                .prints(step("test call", "FAIL") + "nobody answered within 0.5 s, though it rings there");
        called.close();
    }

    @Test
    void number_that_is_busy_is_told() {
        installation.port(NON_SECURE);
        SimulatedPhone called = exchange.phoneOf(ENCRYPTED);
        PhoneCall other = called.call("777");
        doctor("--call", "1003").exits(Exit.FAILED).prints(step("test call", "FAIL") + "the number is busy");
        other.hangUp();
        called.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"12 34", "1234567890123456789012345", "x"})
    void number_that_can_not_be_dialled_is_wrong_use_and_not_shown(String number) {
        threePorts();
        CliRun run = doctor("--call", number).failsShortly(Exit.USAGE).tells("--call needs a number of 1 to 23 of");
        assertFalse(run.toString().contains(number + " "), run::toString);
    }

    @Test
    void placing_a_call_needs_a_registration_and_a_free_line() {
        threePorts();
        doctor("--call", "1", "--no-register").failsShortly(Exit.USAGE).tells("--call", "--no-register");
        doctor("--call", "1", "--await-call", "1s").failsShortly(Exit.USAGE).tells("not both");
    }

    @Test
    void writes_nothing() throws Exception {
        threePorts().config();
        List<Path> before = files();
        doctor().exits(Exit.FINE);
        assertEquals(before, files());
    }

    private List<Path> files() throws Exception {
        try (var files = Files.walk(directory)) {
            return files.sorted().toList();
        }
    }
}
