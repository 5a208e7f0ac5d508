package org.voiceport.port;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.Event;
import org.voiceport.event.EventSink;
import org.voiceport.event.Fault;
import org.voiceport.event.PortEvent;
import org.voiceport.event.TlsFacts;
import org.voiceport.sccp.Message;

/**
 * A voice messaging port at work: feeds its machine with what happens, and does what the machine asks for. Everything
 * runs on the owner thread; only {@link #start}, {@link #renew}, {@link #place}, {@link #retire}, {@link #stop} and the methods of a {@link Call} may be called from
 * elsewhere.
 */
public final class Port {
    private final PortSettings settings;
    private final CallManagerLink.Dialer dialer;
    private final Executor owner;
    private final Timers timers;
    private final EventSink events;
    private final PortMachine machine;
    private final PortCalls calls;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final Map<Timer, Timers.Cancellable> running = new HashMap<>();
    private final Queue<Input> inputs = new ArrayDeque<>();
    private @Nullable LinkListener link;
    /** To a preferred call manager, beside the link in use. */
    private @Nullable LinkListener probe;

    private boolean working;

    /**
     * A port that does nothing yet.
     *
     * @param owner runs tasks on the owner thread, in order
     */
    public Port(
            PortSettings settings,
            CallManagerLink.Dialer dialer,
            MediaEngine media,
            CallHandler handler,
            Executor owner,
            Timers timers,
            EventSink events,
            RandomGenerator random) {
        this.settings = settings;
        this.dialer = dialer;
        this.owner = owner;
        this.timers = timers;
        this.events = events;
        this.machine = new PortMachine(settings, random);
        this.calls = new PortCalls(settings, media, handler, owner, events, this::happened);
    }

    /** Begins to register. */
    public void start() {
        owner.execute(() -> happened(new Input.Start()));
    }

    /**
     * Registers anew with what the dialer has by then, after the call if there is one. For when the certificate of the
     * port or what it trusts has changed.
     */
    public void renew() {
        owner.execute(() -> happened(new Input.Renew()));
    }

    /**
     * Makes a call. Whether it could be made, {@code from} hears on the owner thread, soon; what becomes of it, whom {@code
     * from} names.
     */
    public void place(Outgoing outgoing, OutgoingHandler from) {
        owner.execute(() -> calls.place(outgoing, from));
    }

    /**
     * Leaves for good as soon as there is no call: unregisters, closes. Takes no more calls meanwhile. {@link #stop} still
     * ends it at once. The future, the same as that of {@link #stop}, completes when nothing of the port is left.
     */
    public CompletableFuture<Void> retire() {
        owner.execute(() -> happened(new Input.Retire()));
        return stopped;
    }

    /** Ends the call, unregisters, closes. The future completes when nothing of the port is left. */
    public CompletableFuture<Void> stop() {
        owner.execute(() -> happened(new Input.Stop()));
        return stopped;
    }

    /** Inputs that arise while another is worked on wait for their turn. */
    private void happened(Input input) {
        inputs.add(input);
        if (working) {
            return;
        }
        working = true;
        boolean failed = false;
        try {
            for (Input next = inputs.poll(); next != null; next = inputs.poll()) {
                try {
                    machine.on(next).forEach(this::perform);
                } catch (RuntimeException | LinkageError | AssertionError defect) {
                    events.accept(new DaemonEvent.Internal("port " + settings.device(), words(defect)));
                    if (failed) {
                        inputs.clear();
                    } else {
                        failed = true;
                        giveUpLink();
                    }
                }
            }
        } finally {
            working = false;
        }
    }

    /** What it is, and where it came from. */
    private static String words(Throwable defect) {
        return Stream.of(defect.getStackTrace())
                .limit(4)
                .map(StackTraceElement::toString)
                .collect(Collectors.joining(" < ", defect + " at ", ""));
    }

