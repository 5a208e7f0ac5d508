package org.voiceport.daemon;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.voiceport.audio.Wav;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.CallReport;
import org.voiceport.event.DeviceName;
import org.voiceport.event.EventSink;
import org.voiceport.event.MessageEvent;
import org.voiceport.event.PortEvent;
import org.voiceport.event.SecurityMode;
import org.voiceport.messaging.MessageStore;

/** A daemon at work in this JVM, and what it told. */
final class TestDaemon implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(8);

    private final Daemon daemon;
    private final TestEvents events;
    private boolean stopped;

    private TestDaemon(Daemon daemon, TestEvents events) {
        this.daemon = daemon;
        this.events = events;
    }

    static TestDaemon start(DaemonConfig config, EventSink more) {
        TestEvents events = new TestEvents(more);
        try {
            return new TestDaemon(Daemon.start(config, TrustMaterial.load(config, true), events), events);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Daemon daemon() {
        return daemon;
    }

    TestEvents events() {
        return events;
    }

    /** Waits for the registration of a port, counted from 1. */
    PortEvent.Registered registered(DeviceName port, int count) {
        return events.await(PortEvent.Registered.class, event -> event.device().equals(port), count);
    }

    PortEvent.Registered registered(SecurityMode mode) {
        return registered(DemoLab.port(mode), 1);
    }

    /** Waits for the first failure of that port that isn't the loss of the link. */
    PortEvent.Unregistered unregistered(DeviceName port) {
        return events.await(
                PortEvent.Unregistered.class, event -> event.device().equals(port));
    }

    /** Waits for the stream that the port listens to, and tells where. */
    CallReport.MediaOpened listening(DeviceName port) {
        return events.await(
                CallReport.MediaOpened.class,
                event -> event.device().equals(port) && event.direction().equals("receive"));
    }

    CallReport.MediaOpened talking(DeviceName port) {
        return events.await(
                CallReport.MediaOpened.class,
                event -> event.device().equals(port) && event.direction().equals("transmit"));
    }

    CallReport.Ended ended(DeviceName port) {
        return events.await(CallReport.Ended.class, event -> event.device().equals(port));
    }

    MessageEvent.Stored stored(DeviceName port) {
        return events.await(MessageEvent.Stored.class, event -> event.device().equals(port));
    }

    MessageEvent.Discarded discarded(DeviceName port) {
        return events.await(
                MessageEvent.Discarded.class, event -> event.device().equals(port));
    }

    /** The sound of a stored message. */
    static short[] sound(MessageEvent.Stored stored) {
        try {
            return Wav.read(new ByteArrayInputStream(MessageStore.wav(Path.of(stored.file()))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong with the configuration as it is on disk by now; nothing if it is in force. */
    List<String> reload() {
        DaemonControl.Answer answer = daemon.reload();
        return answer.done() ? List.of() : answer.lines();
    }

    /** Takes no more calls and stops after the last one, or after that time; true if all ended in time. */
    CompletableFuture<Boolean> drain(Duration limit) {
        stopped = true;
        return CompletableFuture.supplyAsync(() -> {
            try {
                return daemon.drain(limit, STOP_LIMIT);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    /** Stops it as SIGTERM does; true if all ended in time. */
    boolean stop() {
        stopped = true;
        try {
            return daemon.stop("told to", STOP_LIMIT);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        if (!stopped) {
            stop();
        }
    }
}
