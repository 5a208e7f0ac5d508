package org.voiceport.daemon;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.voiceport.audio.Sources;
import org.voiceport.audio.Tones;
import org.voiceport.event.CallReport;
import org.voiceport.event.Fault;
import org.voiceport.port.Call;
import org.voiceport.port.CallEvent;
import org.voiceport.port.CallHandler;
import org.voiceport.port.NoCall;
import org.voiceport.port.Outgoing;
import org.voiceport.port.OutgoingHandler;
import org.voiceport.port.Port;
import org.voiceport.port.PortSettings;

/**
 * Places a call from a port, plays a tone to whoever answers, hangs up after a moment, and tells what protected the media.
 * Never shows the number. Belongs to the port's loop; only {@link #tryOut} is for another thread.
 */
final class DoctorDial implements DoctorTryOut, OutgoingHandler {
    /** How long media flows, unless the far end hangs up before. */
    private static final Duration TALKING = Duration.ofSeconds(3);
    /** Beyond the limits that the port keeps by itself. */
    private static final Duration SLACK = Duration.ofSeconds(10);

    private static final int TONE_HZ = 440;
    private static final int TONE_DBOV = -20;

    private final PortSettings settings;
    private final EventLoop loop;
    private final DoctorAdvice advice;
    private final Outgoing outgoing;
    private final DoctorMedia media;
    private final CompletableFuture<Answered> answered = new CompletableFuture<>();
    private final CompletableFuture<CallReport.Ended> ended = new CompletableFuture<>();
    private long since;
    private @Nullable Call call;
    private boolean alerting;
    private boolean flowing;

    private record Answered(Duration after) {}

    /** The call comes to nothing. */
    private static final class NotAnswered extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Fault fault;
        private final transient DoctorStep.Sides sides;

