package org.voiceport.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.voiceport.event.CallReport;
import org.voiceport.event.CallSummary;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Fault;
import org.voiceport.event.MediaProtection;
import org.voiceport.event.MediaQuality;
import org.voiceport.event.PortEvent;
import org.voiceport.event.SecurityMode;
import org.voiceport.event.TlsFacts;
import org.voiceport.event.TrustEvent;

/** What is remembered of events, and what follows from it. */
class BoardTest {
    private static final DeviceName ONE = new DeviceName("CiscoUM1-VI1");
    private static final DeviceName TWO = new DeviceName("CiscoUM1-VI2");
    private static final Instant START = Instant.parse("2026-11-26T16:00:00Z");
    private static final TlsFacts TLS =
            new TlsFacts("TLSv1.3", "TLS_AES_256_GCM_SHA384", "ab".repeat(32), "CTL record CCM 10.0.0.11", false);
    private static final Fault NO_ANSWER = new Fault.LinkLost("it doesn't answer", "see whether it runs");

    private Instant now = START;
    private final Board board = new Board("1.0", () -> now);

    static Setup setup(Setup.Port... ports) {
        return new Setup(
                "voiceportd.yaml",
                List.of(ports),
                List.of(new Setup.CallManager("10.0.0.11", 2000, 2443), new Setup.CallManager("10.0.0.12", 2000, 2443)),
                Optional.of(new Setup.Ctl("CTLFile.tlv", "cd".repeat(32), "", 2, "accepted")),
                List.of(),
                Optional.empty());
    }

    static Setup.Port port(DeviceName name, SecurityMode mode, String role) {
        return new Setup.Port(
                name,
                mode,
                List.of(role),
                List.of("10.0.0.11", "10.0.0.12"),
                mode.secure()
                        ? Optional.of(new Setup.Certificate("ef".repeat(32), START.plus(Duration.ofDays(30))))
                        : Optional.empty());
    }

    private static final Setup BOTH =
            setup(port(ONE, SecurityMode.ENCRYPTED, "answer"), port(TWO, SecurityMode.NON_SECURE, "mwi"));

    private Status status() {
        return board.status(BOTH);
    }

    private Status.Port status(DeviceName port) {
        return status().ports().stream()
                .filter(each -> each.name().equals(port))
                .findFirst()
                .orElseThrow();
    }

    private void later(Duration time) {
        now = now.plus(time);
    }

    private static PortEvent.Registered registered(DeviceName port) {
        boolean secure = port.equals(ONE);
        return new PortEvent.Registered(
                port,
                secure ? SecurityMode.ENCRYPTED : SecurityMode.NON_SECURE,
                secure ? "10.0.0.11:2443" : "10.0.0.12:2000",
                secure ? TLS : null,
                17,
                30);
    }

    private void started() {
        board.accept(new DaemonEvent.Started("1.0", 2, 2, "voiceportd.yaml"));
    }

    private static CallReport.Offered offered(int call) {
        return new CallReport.Offered(ONE, call, "1001", "Ann", "2001", "", "", 0, "", 0, "", "encrypted");
    }

    private static CallReport.MediaOpened media(int call, String direction, MediaProtection protection) {
        return new CallReport.MediaOpened(ONE, call, direction, protection, "G.711 u-law", "10.0.0.5:20000");
    }

    private static CallReport.Ended ended(int call, MediaProtection receive, MediaProtection transmit) {
        return new CallReport.Ended(
                ONE,
                call,
                SecurityMode.ENCRYPTED,
                "the caller",
                5000,
                receive,
                transmit,
                250,
                250,
                0,
                0,
                MediaQuality.NONE,
                new CallSummary("1001", "2001", CallSummary.Outcome.ANSWERED, TLS));
    }

    @Test
    void a_port_of_which_nothing_is_known_is_starting() {
        assertEquals(Status.PortState.STARTING, status(ONE).state());
        assertEquals(START, status(ONE).since());
        assertEquals(List.of("the daemon is starting"), status().notReady());
    }

