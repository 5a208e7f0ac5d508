package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.voiceport.event.SecurityMode.NON_SECURE;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.PortEvent;
import org.voiceport.observe.LogDetail;

/** What is asked of a daemon while it starts isn't lost, and what is asked many times is done once. */
class RunningControlTest {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(8);

    @TempDir
    Path directory;

    private final TestEvents events = new TestEvents(event -> {});
    private final RunningControl control = new RunningControl(new Watch(events), new LogDetail(), STOP_LIMIT);
    private Exchange exchange;
    private Daemon daemon;

    @BeforeEach
    void prepare() throws IOException {
        exchange = Exchange.start();
        Installation installation =
                Installation.in(directory).callManager(exchange.callManager()).port(NON_SECURE);
        daemon = Daemon.prepared(
                installation.config(), TrustMaterial.load(installation.config(), true), events, new LogDetail());
    }

    @AfterEach
    void close() throws InterruptedException {
        var unused = daemon.stop("the end of the test", STOP_LIMIT);
        exchange.close();
    }

    private int reloads() {
        return events.all(DaemonEvent.Reloaded.class).size();
    }

    @Test
    void hangups_during_the_start_reload_once_when_it_runs() {
        assertTrue(control.start(daemon));
        control.hangUp();
        control.hangUp();
        assertEquals(0, reloads());
        try (Reloader reloader = new Reloader(daemon, events, new ServiceNotice(Map.of(), events), next -> {})) {
            control.runs(daemon, reloader);
            assertTrue(control.reload().done(), "it waits for what was asked before");
            assertEquals(2, reloads());
        }
    }

    @Test
    void hangups_during_a_reload_reload_once_after_it() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        assertTrue(control.start(daemon));
        try (Reloader reloader = new Reloader(daemon, events, new ServiceNotice(Map.of(), events), next -> {
            begun.countDown();
            await(goOn);
        })) {
            control.runs(daemon, reloader);
            control.hangUp();
            await(begun);
            List.of(1, 2, 3).forEach(any -> control.hangUp());
            goOn.countDown();
            assertTrue(control.reload().done());
            assertEquals(3, reloads());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_hangup_at_the_end_is_no_error() {
        Reloader reloader = new Reloader(daemon, events, new ServiceNotice(Map.of(), events), next -> {});
        control.runs(daemon, reloader);
        reloader.close();
        control.hangUp();
        assertEquals(0, reloads());
    }

    @Test
    void a_stop_before_anybody_can_ask_it_anything_ends_a_daemon_that_has_just_started() throws InterruptedException {
        assertTrue(control.start(daemon));
        events.await(PortEvent.Registered.class, any -> true);
        control.stop("told to");
        assertTrue(events.await(DaemonEvent.Stopped.class, any -> true).clean());
        assertFalse(exchange.callManager().isRegistered(DemoLab.port(NON_SECURE)));
    }

    @Test
    void a_daemon_that_is_told_to_stop_before_it_starts_does_not() throws InterruptedException {
        control.stop("told to");
        assertFalse(control.start(daemon));
        assertFalse(daemon.serves());
        assertEquals(List.of(), events.all(DaemonEvent.Started.class));
    }

    @Test
    void a_stop_in_the_middle_of_the_start_is_the_last_word() throws InterruptedException {
        assertTrue(daemon.stop("told to", STOP_LIMIT));
        daemon.begin();
        assertFalse(daemon.serves());
        assertEquals(List.of(), events.all(DaemonEvent.Started.class));
    }
}
