package org.voiceport.port;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.voiceport.audio.Dtmf;
import org.voiceport.audio.Sink;
import org.voiceport.audio.Source;
import org.voiceport.event.CallReport;
import org.voiceport.event.CallSummary;
import org.voiceport.event.DeviceName;
import org.voiceport.event.EventSink;
import org.voiceport.event.TlsFacts;
import org.voiceport.sccp.MediaMessage.ConnectionStatisticsReq;
import org.voiceport.sccp.MediaMessage.ConnectionStatisticsRes;

/** The calls of a port towards the application and the media engine. Belongs to the port's owner thread. */
final class PortCalls {
    /** Ended calls whose counts the call manager may still ask for. */
    private static final int REMEMBERED = 4;

    private final PortSettings settings;
    private final MediaEngine media;
    private final CallHandler handler;
    private final Executor owner;
    private final EventSink events;
    private final Consumer<Input> inputs;
    private final Map<Integer, OpenCall> open = new LinkedHashMap<>();
    /** Who waits for a call to be made, until it has a reference or comes to nothing. */
    private final Map<Integer, OutgoingHandler> attempts = new HashMap<>();

    private int lastAttempt;
    /** What protects the signalling of calls that begin now; null if nothing does. */
    private @Nullable TlsFacts signalling;

