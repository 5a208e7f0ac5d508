package org.voiceport.daemon;

import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.voiceport.event.CallReport;
import org.voiceport.event.Fault;
import org.voiceport.event.SecurityMode;
import org.voiceport.port.Call;
import org.voiceport.port.CallEvent;
import org.voiceport.port.CallHandler;
import org.voiceport.port.PortSettings;

/**
 * Takes the first call of a port, lets media flow for a moment, hangs up, and tells what protected it. Belongs to the
 * port's loop; only {@link #await} is for another thread.
 */
final class DoctorCall implements CallHandler {
    /** For ports that are to take no call: it rings until the port leaves. */
    static final CallHandler NOT_TAKEN = call -> event -> {};

    /** Long enough for packets to come from anywhere. */
    private static final Duration LISTENING = Duration.ofSeconds(1);
    /** Beyond the limits that the port keeps by itself. */
    private static final Duration SLACK = Duration.ofSeconds(10);

    /** Far more than one call has; a call manager may offer others, without end. */
    private static final int MOST_REPORTS = 200;

    private final PortSettings settings;
    private final EventLoop loop;
    private final DoctorTap tap;
    private final CompletableFuture<Call> taken = new CompletableFuture<>();
    private final CompletableFuture<CallReport.Ended> ended = new CompletableFuture<>();
    private final List<CallReport> reports = new ArrayList<>();

    DoctorCall(PortSettings settings, EventLoop loop, DoctorTap tap) {
        this.settings = settings;
        this.loop = loop;
        this.tap = tap;
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

    /** Hears what is reported of calls and media. Media may be opened before the call is offered. */
    void report(CallReport event) {
        if (reports.size() < MOST_REPORTS) {
            reports.add(event);
        }
        if (!taken.isDone() || event.reference() != taken.join().reference()) {
            return;
        }
        if (event instanceof CallReport.Ended end) {
            ended.complete(end);
        } else if (opened("receive").isPresent() && opened("transmit").isPresent()) {
            hangUpAfter(taken.join(), LISTENING);
        }
    }

    /** Waits for the call and its end; what was found of its media keys. */
    DoctorStep await(Duration limit, Consumer<String> notes) throws InterruptedException {
        notes.accept(settings.device() + " is registered: call "
                + (tap.number().isEmpty() ? "it" : "its number " + tap.number()) + " within " + seconds(limit));
        try {
            taken.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            Duration most = settings.timings()
                    .mediaStart()
                    .multipliedBy(2)
                    .plus(LISTENING)
                    .plus(SLACK);
            CallReport.Ended end = ended.get(most.toMillis(), TimeUnit.MILLISECONDS);
            return CompletableFuture.supplyAsync(() -> judge(end), loop).get();
        } catch (TimeoutException late) {
            return failed(
                    taken.isDone()
                            ? new Fault.LinkLost("the call doesn't end", "report it with a capture")
                            : new Fault.LinkLost(
                                    "no call came within " + seconds(limit),
                                    "call the port's directory number, or one that is forwarded to it; see whether the"
                                            + " call manager routes it there"));
        } catch (ExecutionException e) {
            throw new IllegalStateException("the call of " + settings.device() + " can't be judged", e);
        }
    }

    private void hangUpAfter(Call call, Duration time) {
        var unused = loop.schedule(call::hangUp, time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private DoctorStep judge(CallReport.Ended end) {
        Optional<CallReport.Refused> refused = ours(CallReport.Refused.class).findFirst();
        if (refused.isPresent()) {
            return failed(refused.get().fault());
        }
        String found = direction("receive", end.packetsReceived()) + "; " + direction("transmit", end.packetsSent());
        if (opened("receive").isEmpty() || opened("transmit").isEmpty()) {
            return failed(new Fault.LinkLost(
                    "media in one direction or none before the call was ended by " + end.by() + ": " + found,
                    "call again and stay on the line; see what the call manager does with the call"));
        }
        if (settings.mode() == SecurityMode.ENCRYPTED
                && !(end.receive().encrypted() && end.transmit().encrypted())) {
            return failed(new Fault.PeerIncompatible(
                    "not encrypted in both directions, as keys are missing: " + found,
                    "call from a device that is encrypted; see that no transcoder, MTP or gateway between isn't"));
        }
        if (end.packetsReceived() == 0) {
            return failed(new Fault.LinkLost(
                    "nothing was heard from the caller: " + found,
                    "let UDP through to media.udpPorts at media.address, from every phone and gateway"));
        }
        return DoctorStep.ok(DoctorStep.Name.MEDIA_KEYS, found);
    }

    private static DoctorStep failed(Fault fault) {
        return DoctorStep.fail(DoctorStep.Name.MEDIA_KEYS, fault);
    }

    private Optional<CallReport.MediaOpened> opened(String direction) {
        return ours(CallReport.MediaOpened.class)
                .filter(media -> media.direction().equals(direction))
                .findFirst();
    }

    /** What was reported of the call that was taken. */
    private <R extends CallReport> Stream<R> ours(Class<R> kind) {
        return reports.stream()
                .filter(report -> report.reference() == taken.join().reference())
                .filter(kind::isInstance)
                .map(kind::cast);
    }

    private String direction(String direction, long packets) {
        return opened(direction)
                .map(media -> direction + " " + media.protection().words() + ", " + media.codec() + ", "
                        + media.address()
                        + (direction.equals("transmit")
                                ? tap.mediaTarget().map(to -> " to " + text(to)).orElse("")
                                : "")
                        + ", " + packets + " packets")
                .orElse(direction + " none");
    }

    private static String seconds(Duration limit) {
        return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() / 1000.0 + " s";
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