    @Test
    void a_registered_port_tells_what_really_protects_it() {
        started();
        later(Duration.ofSeconds(1));
        board.accept(registered(ONE));
        Status.Port port = status(ONE);
        assertEquals(Status.PortState.REGISTERED, port.state());
        assertEquals(START.plusSeconds(1), port.since());
        assertEquals(
                Optional.of(new Status.Link(SecurityMode.ENCRYPTED, "10.0.0.11:2443", 17, Optional.of(TLS))),
                port.link());
        assertTrue(status().isReady());
        assertEquals(1, status().registered(BOTH.callManagers().get(0)));
        assertEquals(0, status().registered(BOTH.callManagers().get(1)));
        assertEquals(2, status().configured(BOTH.callManagers().get(0)));
    }

    @Test
    void a_failure_that_comes_again_is_counted_from_its_first_time() {
        board.accept(new PortEvent.Unregistered(ONE, SecurityMode.ENCRYPTED, "10.0.0.11:2443", NO_ANSWER, 0));
        for (int i = 0; i < 3; i++) {
            later(Duration.ofMinutes(1));
            board.accept(new PortEvent.TriedAgain(ONE, SecurityMode.ENCRYPTED, "10.0.0.11:2443", NO_ANSWER));
        }
        Status.Port port = status(ONE);
        assertEquals(Status.PortState.RETRYING, port.state());
        assertEquals(
                Optional.of(new Status.Problem(
                        "PORT-002", "10.0.0.11:2443: it doesn't answer", "see whether it runs", START, 4)),
                port.problem());
        assertEquals(4, status().totals().registrationFailures());
        board.accept(registered(ONE));
        assertEquals(Optional.empty(), status(ONE).problem());
    }

    @Test
    void a_problem_names_its_call_manager_once() {
        for (String text : List.of("cm1:2443 refused the connection", "cm1 (10.0.0.11):2443 refused the connection")) {
            Fault fault = new Fault.LinkLost(text, "see whether it runs");
            board.accept(new PortEvent.Unregistered(ONE, SecurityMode.ENCRYPTED, "cm1:2443", fault, 0));
            assertEquals(text, status(ONE).problem().orElseThrow().what());
        }
    }

    @Test
    void an_offline_port_says_why_and_a_port_that_left_does_not() {
        Fault fault = new Fault.Misconfigured("no certificate", "issue one");
        board.accept(new PortEvent.Offline(ONE, SecurityMode.ENCRYPTED, fault));
        assertEquals(Status.PortState.OFFLINE, status(ONE).state());
        assertEquals("no certificate", status(ONE).problem().orElseThrow().what());
        board.accept(registered(TWO));
        board.accept(new PortEvent.Left(TWO, "10.0.0.12:2000", "reset"));
        assertEquals(Status.PortState.STARTING, status(TWO).state());
        assertEquals(Optional.empty(), status(TWO).link());
    }

    @Test
    void a_port_that_is_not_configured_any_more_is_shown_until_it_has_left() {
        board.accept(registered(ONE));
        board.accept(registered(TWO));
        Setup one = setup(port(ONE, SecurityMode.ENCRYPTED, "answer"));
        Status.Port leaving = board.status(one).ports().get(1);
        assertEquals(TWO, leaving.name());
        assertEquals(Status.PortState.LEAVING, leaving.state());
        assertEquals(SecurityMode.NON_SECURE, leaving.setup().mode());
        board.accept(new PortEvent.Left(TWO, "10.0.0.12:2000", "another configuration"));
        assertEquals(1, board.status(one).ports().size());
    }

    /** Who asks may know the configuration before the one by which the port came. */
    @Test
    void a_port_that_one_who_asks_does_not_know_yet_is_not_forgotten() {
        Fault fault = new Fault.Misconfigured("no certificate", "issue one");
        board.accept(new PortEvent.Offline(ONE, SecurityMode.ENCRYPTED, fault));
        Setup before = setup(port(TWO, SecurityMode.NON_SECURE, "mwi"));
        assertEquals(1, board.status(before).ports().size());
        assertEquals(Status.PortState.OFFLINE, status(ONE).state());
    }

    @Test
    void a_port_that_nobody_knows_any_more_is_forgotten() {
        board.accept(new PortEvent.Offline(ONE, SecurityMode.ENCRYPTED, NO_ANSWER));
        later(Duration.ofMinutes(2));
        board.status(setup(port(TWO, SecurityMode.NON_SECURE, "mwi")));
        assertEquals(Status.PortState.STARTING, status(ONE).state());
    }

