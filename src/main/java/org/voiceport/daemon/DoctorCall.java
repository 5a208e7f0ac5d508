package org.voiceport.daemon;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.voiceport.event.CallReport;
import org.voiceport.event.Fault;
import org.voiceport.port.Call;
import org.voiceport.port.CallEvent;
import org.voiceport.port.CallHandler;
import org.voiceport.port.Port;
import org.voiceport.port.PortSettings;

/**
 * Takes the first call of a port, lets media flow for a moment, hangs up, and tells what protected it. Belongs to the
 * port's loop; only {@link #tryOut} is for another thread.
 */
final class DoctorCall implements DoctorTryOut, CallHandler {
    /** Long enough for packets to come from anywhere. */
    private static final Duration LISTENING = Duration.ofSeconds(1);
    /** Beyond the limits that the port keeps by itself. */
    private static final Duration SLACK = Duration.ofSeconds(10);

    private final PortSettings settings;
    private final EventLoop loop;
    private final DoctorTap tap;
    private final DoctorAdvice advice;
    private final Duration limit;
    private final Consumer<String> notes;
    private final DoctorMedia media;
    private final CompletableFuture<Call> taken = new CompletableFuture<>();
    private final CompletableFuture<CallReport.Ended> ended = new CompletableFuture<>();

    /**
     * @param limit how long the call may take to come
     * @param notes told when it may come
     */
    DoctorCall(
            PortSettings settings,
            EventLoop loop,
            DoctorTap tap,
            DoctorAdvice advice,
            Duration limit,
            Consumer<String> notes) {
        this.settings = settings;
        this.loop = loop;
        this.tap = tap;
        this.advice = advice;
        this.limit = limit;
        this.notes = notes;
        this.media = new DoctorMedia(settings, tap, advice);
    }

    @Override
    public CallHandler handler() {
        return this;
    }

    @Override
    public Consumer<CallEvent> offered(Call call) {
        if (!taken.complete(call)) {
            return event -> {};
        }
        call.answer();
        return event -> {
            if (event instanceof CallEvent.Answered) {
                // With media in one direction alone, or none, it ends too.
                hangUpAfter(call, settings.timings().mediaStart());
            }
        };
    }

    @Override
    public void report(CallReport event) {
        media.add(event);
        if (!taken.isDone() || event.reference() != taken.join().reference()) {
            return;
        }
        if (event instanceof CallReport.Ended end) {
            ended.complete(end);
        } else if (media.bothWays(event.reference())) {
            hangUpAfter(taken.join(), LISTENING);
        }
    }

    @Override
    public List<DoctorStep> tryOut(Port port) throws InterruptedException {
        long since = System.nanoTime();
        return List.of(await().lasting(Duration.ofNanos(System.nanoTime() - since)));
    }

    private DoctorStep await() throws InterruptedException {
        notes.accept(settings.device() + " is registered: call "
                + (tap.number().isEmpty() ? "it" : "its number " + tap.number()) + " within "
                + DoctorReport.seconds(limit));
        try {
            taken.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            Duration most = settings.timings()
                    .mediaStart()
                    .multipliedBy(2)
                    .plus(LISTENING)
                    .plus(SLACK);
            CallReport.Ended end = ended.get(most.toMillis(), TimeUnit.MILLISECONDS);
            return CompletableFuture.supplyAsync(() -> media.judge(end, DoctorMedia.Way.TAKEN), loop)
                    .get();
        } catch (TimeoutException late) {
            return DoctorStep.fail(
                    DoctorStep.Name.MEDIA_KEYS,
                    taken.isDone()
                            ? new Fault.LinkLost("the call doesn't end", "report it with a capture")
                            : new Fault.LinkLost(
                                    "no call came within " + DoctorReport.seconds(limit),
                                    "call the port's directory number, or one that is forwarded to it; see whether the"
                                            + " call manager routes it there"),
                    advice.callToPort());
        } catch (ExecutionException e) {
            throw new IllegalStateException("the call of " + settings.device() + " can't be judged", e);
        }
    }

    private void hangUpAfter(Call call, Duration time) {
        var unused = loop.schedule(call::hangUp, time.toMillis(), TimeUnit.MILLISECONDS);
    }
}
