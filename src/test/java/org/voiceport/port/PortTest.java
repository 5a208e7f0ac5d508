package org.voiceport.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.voiceport.audio.Source;
import org.voiceport.event.CallReport;
import org.voiceport.event.CallSummary;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.Fault;
import org.voiceport.event.MediaQuality;
import org.voiceport.event.PortEvent;
import org.voiceport.event.SecurityMode;
import org.voiceport.sccp.CallMessage;
import org.voiceport.sccp.CallPhase;
import org.voiceport.sccp.MediaMessage.ConnectionStatisticsReq;
import org.voiceport.sccp.MediaMessage.ConnectionStatisticsRes;
import org.voiceport.sccp.MediaMessage.KeyBlock;
import org.voiceport.sccp.RegistrationMessage;
import org.voiceport.sccp.SetupMessage;
import org.voiceport.sccp.UnregisterStatus;

/** The port at work: what the machine asks for is done, in order, on the owner thread. */
class PortTest {
    private static final Source SILENCE = (into, offset, count) -> -1;
    private static final RegistrationMessage.UnregisterAck UNREGISTERED =
            new RegistrationMessage.UnregisterAck(UnregisterStatus.OK);

    private final Stage stage =
            new Stage(Scene.settings(SecurityMode.NON_SECURE, false, 17, Scene.FIRST, Scene.SECOND));

    private static ConnectionStatisticsReq statisticsOf(int call) {
        return new ConnectionStatisticsReq("5001", call, 0);
    }

    @Test
    void does_nothing_until_the_owner_thread_works() {
        stage.port.start();
        assertTrue(stage.links.isEmpty());
        stage.work();
        assertEquals(Scene.FIRST, stage.link().server);
    }

    /** Such as a class that can't be loaded any more, as somebody has replaced the program under the daemon. */
    @Test
    void an_error_of_the_program_is_told_and_costs_the_link_but_not_the_port() {
        stage.register();
        Stage.Link broken = stage.link();
        broken.fails = new NoClassDefFoundError("org/voiceport/Some");
        broken.says(new SetupMessage.CapabilitiesReq());
        assertTrue(broken.closed);
        assertEquals(
                "port " + Scene.DEVICE,
                stage.events(DaemonEvent.Internal.class).get(0).where());
        assertEquals(1, stage.events(PortEvent.Unregistered.class).size());
        assertTrue(stage.timersRunning() > 0 || stage.link() != broken, "it tries again");
    }

    @Test
    void speaks_the_agreed_version_before_it_says_more() {
        stage.port.start();
        stage.work();
        stage.link().opened();
        assertEquals(List.of("Register"), stage.link().names());
        assertEquals(0, stage.link().version);
        stage.link().says(Said.registerAck(30, 11));
        assertEquals(11, stage.link().version);
    }

    @Test
    void tells_its_registration() {
        stage.register();
        assertEquals(1, stage.events(PortEvent.Registered.class).size());
    }

    @Test
    void a_link_that_was_left_behind_is_not_heard_any_more() {
        stage.port.start();
        stage.work();
        Stage.Link old = stage.link();
        old.opened();
        stage.after(Duration.ofSeconds(10));
        assertTrue(old.closed);
        assertEquals(Scene.SECOND, stage.link().server);
        int events = stage.events.size();
        old.opened();
        old.says(Said.registerAck(30, 17));
        old.listener.ignored(new Fault.Malformed("late bytes", ""));
        old.breaks("late");
        assertEquals(2, stage.links.size());
        assertEquals(events, stage.events.size());
        assertEquals(List.of("Register"), old.names());
        assertFalse(stage.link().closed);
    }

    @Test
    void what_a_link_ignored_is_told() {
        stage.register();
        stage.link().listener.ignored(new Fault.Malformed("CallInfo: odd", ""));
        assertEquals(1, stage.events(PortEvent.Ignored.class).size());
    }

    @Test
    void a_timer_that_is_started_again_runs_once() {
        stage.register();
        long running = stage.timersRunning();
        stage.after(Duration.ofSeconds(30));
        stage.link().says(new RegistrationMessage.KeepAliveAck());
        stage.after(Duration.ofSeconds(30));
        assertEquals(running, stage.timersRunning());
    }