    private final Map<Integer, MediaStatistics> ended = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, MediaStatistics> eldest) {
            return size() > REMEMBERED;
        }
    };

    PortCalls(
            PortSettings settings,
            MediaEngine media,
            CallHandler handler,
            Executor owner,
            EventSink events,
            Consumer<Input> inputs) {
        this.settings = settings;
        this.media = media;
        this.handler = handler;
        this.owner = owner;
        this.events = events;
        this.inputs = inputs;
    }

    /** Calls that begin from now on are signalled over this; null for a link in clear. */
    void signalledOver(@Nullable TlsFacts tls) {
        signalling = tls;
    }

    void place(Outgoing outgoing, OutgoingHandler from) {
        inputs.accept(new Input.Place(attempt(from), outgoing));
    }

    private int attempt(OutgoingHandler from) {
        int attempt = ++lastAttempt;
        attempts.put(attempt, from);
        return attempt;
    }

    void perform(Action action) {
        if (action instanceof Action.Offer offer) {
            offer(offer);
        } else if (action instanceof Action.Begin begin) {
            begin(begin);
        } else if (action instanceof Action.NotMade notMade) {
            notMade(notMade);
        } else if (action instanceof Action.CountMedia count) {
            with(count.call(), OpenCall::count);
        } else if (action instanceof Action.Update update) {
            with(update.call(), call -> call.details = update.details());
        } else if (action instanceof Action.Tell tell) {
            with(tell.call(), call -> call.tell(tell.event()));
        } else if (action instanceof Action.Listen listen) {
            of(listen.call()).stream.listen(listen.spec());
        } else if (action instanceof Action.Talk talk) {
            of(talk.call()).stream.talk(talk.spec(), talk.local());
        } else if (action instanceof Action.Deafen deafen) {
            with(deafen.call(), call -> call.stream.deafen());
        } else if (action instanceof Action.Mute mute) {
            with(mute.call(), call -> call.stream.mute());
        } else if (action instanceof Action.Press press) {
            with(press.call(), call -> call.stream.press(press.key()));
        } else if (action instanceof Action.End end) {
            end(end);
        } else {
            throw new IllegalStateException(
                    "nobody performs " + action.getClass().getSimpleName());
        }
    }

    ConnectionStatisticsRes statistics(ConnectionStatisticsReq request) {
        OpenCall call = open.get(request.callReference());
        MediaStatistics counts = call != null
                ? call.stream.statistics()
                : ended.getOrDefault(request.callReference(), MediaStatistics.NONE);
        return new ConnectionStatisticsRes(
                request.directoryNumber(),
                request.callReference(),
                request.processing(),
                (int) counts.packetsSent(),
                (int) counts.octetsSent(),
                (int) counts.packetsReceived(),
                (int) counts.octetsReceived(),
                (int) counts.packetsLost(),
                counts.quality().jitterMillis(),
                latency(counts),
                "");
    }

    /** One way, in milliseconds: half of the round trip; 0 if it isn't known. */
    private static int latency(MediaStatistics counts) {
        return Math.max(0, counts.quality().roundTripMillis()) / 2;
    }

    /** The call, which is made if media is opened for it before it was offered. */
    private OpenCall of(int reference) {
        return open.computeIfAbsent(reference, OpenCall::new);
    }

    private void with(int reference, Consumer<OpenCall> use) {
        OpenCall call = open.get(reference);
        if (call != null) {
            use.accept(call);
        }
    }

    private void offer(Action.Offer offer) {
        OpenCall call = of(offer.call());
        call.details = offer.details();
        call.offered = true;
        try {
            call.application = handler.offered(call);
        } catch (RuntimeException failure) {
            failed(call, failure);
        }
    }

    private void begin(Action.Begin begin) {
        OutgoingHandler from = attempts.remove(begin.attempt());
        OpenCall call = of(begin.call());
        try {
            call.application =
                    Objects.requireNonNull(from, "nobody asked for this call").begun(call);
        } catch (RuntimeException failure) {
            failed(call, failure);
        }
    }

    private void notMade(Action.NotMade notMade) {
        OutgoingHandler from = attempts.remove(notMade.attempt());
        try {
            Objects.requireNonNull(from, "nobody asked for this call").notMade(notMade.why());
        } catch (RuntimeException failure) {
            events.accept(new CallReport.ApplicationFailed(settings.device(), 0, String.valueOf(failure)));
        }
    }

    private void failed(OpenCall call, RuntimeException failure) {
        events.accept(new CallReport.ApplicationFailed(settings.device(), call.reference, String.valueOf(failure)));
        inputs.accept(new Input.HangUp(call.reference));
    }

    private void end(Action.End end) {
        OpenCall call = open.remove(end.call());
        if (call == null) {
            return;
        }
        call.over = true;
        call.stream.close();
        MediaStatistics counts = call.stream.statistics();
        ended.put(end.call(), counts);
        events.accept(new CallReport.Ended(
                settings.device(),
                end.call(),
                settings.mode(),
                end.by(),
                (System.nanoTime() - call.since) / 1_000_000,
                end.receive(),
                end.transmit(),
                counts.packetsReceived(),
                counts.packetsSent(),
                counts.packetsLost(),
                counts.packetsRefused(),
                counts.quality(),
                call.summary()));
        call.tell(new CallEvent.Ended(end.by()));
    }

    /** One call as the application sees it. */
    private final class OpenCall implements Call {
        private final int reference;
        private final MediaEngine.Stream stream;
        private final long since = System.nanoTime();
        private final @Nullable TlsFacts tls = signalling;
        private volatile CallDetails details = CallDetails.UNKNOWN;
        private boolean offered;
        private CallSummary.Outcome outcome = CallSummary.Outcome.NOT_ANSWERED;
        private @Nullable Consumer<CallEvent> application;
        private long counted = -1;
        private boolean over;

        OpenCall(int reference) {
            this.reference = reference;
            this.stream = media.open(settings.device(), reference, this::media);
        }

        private void media(MediaEvent event) {
            if (event instanceof MediaEvent.Played played) {
                tell(new CallEvent.Played(played.source()));
            } else {
                inputs.accept(new Input.Media(reference, event));
            }
        }

        /** Numbers that the port dialled, or dialled for, aren't told, and those that nobody may see neither. */
        private CallSummary summary() {
            CallDetails known = offered ? details : CallDetails.UNKNOWN;
            return new CallSummary(
                    known.shown(
                            CallDetails.Restriction.CALLING_NUMBER,
                            known.calling().number()),
                    known.shown(
                            CallDetails.Restriction.CALLED_NUMBER,
                            known.called().number()),
                    outcome,
                    tls);
        }

        private void note(CallEvent event) {
            if (event instanceof CallEvent.Answered) {
                outcome = CallSummary.Outcome.ANSWERED;
            } else if (event instanceof CallEvent.Transferred) {
                outcome = CallSummary.Outcome.TRANSFERRED;
            } else if (event instanceof CallEvent.Failed failed) {
                outcome = switch (failed.why()) {
                    case BUSY -> CallSummary.Outcome.BUSY;
                    case CONGESTION -> CallSummary.Outcome.CONGESTION;
                    case INVALID_NUMBER -> CallSummary.Outcome.INVALID_NUMBER;
                    case NO_ANSWER -> CallSummary.Outcome.NOT_ANSWERED;
                };
            }
        }

        private void tell(CallEvent event) {
            note(event);
            if (application == null) {
                return;
            }
            try {
                application.accept(event);
            } catch (RuntimeException failure) {
                failed(this, failure);
            }
        }

        /** Tells if no packet has come since the last count. */
        private void count() {
            long received = stream.statistics().packetsReceived();
            if (received == counted) {
                inputs.accept(new Input.Silent(reference));
            }
            counted = received;
        }

        /** Does it on the owner thread, unless the call is over by then. */
        private void later(Runnable task) {
            owner.execute(() -> {
                if (!over) {
                    task.run();
                }
            });
        }

        @Override
        public DeviceName device() {
            return settings.device();
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
        public void answer() {
            later(() -> inputs.accept(new Input.Answer(reference)));
        }

        @Override
        public void play(Source source) {
            later(() -> stream.play(source));
        }

        @Override
        public void stopPlaying() {
            later(stream::stopPlaying);
        }

        @Override
        public void record(Sink sink) {
            later(() -> stream.record(sink));
        }

        @Override
        public void stopRecording() {
            later(() -> {
                stream.stopRecording();
                tell(new CallEvent.Recorded());
            });
        }

        @Override
        public void press(Dtmf key) {
            later(() -> inputs.accept(new Input.Press(reference, key)));
        }

        @Override
        public void hold() {
            later(() -> inputs.accept(new Input.Hold(reference)));
        }

        @Override
        public void resume() {
            later(() -> inputs.accept(new Input.Resume(reference)));
        }

        @Override
        public void transfer(Outgoing to) {
            later(() -> inputs.accept(new Input.Transfer(reference, attempt(new Blind(this)), to, true)));
        }

        @Override
        public void consult(Outgoing to, OutgoingHandler from) {
            later(() -> inputs.accept(new Input.Transfer(reference, attempt(from), to, false)));
        }

        @Override
        public void completeTransfer() {
            later(() -> inputs.accept(new Input.Complete(reference)));
        }

        @Override
        public void hangUp() {
            later(() -> inputs.accept(new Input.HangUp(reference)));
        }
    }

    /** The second call of a blind transfer: nobody speaks in it. */
    private record Blind(OpenCall first) implements OutgoingHandler {
        @Override
        public Consumer<CallEvent> begun(Call call) {
            return event -> {};
        }

        @Override
        public void notMade(NoCall why) {
            // The machine tells the first call that it isn't transferred, unless it was refused before anything began.
            if (why == NoCall.BUSY) {
                first.tell(new CallEvent.NotTransferred("the call can't be transferred now"));
            }
        }
    }
}
