package org.voiceport.observe;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.CallReport;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Event;
import org.voiceport.event.EventSink;
import org.voiceport.event.MediaProtection;
import org.voiceport.event.MessageEvent;
import org.voiceport.event.PortEvent;
import org.voiceport.event.TrustEvent;

/**
 * Remembers from the events how the daemon is now. Any thread may tell it, and any may ask; who asks holds up nobody who
 * tells.
 */
public final class Board implements EventSink {
    /** A port has one or two; what a mad call manager offers beyond is not shown. */
    private static final int MOST_CALLS = 10_000;

    private final String version;
    private final InstantSource clock;
    private final Instant startedAt;
    private final Map<DeviceName, Line> lines = new ConcurrentHashMap<>();
    private final Map<CallId, Status.Call> calls = new ConcurrentHashMap<>();
    private final Map<String, Instant> ctlSince = new ConcurrentHashMap<>();
    private final Warnings warnings = new Warnings();
    private final Counts counts = new Counts();
    private volatile Status.State state = Status.State.STARTING;
    private volatile boolean storeShort;

    private record CallId(DeviceName port, int reference) {}

    /** What was told of a port last. */
    private record Line(
            Status.PortState state, Instant since, Optional<Status.Link> link, Optional<Status.Problem> problem) {
        /** The problem that it is known to have comes up again, in silence. */
        Line onceMore() {
            return problem.isEmpty()
                    ? this
                    : new Line(state, since, link, Optional.of(problem.get().onceMore()));
        }

        static Line starting(Instant now) {
            return new Line(Status.PortState.STARTING, now, Optional.empty(), Optional.empty());
        }
    }

    private static final class Counts {
        private final LongAdder registrations = new LongAdder();
        private final LongAdder registrationFailures = new LongAdder();
        private final LongAdder calls = new LongAdder();
        private final LongAdder callsEncrypted = new LongAdder();
        private final LongAdder callsInClear = new LongAdder();
        private final LongAdder callsRefused = new LongAdder();
        private final LongAdder messages = new LongAdder();
        private final LongAdder messagesFailed = new LongAdder();

        Status.Totals totals() {
            return new Status.Totals(
                    registrations.sum(),
                    registrationFailures.sum(),
                    calls.sum(),
                    callsEncrypted.sum(),
                    callsInClear.sum(),
                    callsRefused.sum(),
                    messages.sum(),
                    messagesFailed.sum());
        }
    }