    @Test
    void an_application_answers_plays_and_records() {
        stage.register();
        stage.ring(Scene.CALL);
        Call call = stage.call().call;
        assertEquals("1001", call.details().calling().number());
        call.answer();
        call.play(SILENCE);
        call.record((samples, offset, count) -> {});
        call.stopRecording();
        call.stopPlaying();
        assertFalse(stage.link().names().contains("OffHook"), "not before the owner thread works");
        stage.work();
        assertEquals(new CallMessage.OffHook(1, Scene.CALL), stage.link().last(CallMessage.OffHook.class));
        assertEquals(List.of("play", "record", "stop recording", "stop playing"), stage.stream().asked);
        stage.stream().happens(new MediaEvent.Played(SILENCE));
        assertEquals(List.of(new CallEvent.Recorded(), new CallEvent.Played(SILENCE)), stage.call().told);
    }

    @Test
    void media_that_opens_before_the_offer_is_of_the_same_call() {
        stage.register();
        stage.link().says(Said.state(CallPhase.RING_IN, Scene.CALL));
        stage.link().says(Said.open(Scene.CALL, Said.PARTY, KeyBlock.CLEAR));
        stage.link().says(Said.callInfo(Scene.CALL));
        assertEquals(1, stage.streams.size());
        stage.call().call.play(SILENCE);
        stage.work();
        assertEquals(List.of("listen", "play"), stage.stream().asked);
    }

    @Test
    void details_that_come_later_are_seen() {
        stage.register();
        stage.link().says(Said.state(CallPhase.RING_IN, Scene.CALL));
        stage.after(Timings.DEFAULT.callInfo());
        assertEquals(CallDetails.UNKNOWN, stage.call().call.details());
        stage.link().says(Said.callInfo(Scene.CALL));
        assertEquals("Alice", stage.call().call.details().calling().name());
    }

    @Test
    void the_end_closes_the_media_sums_up_and_is_told_last() {
        stage.talk();
        stage.stream().statistics = new MediaStatistics(500, 80000, 498, 79680, 2, 1, quality(3));
        stage.link().says(Said.state(CallPhase.ON_HOOK, Scene.CALL));
        assertTrue(stage.stream().isClosed());
        CallReport.Ended ended = stage.events(CallReport.Ended.class).get(0);
        assertEquals(500, ended.packetsSent());
        assertEquals(498, ended.packetsReceived());
        assertEquals(2, ended.packetsLost());
        assertEquals(1, ended.packetsRefused());
        assertTrue(ended.durationMillis() >= 0);
        CallDetails told = stage.call().call.details();
        assertEquals(
                new CallSummary(
                        told.calling().number(),
                        told.called().number(),
                        CallSummary.Outcome.ANSWERED,
                        ended.summary().tls()),
                ended.summary());
        assertFalse(ended.summary().calling().isEmpty());
        assertEquals(List.of(new CallEvent.Answered(), new CallEvent.Ended("far end")), stage.call().told);
    }

    @Test
    void a_call_that_rings_in_vain_is_summed_up_as_not_answered() {
        stage.register();
        stage.ring(Scene.CALL);
        stage.link().says(Said.state(CallPhase.ON_HOOK, Scene.CALL));
        CallReport.Ended ended = stage.events(CallReport.Ended.class).get(0);
        assertEquals(CallSummary.Outcome.NOT_ANSWERED, ended.summary().outcome());
        assertTrue(ended.text().contains(" ms, not answered, from "), ended::text);
    }

    @Test
    void commands_after_the_end_do_nothing() {
        stage.talk();
        Call call = stage.call().call;
        stage.link().says(Said.state(CallPhase.ON_HOOK, Scene.CALL));
        List<String> asked = List.copyOf(stage.stream().asked);
        List<String> sent = stage.link().names();
        call.answer();
        call.play(SILENCE);
        call.record((samples, offset, count) -> {});
        call.stopRecording();
        call.stopPlaying();
        call.hangUp();
        stage.work();
        assertEquals(asked, stage.stream().asked);
        assertEquals(sent, stage.link().names());
        assertEquals(2, stage.call().told.size());
    }

