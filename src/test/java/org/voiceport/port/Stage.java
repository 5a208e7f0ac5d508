package org.voiceport.port;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.voiceport.audio.Dtmf;
import org.voiceport.audio.Sink;
import org.voiceport.audio.Source;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Event;
import org.voiceport.event.Fault;
import org.voiceport.event.TlsFacts;
import org.voiceport.sccp.CallPhase;
import org.voiceport.sccp.MediaMessage.KeyBlock;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.SetupMessage;

/** A {@link Port} among fakes: its owner thread, timers, links, media and application do what the test says. */
final class Stage {
    final List<Link> links = new ArrayList<>();
    final List<Stream> streams = new ArrayList<>();
    final List<Offered> offered = new ArrayList<>();
    final List<Event> events = new ArrayList<>();
    final List<Started> timers = new ArrayList<>();
    final Port port;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    /** What the application does when a call is offered. */
    Consumer<Call> whenOffered = call -> {};
    /** What the application does with an event. */
    Consumer<CallEvent> whenTold = event -> {};

    Stage(PortSettings settings) {
        port = new Port(
                settings, this::dial, this::open, this::offered, tasks::add, this::timer, events::add, new Random(1));
    }

    /** Lets the owner thread work until it has nothing to do. */
    void work() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    Link link() {
        return links.get(links.size() - 1);
    }

    Stream stream() {
        return streams.get(streams.size() - 1);
    }

    Offered call() {
        return offered.get(offered.size() - 1);
    }

    /** Starts the port and brings it to the end of the dialogue. */
    void register() {
        port.start();
        work();
        link().opened();
        link().says(Said.registerAck(30, 17));
        link().says(new SetupMessage.CapabilitiesReq());
        link().says(Said.buttons());
        link().says(Said.softKeys());
        link().says(Said.softKeySets());
        link().says(Said.line());
        link().says(Said.time());
    }

    void ring(int call) {
        link().says(Said.state(CallPhase.RING_IN, call));
        link().says(Said.callInfo(call));
    }

    /** Registers, and has a call with media. */
    void talk() {
        register();
        ring(Scene.CALL);
        call().call.answer();
        work();
        link().says(Said.state(CallPhase.CONNECTED, Scene.CALL));
        link().says(Said.open(Scene.CALL, Said.PARTY, KeyBlock.CLEAR));
        stream().happens(new MediaEvent.Listening(Scene.MEDIA));
        link().says(Said.start(Scene.CALL, Said.PARTY, KeyBlock.CLEAR));
        stream().happens(new MediaEvent.Talking(Scene.MEDIA));
    }

    /** Lets the running timer with that delay run out. */
    void after(Duration delay) {
        Started timer = timers.stream()
                .filter(started -> started.runs && started.delay.equals(delay))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no timer of " + delay + " in " + timers));
        timer.runs = false;
        timer.task.run();
    }

    long timersRunning() {
        return timers.stream().filter(timer -> timer.runs).count();
    }

    <E extends Event> List<E> events(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private CallManagerLink dial(Server server, CallManagerLink.Listener listener) {
        Link link = new Link(server, listener);
        links.add(link);
        return link;
    }

    private MediaEngine.Stream open(DeviceName device, int call, Consumer<MediaEvent> listener) {
        Stream stream = new Stream(listener);
        streams.add(stream);
        return stream;
    }

    private Consumer<CallEvent> offered(Call call) {
        Offered taken = new Offered(call);
        offered.add(taken);
        whenOffered.accept(call);
        return event -> {
            taken.told.add(event);
            whenTold.accept(event);
        };
    }

    private Timers.Cancellable timer(Duration delay, Runnable task) {
        Started timer = new Started(delay, task);
        timers.add(timer);
        return () -> timer.runs = false;
    }

    /** A timer that was started. */
    static final class Started {
        final Duration delay;
        final Runnable task;
        boolean runs = true;

        Started(Duration delay, Runnable task) {
            this.delay = delay;
            this.task = task;
        }

        @Override
        public String toString() {
            return delay + (runs ? "" : " (ended)");
        }
    }

    /** A call that the application was offered, and what it was told of it. */
    static final class Offered {
        final Call call;
        final List<CallEvent> told = new ArrayList<>();

        Offered(Call call) {
            this.call = call;
        }
    }

    /** A link that the test speaks for. */
    static final class Link implements CallManagerLink {
        final Server server;
        final Listener listener;
        final List<Message> sent = new ArrayList<>();
        int version;
        boolean closed;
        /** What sending fails with, if it does. */
        @Nullable
        Error fails;

        Link(Server server, Listener listener) {
            this.server = server;
            this.listener = listener;
        }

        void opened() {
            listener.opened(Scene.LOCAL, null);
        }

        void opened(TlsFacts tls) {
            listener.opened(Scene.LOCAL, tls);
        }

        void says(Message message) {
            listener.received(message);
        }

        void breaks(String what) {
            listener.closed(new Fault.LinkLost(what, ""));
        }

        /** The names of what was sent. */
        List<String> names() {
            return sent.stream().map(Message::name).toList();
        }

        <M extends Message> M last(Class<M> type) {
            return type.cast(sent.get(sent.size() - 1));
        }

        @Override
        public void send(Message message) {
            if (fails != null) {
                throw fails;
            }
            sent.add(message);
        }

        @Override
        public void speak(int protocolVersion) {
            version = protocolVersion;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** A media stream that keeps a list of what was asked of it. */
    static final class Stream implements MediaEngine.Stream {
        final List<String> asked = new ArrayList<>();
        MediaStatistics statistics = MediaStatistics.NONE;

        @Nullable
        Source playing;

        private final Consumer<MediaEvent> listener;

        Stream(Consumer<MediaEvent> listener) {
            this.listener = listener;
        }

        void happens(MediaEvent event) {
            listener.accept(event);
        }

        boolean isClosed() {
            return asked.contains("close");
        }

        @Override
        public void listen(ReceiveSpec spec) {
            asked.add("listen");
        }

        @Override
        public void talk(TransmitSpec spec, InetAddress local) {
            asked.add("talk to "
                    + new InetSocketAddress(
                            spec.remote().getAddress(), spec.remote().getPort()));
        }

        @Override
        public void deafen() {
            asked.add("deafen");
        }

        @Override
        public void mute() {
            asked.add("mute");
        }

        @Override
        public void play(Source source) {
            asked.add("play");
            playing = source;
        }

        @Override
        public void stopPlaying() {
            asked.add("stop playing");
        }

        @Override
        public void record(Sink sink) {
            asked.add("record");
        }

        @Override
        public void stopRecording() {
            asked.add("stop recording");
        }

        @Override
        public void press(Dtmf key) {
            asked.add("press");
        }

        @Override
        public MediaStatistics statistics() {
            return statistics;
        }

        @Override
        public void close() {
            asked.add("close");
        }
    }
}