    /**
     * An empty board.
     *
     * @param version of the daemon
     * @param clock for what is shown only
     */
    public Board(String version, InstantSource clock) {
        this.version = version;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    @Override
    public void accept(Event event) {
        Instant now = clock.instant();
        warnings.add(event, now);
        if (event instanceof PortEvent port) {
            port(port, now);
        } else if (event instanceof CallReport call) {
            call(call, now);
        } else if (event instanceof MessageEvent message) {
            message(message);
        } else if (event instanceof DaemonEvent daemon) {
            daemon(daemon);
        } else if (event instanceof TrustEvent.CtlInForce ctl) {
            ctlSince.clear();
            ctlSince.put(ctl.sha256(), now);
        }
    }

    private void port(PortEvent event, Instant now) {
        if (event instanceof PortEvent.Registered registered) {
            counts.registrations.increment();
            Status.Link link = new Status.Link(
                    registered.mode(),
                    registered.callManager(),
                    registered.protocolVersion(),
                    Optional.ofNullable(registered.tls()));
            lines.put(event.device(), new Line(Status.PortState.REGISTERED, now, Optional.of(link), Optional.empty()));
        } else if (event instanceof PortEvent.Unregistered lost) {
            counts.registrationFailures.increment();
            lines.compute(event.device(), (name, before) -> retrying(lost, before, now));
        } else if (event instanceof PortEvent.TriedAgain) {
            counts.registrationFailures.increment();
            lines.computeIfPresent(event.device(), (name, line) -> line.onceMore());
        } else if (event instanceof PortEvent.Offline offline) {
            Status.Problem problem = new Status.Problem(
                    event.id(), offline.fault().what(), offline.fault().todo(), now, 1);
            lines.put(event.device(), new Line(Status.PortState.OFFLINE, now, Optional.empty(), Optional.of(problem)));
        } else if (event instanceof PortEvent.Left) {
            lines.put(event.device(), Line.starting(now));
        }
    }

    private static Line retrying(PortEvent.Unregistered lost, @Nullable Line before, Instant now) {
        Optional<Line> same = Optional.ofNullable(before).filter(line -> line.state() == Status.PortState.RETRYING);
        Optional<Status.Problem> known = same.flatMap(Line::problem);
        Status.Problem problem = new Status.Problem(
                lost.id(),
                named(lost.callManager(), lost.fault().what()),
                lost.fault().todo(),
                known.map(Status.Problem::since).orElse(now),
                1 + known.map(Status.Problem::times).orElse(0));
        return new Line(
                Status.PortState.RETRYING, same.map(Line::since).orElse(now), Optional.empty(), Optional.of(problem));
    }

    /** Many texts begin with the call manager, perhaps with its address between name and port. */
    private static String named(String callManager, String what) {
        String host = callManager.substring(0, Math.max(0, callManager.lastIndexOf(':')));
        return what.startsWith(callManager) || what.startsWith(host + " (") ? what : callManager + ": " + what;
    }

    private void call(CallReport event, Instant now) {
        CallId id = new CallId(event.device(), event.reference());
        if (event instanceof CallReport.Offered offered) {
            counts.calls.increment();
            change(id, now, call -> call.of(offered.calling(), offered.called(), offered.security()));
        } else if (event instanceof CallReport.Placed) {
            counts.calls.increment();
            change(id, now, call -> call.as(Status.CallState.DIALLING));
        } else if (event instanceof CallReport.Answered) {
            calls.computeIfPresent(id, (any, call) -> call.as(Status.CallState.ANSWERED));
        } else if (event instanceof CallReport.Preserved) {
            calls.computeIfPresent(id, (any, call) -> call.as(Status.CallState.PRESERVED));
        } else if (event instanceof CallReport.MediaOpened media) {
            change(id, now, call -> call.over(media));
        } else if (event instanceof CallReport.MediaInClear) {
            calls.computeIfPresent(id, (any, call) -> call.uncovered());
        } else if (event instanceof CallReport.Refused) {
            counts.callsRefused.increment();
        } else if (event instanceof CallReport.Ended ended) {
            calls.remove(id);
            count(ended);
        }
    }

    private void count(CallReport.Ended ended) {
        boolean both = ended.receive().encrypted() && ended.transmit().encrypted();
        boolean none = ended.receive() == MediaProtection.NONE && ended.transmit() == MediaProtection.NONE;
        if (both) {
            counts.callsEncrypted.increment();
        } else if (!none) {
            counts.callsInClear.increment();
        }
    }

    /** Media may be opened before a call is offered. */
    private void change(CallId id, Instant now, UnaryOperator<Status.Call> how) {
        if (calls.size() < MOST_CALLS || calls.containsKey(id)) {
            calls.compute(
                    id,
                    (any, call) ->
                            how.apply(call == null ? Status.Call.unknown(id.port(), id.reference(), now) : call));
        }
    }

    private void message(MessageEvent event) {
        if (event instanceof MessageEvent.Stored) {
            counts.messages.increment();
        } else if (event instanceof MessageEvent.Failed) {
            counts.messagesFailed.increment();
        }
    }

    private void daemon(DaemonEvent event) {
        if (event instanceof DaemonEvent.Started) {
            state = Status.State.RUNNING;
        } else if (event instanceof DaemonEvent.Draining) {
            state = Status.State.DRAINING;
        } else if (event instanceof DaemonEvent.Stopping) {
            state = Status.State.STOPPING;
        } else if (event instanceof DaemonEvent.StoreShort) {
            storeShort = true;
        } else if (event instanceof DaemonEvent.StoreEnough) {
            storeShort = false;
        }
    }

    /** How a daemon of that setup is now. */
    public Status status(Setup setup) {
        Instant now = clock.instant();
        List<Status.Port> ports = ports(setup);
        return new Status(
                version,
                now,
                startedAt,
                state,
                notReady(ports),
                setup,
                ports,
                calls.values().stream()
                        .sorted(Comparator.comparing(Status.Call::since).thenComparing(Status.Call::port))
                        .toList(),
                setup.ctl().map(ctl -> ctlSince.get(ctl.sha256())),
                storeShort,
                counts.totals(),
                warnings.latest());
    }

    private List<Status.Port> ports(Setup setup) {
        List<Status.Port> ports = new ArrayList<>();
        Set<DeviceName> configured = new HashSet<>();
        for (Setup.Port port : setup.ports()) {
            configured.add(port.name());
            Line line = lines.getOrDefault(port.name(), Line.starting(startedAt));
            ports.add(new Status.Port(port, line.state(), line.since(), line.link(), line.problem()));
        }
        lines.forEach((name, line) -> {
            if (configured.contains(name)) {
                return;
            }
            if (line.link().isEmpty()) {
                lines.remove(name, line);
            } else {
                ports.add(leaving(name, line));
            }
        });
        return ports;
    }

    private static Status.Port leaving(DeviceName name, Line line) {
        Status.Link link = line.link().orElseThrow();
        Setup.Port was = new Setup.Port(name, link.mode(), List.of(), List.of(), Optional.empty());
        return new Status.Port(was, Status.PortState.LEAVING, line.since(), line.link(), Optional.empty());
    }

    private List<String> notReady(List<Status.Port> ports) {
        List<String> why = new ArrayList<>();
        switch (state) {
            case STARTING -> why.add("the daemon is starting");
            case DRAINING -> why.add("the daemon is draining: it takes no more calls");
            case STOPPING -> why.add("the daemon is stopping");
            case RUNNING -> {
                boolean any = ports.stream()
                        .anyMatch(port -> port.state() == Status.PortState.REGISTERED
                                && port.setup().roles().contains(Setup.ANSWER));
                boolean answers =
                        ports.stream().anyMatch(port -> port.setup().roles().contains(Setup.ANSWER));
                if (answers && !any) {
                    why.add("no port that answers calls is registered");
                } else if (!answers && ports.stream().noneMatch(port -> port.state() == Status.PortState.REGISTERED)) {
                    why.add("no port is registered");
                }
            }
        }
        if (storeShort) {
            why.add("there is too little room where messages are stored: no message is begun");
        }
        return why;
    }
}