    @Test
    void a_command_given_before_the_end_and_done_after_it_does_nothing() {
        stage.talk();
        stage.call().call.play(SILENCE);
        stage.link().says(Said.state(CallPhase.ON_HOOK, Scene.CALL));
        stage.work();
        assertFalse(stage.stream().asked.contains("play"));
    }

    @Test
    void the_calls_of_an_old_call_object_do_not_touch_a_new_call_of_the_same_reference() {
        stage.talk();
        Call old = stage.call().call;
        stage.link().says(Said.state(CallPhase.ON_HOOK, Scene.CALL));
        stage.ring(Scene.CALL);
        old.answer();
        stage.work();
        assertEquals(1, stage.link().names().stream().filter("OffHook"::equals).count());
    }

    @Test
    void an_application_that_fails_at_the_offer_loses_the_call() {
        stage.whenOffered = call -> {
            throw new IllegalStateException("no mailbox");
        };
        stage.register();
        stage.ring(Scene.CALL);
        CallReport.ApplicationFailed failed =
                stage.events(CallReport.ApplicationFailed.class).get(0);
        assertTrue(failed.what().contains("no mailbox"));
        assertTrue(stage.stream().isClosed());
        assertEquals(1, stage.events(CallReport.Ended.class).size());
    }

    @Test
    void an_application_that_fails_in_a_call_ends_it() {
        stage.talk();
        stage.whenTold = event -> {
            throw new IllegalStateException("disk full");
        };
        stage.stream().happens(new MediaEvent.Played(SILENCE));
        assertEquals(1, stage.events(CallReport.ApplicationFailed.class).size());
        assertEquals(new CallMessage.OnHook(1, Scene.CALL), stage.link().last(CallMessage.OnHook.class));
        stage.link().says(Said.state(CallPhase.ON_HOOK, Scene.CALL));
        assertTrue(stage.stream().isClosed());
    }

    @Test
    void an_application_that_fails_at_the_end_is_told_of_and_nothing_else_happens() {
        stage.talk();
        stage.whenTold = event -> {
            throw new IllegalStateException("disk full");
        };
        List<String> sent = stage.link().names();
        stage.link().says(Said.state(CallPhase.ON_HOOK, Scene.CALL));
        assertEquals(1, stage.events(CallReport.ApplicationFailed.class).size());
        assertEquals(sent, stage.link().names());
    }

    @Test
    void after_an_application_failed_the_port_takes_the_next_call() {
        an_application_that_fails_in_a_call_ends_it();
        stage.whenTold = event -> {};
        stage.ring(77);
        assertEquals(77, stage.call().call.reference());
    }

    @Test
    void statistics_are_answered_during_the_call() {
        stage.talk();
        stage.stream().statistics = new MediaStatistics(10, 1600, 9, 1440, 1, 0, quality(4));
        stage.link().says(statisticsOf(Scene.CALL));
        assertEquals(
                new ConnectionStatisticsRes("5001", Scene.CALL, 0, 10, 1600, 9, 1440, 1, 4, 21, ""),
                stage.link().last(ConnectionStatisticsRes.class));
    }

    /** With a round trip of 42 ms. */
    private static MediaQuality quality(int jitterMillis) {
        return new MediaQuality(0, 0, 0, 0, jitterMillis, 42, 0);
    }

    @Test
    void statistics_are_answered_after_the_call() {
        stage.talk();
        stage.stream().statistics = new MediaStatistics(10, 1600, 9, 1440, 1, 0, quality(4));
        stage.link().says(Said.state(CallPhase.ON_HOOK, Scene.CALL));
        stage.link().says(statisticsOf(Scene.CALL));
        assertEquals(10, stage.link().last(ConnectionStatisticsRes.class).packetsSent());
    }

    @Test
    void statistics_of_a_call_that_is_not_known_are_zeros() {
        stage.register();
        stage.link().says(statisticsOf(12345));
        assertEquals(
                new ConnectionStatisticsRes("5001", 12345, 0, 0, 0, 0, 0, 0, 0, 0, ""),
                stage.link().last(ConnectionStatisticsRes.class));
    }

