package org.voiceport.net;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.voiceport.event.Fault;
import org.voiceport.event.TlsFacts;
import org.voiceport.port.CallManagerLink;
import org.voiceport.sccp.Message;

/** A port that only writes down what its link reports. Every report must be taken, or {@link #nothingMore} fails. */
class Heard implements CallManagerLink.Listener {
    private static final int LIMIT_SECONDS = 10;

    private final EventLoop loop;
    private final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
    private volatile boolean inCall;

    Heard(EventLoop loop) {
        this.loop = loop;
    }

    sealed interface Report permits Opened, Received, Ignored, Closed {}

    record Opened(InetSocketAddress local, TlsFacts tls) implements Report {}

    record Received(Message message) implements Report {}

    record Ignored(Fault fault) implements Report {}

    record Closed(Fault fault) implements Report {}

    @Override
    public void opened(InetSocketAddress local, TlsFacts tls) {
        note(new Opened(local, tls));
    }

    @Override
    public void received(Message message) {
        note(new Received(message));
    }

    @Override
    public void ignored(Fault fault) {
        note(new Ignored(fault));
    }

    @Override
    public void closed(Fault fault) {
        note(new Closed(fault));
    }

    /** Runs {@code call} as a port does; a report from within it is an error. */
    void calls(Runnable call) {
        onLoop(() -> {
            inCall = true;
            try {
                call.run();
            } finally {
                inCall = false;
            }
        });
    }

    void onLoop(Runnable task) {
        loop.submit(task).syncUninterruptibly();
    }

    Opened isOpened() {
        return next(Opened.class);
    }

    Message message() {
        return next(Received.class).message();
    }

    <F extends Fault> F ignored(Class<F> type) {
        return assertInstanceOf(type, next(Ignored.class).fault());
    }

    <F extends Fault> F isClosed(Class<F> type) {
        Fault fault = next(Closed.class).fault();
        return assertInstanceOf(type, fault, fault.line());
    }

    /** After a few turns of the loop nothing else has been reported. */
    void nothingMore() {
        for (int turn = 0; turn < 3; turn++) {
            onLoop(() -> {});
        }
        assertNull(reports.poll());
    }

    private void note(Report report) {
        if (inCall || !loop.inEventLoop()) {
            reports.add(new Closed(new Fault.Unexpected(report + " within a call, or off the loop", "")));
        }
        reports.add(report);
    }

    private <R extends Report> R next(Class<R> type) {
        Report report;
        try {
            report = reports.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertNotNull(report, "nothing reported in " + LIMIT_SECONDS + " s, expected " + type.getSimpleName());
        return assertInstanceOf(type, report, report.toString());
    }
}