    @Test
    void ports_for_lamps_alone_do_not_make_it_ready_for_calls() {
        started();
        board.accept(registered(TWO));
        assertEquals(List.of("no port that answers calls is registered"), status().notReady());
        Setup lampsOnly = setup(port(TWO, SecurityMode.NON_SECURE, "mwi"));
        assertTrue(board.status(lampsOnly).isReady());
    }

    @Test
    void it_is_not_ready_while_it_drains_or_stops_or_its_store_is_short() {
        started();
        board.accept(registered(ONE));
        board.accept(new DaemonEvent.StoreShort("messages", 1000, 4096));
        assertTrue(status().storeShort());
        assertEquals(
                List.of("there is too little room where messages are stored: no message is begun"),
                status().notReady());
        board.accept(new DaemonEvent.StoreEnough("messages", 5000, 4096));
        assertTrue(status().isReady());
        board.accept(new DaemonEvent.Draining(2, 0, 600));
        assertEquals(Status.State.DRAINING, status().state());
        assertEquals(1, status().notReady().size());
        board.accept(new DaemonEvent.Stopping("told to"));
        assertEquals(Status.State.STOPPING, status().state());
        assertEquals(List.of("the daemon is stopping"), status().notReady());
    }

    @Test
    void a_call_is_followed_from_ring_to_end_with_what_protects_each_direction() {
        board.accept(media(7, "receive", MediaProtection.AES_CM_128_HMAC_SHA1_32)); // may come first
        later(Duration.ofSeconds(1));
        board.accept(offered(7));
        Status.Call ringing = status().calls().get(0);
        assertEquals(Status.CallState.RINGING, ringing.state());
        assertEquals("1001", ringing.calling());
        assertEquals("2001", ringing.called());
        assertEquals(START, ringing.since());
        board.accept(new CallReport.Answered(ONE, 7));
        board.accept(media(7, "transmit", MediaProtection.RTP));
        board.accept(new CallReport.MediaInClear(ONE, 7));
        Status.Call call = status().calls().get(0);
        assertEquals(Status.CallState.ANSWERED, call.state());
        assertEquals(Optional.of(MediaProtection.AES_CM_128_HMAC_SHA1_32), call.receive());
        assertEquals(Optional.of(MediaProtection.RTP), call.transmit());
        assertTrue(call.inClear());
        board.accept(new CallReport.Preserved(ONE, 7));
        assertEquals(Status.CallState.PRESERVED, status().calls().get(0).state());
        board.accept(ended(7, MediaProtection.AES_CM_128_HMAC_SHA1_32, MediaProtection.RTP));
        assertEquals(List.of(), status().calls());
    }

    @Test
    void calls_count_as_encrypted_only_if_both_directions_were() {
        MediaProtection srtp = MediaProtection.AES_CM_128_HMAC_SHA1_80;
        board.accept(offered(1));
        board.accept(ended(1, srtp, srtp));
        board.accept(offered(2));
        board.accept(ended(2, srtp, MediaProtection.RTP));
        board.accept(offered(3));
        board.accept(ended(3, MediaProtection.NONE, MediaProtection.NONE));
        Status.Totals totals = status().totals();
        assertEquals(3, totals.calls());
        assertEquals(1, totals.callsEncrypted());
        assertEquals(1, totals.callsInClear());
    }

    @Test
    void what_a_mad_call_manager_offers_is_bounded() {
        for (int call = 0; call < 20_000; call++) {
            board.accept(offered(call));
        }
        assertEquals(10_000, status().calls().size());
    }

    @Test
    void warnings_that_say_the_same_are_one_and_the_latest_comes_first() {
        board.accept(new TrustEvent.CtlUnavailable("no answer", "look"));
        later(Duration.ofSeconds(1));
        board.accept(new CallReport.MediaInClear(ONE, 1));
        board.accept(new CallReport.MediaInClear(TWO, 2));
        later(Duration.ofSeconds(1));
        board.accept(new TrustEvent.CtlUnavailable("no answer", "look"));
        List<Status.Warning> warnings = status().warnings();
        assertEquals(2, warnings.size());
        assertEquals("TRUST-006", warnings.get(0).event());
        assertEquals(2, warnings.get(0).times());
        assertEquals(START, warnings.get(0).first());
        assertEquals(START.plusSeconds(2), warnings.get(0).last());
        assertEquals(Optional.empty(), warnings.get(1).port());
        assertEquals(2, warnings.get(1).times());
    }