    /** After an error of this program nobody knows what was done of what was to be done; a new link begins from nothing. */
    private void giveUpLink() {
        closeLink();
        inputs.clear();
        inputs.add(new Input.LinkClosed(new Fault.LinkLost(
                "an error of this program, see DAEMON-004", "report the defect with the lines before this one")));
    }

    private void perform(Action action) {
        if (action instanceof Action.Send send) {
            if (link != null) {
                link.send(send.message());
            }
        } else if (action instanceof Action.Report report) {
            report(report.event());
        } else if (action instanceof Action.StartTimer start) {
            startTimer(start);
        } else if (action instanceof Action.CancelTimer cancel) {
            cancelTimer(cancel.timer());
        } else if (action instanceof Action.Dial dial) {
            closeLink();
            link = new LinkListener();
            link.dial(dial.server());
        } else if (action instanceof Action.DialProbe dial) {
            closeProbe();
            probe = new LinkListener();
            probe.dial(dial.server());
        } else if (action instanceof Action.SendProbe send) {
            if (probe != null) {
                probe.send(send.message());
            }
        } else if (action instanceof Action.CloseProbe) {
            closeProbe();
        } else if (action instanceof Action.UseProbe) {
            closeLink();
            link = probe;
            probe = null;
        } else if (action instanceof Action.Speak speak) {
            if (link != null) {
                link.speak(speak.version());
            }
        } else if (action instanceof Action.CloseLink) {
            closeLink();
        } else if (action instanceof Action.AnswerStatistics answer) {
            if (link != null) {
                link.send(calls.statistics(answer.request()));
            }
        } else if (action instanceof Action.Stopped) {
            running.values().forEach(Timers.Cancellable::cancel);
            running.clear();
            closeLink();
            closeProbe();
            stopped.complete(null);
        } else {
            calls.perform(action);
        }
    }

    private void report(Event event) {
        if (event instanceof PortEvent.Registered registered) {
            calls.signalledOver(registered.tls());
        }
        events.accept(event);
    }

    private void startTimer(Action.StartTimer start) {
        cancelTimer(start.timer());
        running.put(start.timer(), timers.start(start.delay(), () -> {
            running.remove(start.timer());
            happened(new Input.Fired(start.timer()));
        }));
    }

    private void cancelTimer(Timer timer) {
        Timers.Cancellable cancellable = running.remove(timer);
        if (cancellable != null) {
            cancellable.cancel();
        }
    }

    private void closeLink() {
        if (link != null) {
            link.close();
            link = null;
        }
    }

    private void closeProbe() {
        if (probe != null) {
            probe.close();
            probe = null;
        }
    }

    /** One link; what comes from a link that was left behind means nothing. */
    private final class LinkListener implements CallManagerLink.Listener {
        private @Nullable CallManagerLink to;

        void dial(Server server) {
            to = dialer.dial(server, this);
        }

        void send(Message message) {
            if (to != null) {
                to.send(message);
            }
        }

        void speak(int version) {
            if (to != null) {
                to.speak(version);
            }
        }

        void close() {
            if (to != null) {
                to.close();
            }
        }

        private boolean isCurrent() {
            return link == this;
        }

        @Override
        public void opened(InetSocketAddress local, @Nullable TlsFacts tls) {
            if (isCurrent()) {
                happened(new Input.LinkOpened(local, tls));
            } else if (probe == this) {
                happened(new Input.ProbeOpened(local, tls));
            }
        }

        @Override
        public void received(Message message) {
            if (isCurrent()) {
                happened(new Input.Received(message));
            } else if (probe == this) {
                happened(new Input.ProbeReceived(message));
            }
        }

        @Override
        public void ignored(Fault fault) {
            if (isCurrent()) {
                report(new PortEvent.Ignored(settings.device(), fault));
            }
        }

        @Override
        public void closed(Fault fault) {
            if (isCurrent()) {
                link = null;
                happened(new Input.LinkClosed(fault));
            } else if (probe == this) {
                probe = null;
                happened(new Input.ProbeClosed());
            }
        }
    }
}