    @Test
    void only_the_last_calls_are_remembered() {
        stage.register();
        for (int call = 1; call <= 6; call++) {
            stage.ring(call);
            stage.stream().statistics = new MediaStatistics(call, 0, 0, 0, 0, 0, quality(0));
            stage.link().says(Said.state(CallPhase.ON_HOOK, call));
        }
        stage.link().says(statisticsOf(1));
        assertEquals(0, stage.link().last(ConnectionStatisticsRes.class).packetsSent());
        stage.link().says(statisticsOf(6));
        assertEquals(6, stage.link().last(ConnectionStatisticsRes.class).packetsSent());
    }

    @Test
    void stop_completes_when_the_call_manager_let_the_port_go() {
        stage.register();
        CompletableFuture<Void> stopped = stage.port.stop();
        stage.work();
        assertEquals(
                "Unregister",
                stage.link().last(RegistrationMessage.Unregister.class).name());
        assertFalse(stopped.isDone());
        stage.link().says(UNREGISTERED);
        assertTrue(stopped.isDone());
        assertTrue(stage.link().closed);
        assertEquals(0, stage.timersRunning());
    }

    @Test
    void stop_completes_even_if_nobody_answers() {
        stage.talk();
        CompletableFuture<Void> stopped = stage.port.stop();
        stage.work();
        stage.after(Timings.DEFAULT.callEnd());
        stage.after(Timings.DEFAULT.unregisterAck());
        assertTrue(stopped.isDone());
        assertTrue(stage.stream().isClosed());
        assertEquals(0, stage.timersRunning());
    }

    @Test
    void when_stop_completes_the_media_is_closed_and_the_application_told() {
        stage.talk();
        CompletableFuture<Void> stopped = stage.port.stop();
        boolean[] closed = new boolean[1];
        CompletableFuture<Void> seen = stopped.thenRun(
                () -> closed[0] = stage.stream().isClosed() && stage.call().told.size() == 2);
        stage.work();
        stage.link().breaks("gone");
        assertTrue(seen.isDone());
        assertTrue(closed[0]);
    }

    @Test
    void a_port_that_never_started_stops() {
        CompletableFuture<Void> stopped = stage.port.stop();
        stage.work();
        assertTrue(stopped.isDone());
        stage.port.start();
        stage.work();
        assertTrue(stage.links.isEmpty(), "a stopped port doesn't start again");
    }

    @Test
    void stop_may_be_said_twice() {
        stage.register();
        CompletableFuture<Void> first = stage.port.stop();
        CompletableFuture<Void> second = stage.port.stop();
        stage.work();
        stage.link().says(UNREGISTERED);
        assertTrue(first.isDone() && second.isDone());
    }

    @Test
    void a_lost_call_manager_ends_no_call_and_the_next_one_is_dialled() {
        stage.talk();
        stage.link().breaks("reset");
        assertFalse(stage.stream().isClosed());
        assertEquals(Scene.SECOND, stage.link().server);
        // Packets come in the first period, and none in the second.
        stage.stream().statistics = new MediaStatistics(0, 0, 50, 8000, 0, 0, quality(0));
        stage.after(Timings.DEFAULT.preserved());
        assertFalse(stage.stream().isClosed());
        stage.after(Timings.DEFAULT.preserved());
        assertTrue(stage.stream().isClosed());
        assertEquals(
                new CallEvent.Ended("silence after the loss of the call manager"),
                stage.call().told.get(1));
    }

    @Test
    void a_preserved_call_ends_when_the_application_hangs_up() {
        stage.talk();
        stage.link().breaks("reset");
        stage.call().call.hangUp();
        stage.work();
        assertTrue(stage.stream().isClosed());
        assertEquals(new CallEvent.Ended("port"), stage.call().told.get(1));
    }

    @Test
    void a_link_may_fail_at_once() {
        stage.port.start();
        stage.work();
        stage.link().breaks("refused");
        stage.link().breaks("refused");
        assertEquals(2, stage.links.size());
        assertEquals(1, stage.timersRunning());
    }
}