    @Test
    void a_warning_that_is_mended_goes_with_the_last_port_that_it_concerned() {
        board.accept(new PortEvent.Unregistered(ONE, SecurityMode.ENCRYPTED, "cm:2443", NO_ANSWER, 0));
        board.accept(new PortEvent.Unregistered(TWO, SecurityMode.ENCRYPTED, "cm:2443", NO_ANSWER, 0));
        board.accept(new DaemonEvent.ReloadRefused("voiceportd.yaml", 1, "no", "look"));
        assertEquals(2, status().warnings().size());
        board.accept(registered(ONE));
        assertEquals(2, status().warnings().size());
        board.accept(registered(TWO));
        assertEquals("DAEMON-010", status().warnings().get(0).event());
        board.accept(new DaemonEvent.Reloaded("voiceportd.yaml", 0, 0, 0, 2, ""));
        assertEquals(List.of(), status().warnings());
        board.accept(new PortEvent.Unregistered(ONE, SecurityMode.ENCRYPTED, "cm:2443", NO_ANSWER, 0));
        assertEquals(1, status().warnings().get(0).times());
    }

    @Test
    void only_the_latest_warnings_are_kept_and_none_of_lesser_events() {
        for (int i = 0; i < 3 * Warnings.MOST; i++) {
            board.accept(new DaemonEvent.Internal("test", "failure " + i));
            board.accept(registered(ONE));
        }
        assertEquals(Warnings.MOST, status().warnings().size());
        assertTrue(status().warnings().get(0).text().contains("failure " + (3 * Warnings.MOST - 1)));
    }

    @Test
    void a_problem_is_one_line_whatever_a_peer_made_of_it() {
        Fault fault = new Fault.Untrusted("its name is one\ntwo\u001b[31m\u202e", "see\u001b[31m");
        board.accept(new PortEvent.Offline(ONE, SecurityMode.ENCRYPTED, fault));
        board.accept(new PortEvent.Unregistered(TWO, SecurityMode.NON_SECURE, "10.0.0.11:2000", fault, 0));
        for (Status.Port port : status().ports()) {
            Status.Problem problem = port.problem().orElseThrow();
            String text = problem.what() + problem.todo();
            assertFalse(text.chars().anyMatch(c -> Character.isISOControl(c) || c == 0x202e), text);
        }
    }

    @Test
    void numbers_of_a_call_say_what_they_seem_to_say() {
        board.accept(
                new CallReport.Offered(ONE, 1, "10\u202e01", "Ann", "20\u009b01", "", "", 0, "", 0, "", "encrypted"));
        Status.Call call = status().calls().get(0);
        assertEquals("10?01", call.calling());
        assertEquals("20?01", call.called());
    }

    @Test
    void a_warning_is_one_line_whatever_a_peer_made_of_it() {
        board.accept(new DaemonEvent.Internal("test", "one\ntwo\u001b[31m\u202e"));
        String text = status().warnings().get(0).text();
        assertFalse(text.chars().anyMatch(c -> Character.isISOControl(c) || c == 0x202e), text);
    }

    @Test
    void the_trust_list_has_the_time_when_it_came_in_force() {
        later(Duration.ofHours(1));
        board.accept(new TrustEvent.CtlInForce("CTLFile.tlv", "cd".repeat(32), "", 2, "accepted"));
        assertEquals(Optional.of(START.plus(Duration.ofHours(1))), status().ctlSince());
        board.accept(new TrustEvent.CtlInForce("CTLFile.tlv", "99".repeat(32), "", 2, "accepted"));
        assertEquals(Optional.empty(), status().ctlSince());
    }

    @Test
    void days_are_whole_and_negative_behind_the_end() {
        assertEquals(30, status().daysUntil(START.plus(Duration.ofDays(30))));
        assertEquals(0, status().daysUntil(START.plusSeconds(1)));
        assertEquals(-1, status().daysUntil(START.minusSeconds(1)));
    }

    @Test
    void numbers_stand_in_json_only_for_those_who_may_see_them() {
        board.accept(offered(7));
        assertTrue(StatusJson.of(status(), true).contains("1001"));
        String shown = StatusJson.of(status(), false);
        assertFalse(shown.contains("1001") || shown.contains("2001"), shown);
    }
}
