package org.voiceport.messaging;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.voiceport.audio.Dtmf;
import org.voiceport.audio.Sink;
import org.voiceport.audio.Source;
import org.voiceport.event.DeviceName;
import org.voiceport.port.Call;
import org.voiceport.port.CallDetails;
import org.voiceport.port.CallEvent;
import org.voiceport.port.CallHandler;
import org.voiceport.port.Outgoing;
import org.voiceport.port.OutgoingHandler;

/**
 * A call without a network. Everything happens on one thread, as at a port; a source is played as fast as it can be read,
 * and the caller says everything at once, in packets of 20 ms, as soon as the recording begins.
 */
final class FakeCall implements Call, AutoCloseable {
    private static final int PACKET = 160;

    private final ExecutorService owner = Executors.newSingleThreadExecutor();
    private final LinkedBlockingQueue<String> steps = new LinkedBlockingQueue<>();
    private final List<short[]> heard = new ArrayList<>();
    private final int reference;
    private final CallDetails details;
    private final Caller caller;
    private Consumer<CallEvent> application = event -> {};
    private boolean ended;

    /** What the far end does at each step; runs on the owner's thread. */
    interface Caller {
        default void answered(FakeCall call) {
            call.tell(new CallEvent.Answered());
        }

        /** {@code index} 0 is the greeting, 1 the beep. */
        default void hears(FakeCall call, int index, Source source) {
            call.tell(new CallEvent.Played(source));
        }

        void speaks(FakeCall call, Sink sink);

        default void recordingStops(FakeCall call) {
            call.tell(new CallEvent.Recorded());
        }
    }

    FakeCall(int reference, CallDetails details, Caller caller) {
        this.reference = reference;
        this.details = details;
        this.caller = caller;
    }

    /** Says {@code samples}, then hangs up. */
    static Caller saying(short[] samples) {
        return (call, sink) -> {
            say(samples, sink);
            call.end("far end");
        };
    }

    /** Says {@code samples}, then stays on the line. */
    static Caller staying(short[] samples) {
        return (call, sink) -> say(samples, sink);
    }

    private static void say(short[] samples, Sink sink) {
        for (int at = 0; at < samples.length; at += PACKET) {
            sink.write(samples, at, Math.min(PACKET, samples.length - at));
        }
    }

    void offerTo(CallHandler handler) {
        owner.execute(() -> application = handler.offered(this));
    }

    /** Runs on the owner's thread. */
    void tell(CallEvent event) {
        application.accept(event);
    }

    /** Runs on the owner's thread. */
    void end(String by) {
        if (!ended) {
            ended = true;
            steps.add("ended by " + by);
            tell(new CallEvent.Ended(by));
        }
    }

    /** The steps up to the end of the call. */
    List<String> steps() throws InterruptedException {
        List<String> all = new ArrayList<>();
        while (true) {
            String step = steps.poll(10, TimeUnit.SECONDS);
            if (step == null) {
                throw new AssertionError("the call didn't end; so far: " + all);
            }
            all.add(step);
            if (step.startsWith("ended")) {
                return all;
            }
        }
    }

    /** What was played, one after the other. */
    List<short[]> heard() {
        return heard;
    }

    @Override
    public DeviceName device() {
        // References from 1000 on are all of one port, the others of a port each.
        return new DeviceName("CiscoUM1-VI" + (reference() >= 1000 ? 1 : reference()));
    }

    @Override
    public int reference() {
        return reference;
    }

    @Override
    public CallDetails details() {
        return details;
    }

    @Override
    public void hold() {
        throw new UnsupportedOperationException("no voicemail holds a call");
    }

    @Override
    public void resume() {
        throw new UnsupportedOperationException("no voicemail holds a call");
    }

    @Override
    public void transfer(Outgoing to) {
        throw new UnsupportedOperationException("no voicemail transfers a call");
    }

    @Override
    public void consult(Outgoing to, OutgoingHandler from) {
        throw new UnsupportedOperationException("no voicemail transfers a call");
    }

    @Override
    public void completeTransfer() {
        throw new UnsupportedOperationException("no voicemail transfers a call");
    }

    @Override
    public void answer() {
        step("answer", () -> caller.answered(this));
    }

    @Override
    public void play(Source source) {
        step("play", () -> {
            heard.add(drained(source));
            caller.hears(this, heard.size() - 1, source);
        });
    }

    @Override
    public void stopPlaying() {
        step("stop playing", () -> {});
    }

    @Override
    public void record(Sink sink) {
        step("record", () -> caller.speaks(this, sink));
    }

    @Override
    public void stopRecording() {
        step("stop recording", () -> caller.recordingStops(this));
    }

    @Override
    public void press(Dtmf key) {
        throw new IllegalStateException("no script presses keys");
    }

    @Override
    public void hangUp() {
        step("hang up", () -> end("port"));
    }

    @Override
    public void close() {
        owner.shutdownNow();
    }

    private void step(String name, Runnable action) {
        owner.execute(() -> {
            if (!ended) {
                steps.add(name);
                action.run();
            }
        });
    }

    private static short[] drained(Source source) {
        short[] all = new short[Source.RATE * 60];
        int length = 0;
        int more = source.read(all, 0, all.length);
        while (more > 0) {
            length += more;
            more = source.read(all, length, all.length - length);
        }
        return Arrays.copyOf(all, length);
    }
}