        NotAnswered(Fault fault, DoctorStep.Sides sides) {
            super(fault.what());
            this.fault = fault;
            this.sides = sides;
        }
    }

    DoctorDial(PortSettings settings, EventLoop loop, DoctorTap tap, DoctorAdvice advice, Outgoing outgoing) {
        this.settings = settings;
        this.loop = loop;
        this.advice = advice;
        this.outgoing = outgoing;
        this.media = new DoctorMedia(settings, tap, advice);
    }

    /** A call that comes meanwhile isn't taken. */
    @Override
    public CallHandler handler() {
        return NOTHING.handler();
    }

    @Override
    public Consumer<CallEvent> begun(Call begun) {
        call = begun;
        return this::happened;
    }

    @Override
    public void notMade(NoCall why) {
        fail(
                switch (why) {
                    case BUSY -> new Fault.Unexpected("the port has a call already", "try again");
                    case GLARE ->
                        new Fault.Unexpected("a call came to the port just when it asked for the line", "try again");
                    case NO_LINE ->
                        new Fault.PeerMisbehaved(
                                "the call manager gave the port no line to dial",
                                "see that the port has a directory number in the call manager, and nobody else uses it");
                    case NOT_REGISTERED, STOPPED ->
                        new Fault.LinkLost(
                                "the call manager was lost while the port asked for a line", "see why, and try again");
                    case NO_ROLE -> throw new IllegalStateException("the doctor gives its port the role");
                });
    }

    private void happened(CallEvent event) {
        if (event instanceof CallEvent.Alerting) {
            alerting = true;
        } else if (event instanceof CallEvent.Answered && call != null) {
            answered.complete(new Answered(Duration.ofNanos(System.nanoTime() - since)));
            call.play(Sources.of(Tones.sine(TONE_HZ, Math.toIntExact(TALKING.toMillis()), TONE_DBOV)));
            // With media in one direction alone, or none, it ends too.
            hangUpAfter(call, settings.timings().mediaStart().plus(TALKING));
        } else if (event instanceof CallEvent.Failed failed) {
            fail(fault(failed.why()));
        } else if (event instanceof CallEvent.Ended over) {
            fail(new Fault.LinkLost(
                    "the call ended before it was answered, by " + over.by(),
                    "see what the call manager does with it"));
        }
    }

    private Fault fault(CallEvent.Failure why) {
        return switch (why) {
            case BUSY -> new Fault.Unexpected("the number is busy", "try again, or another number");
            case CONGESTION ->
                new Fault.Unexpected(
                        "the call manager has no way to the number: none is configured, the port may not use it, or"
                                + " all are in use",
                        "see route patterns, locations and the port's calling search space");
            case INVALID_NUMBER ->
                new Fault.Unexpected(
                        "the call manager has no such number, or the port may not call it",
                        "dial the number from a phone; if that works, compare the calling search spaces");
            case NO_ANSWER ->
                new Fault.Unexpected(
                        "nobody answered within " + DoctorReport.seconds(outgoing.answerWithin())
                                + (alerting
                                        ? ", though it rings there"
                                        : ", and the call manager didn't tell that it rings"),
                        "call a number that is answered, or wait longer with --answer-within");
        };
    }

    /** Does nothing if the call was answered, or has failed already. */
    private void fail(Fault fault) {
        answered.completeExceptionally(new NotAnswered(fault, advice.callFromPort()));
    }

    @Override
    public void report(CallReport event) {
        media.add(event);
        if (call == null || event.reference() != call.reference()) {
            return;
        }
        if (event instanceof CallReport.Refused refused) {
            // Some call managers open media before the far end answers.
            answered.completeExceptionally(new NotAnswered(refused.fault(), advice.media(refused.fault())));
        } else if (event instanceof CallReport.Ended end) {
            ended.complete(end);
        } else if (!flowing && answered.isDone() && media.bothWays(event.reference())) {
            flowing = true;
            hangUpAfter(call, TALKING);
        }
    }

    @Override
    public List<DoctorStep> tryOut(Port port) throws InterruptedException {
        since = System.nanoTime();
        port.place(outgoing, this);
        List<DoctorStep> steps = new ArrayList<>();
        try {
            Answered found =
                    get(answered, settings.timings().seize().plus(dialling()).plus(outgoing.answerWithin()));
            steps.add(DoctorStep.ok(
                            DoctorStep.Name.TEST_CALL,
                            "answered after " + found.after().toMillis() + " ms")
                    .lasting(found.after()));
            long begin = System.nanoTime();
            CallReport.Ended end = get(
                    ended,
                    settings.timings()
                            .mediaStart()
                            .plus(TALKING)
                            .plus(settings.timings().callEnd()));
            DoctorStep step = CompletableFuture.supplyAsync(() -> media.judge(end, DoctorMedia.Way.PLACED), loop)
                    .get();
            steps.add(step.lasting(Duration.ofNanos(System.nanoTime() - begin)));
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof NotAnswered failed)) {
                throw new IllegalStateException("the call of " + settings.device() + " can't be judged", e);
            }
            steps.add(failed(failed.fault, failed.sides));
        } catch (TimeoutException late) {
            steps.add(failed(
                    new Fault.LinkLost("the call doesn't end", "report it with a capture"), advice.callFromPort()));
        }
        return steps;
    }

    private DoctorStep failed(Fault fault, DoctorStep.Sides sides) {
        return DoctorStep.fail(DoctorStep.Name.TEST_CALL, fault, sides)
                .lasting(Duration.ofNanos(System.nanoTime() - since));
    }

    private Duration dialling() {
        return settings.timings()
                .dialTone()
                .plus(settings.timings().digit().multipliedBy(outgoing.number().length()));
    }

    private static <T> T get(CompletableFuture<T> future, Duration most)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(most.plus(SLACK).toMillis(), TimeUnit.MILLISECONDS);
    }

    private void hangUpAfter(Call of, Duration time) {
        var unused = loop.schedule(of::hangUp, time.toMillis(), TimeUnit.MILLISECONDS);
    }
}
