package org.voiceport.sim;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.voiceport.event.TlsFacts;
import org.voiceport.sccp.Message;

/**
 * A telephone without a person: registers at a call manager in any of the three modes, dials, answers, talks and listens
 * over RTP or SRTP as the call manager says. It is a liberal far end: it uses a key wherever it is told one, since to
 * judge the call manager is the port's job.
 *
 * <p>It runs on a {@link SimLoop}; its methods are for any other thread. Futures complete on the loop, so what depends on
 * them must not block.
 */
public final class SimulatedPhone implements AutoCloseable {
    private static final int MESSAGES = 5_000;
    private static final int UNREGISTER_MILLIS = 2_000;

    private final SimLoop loop;
    private final boolean ownLoop;
    private final History<Message> received = new History<>(MESSAGES);
    private final PhoneLink link;
    private final PhoneCalls calls;
    private final AtomicBoolean closed = new AtomicBoolean();

    private SimulatedPhone(PhoneSettings settings, SimLoop loop, boolean ownLoop) {
        this.loop = loop;
        this.ownLoop = ownLoop;
        this.link = new PhoneLink(settings, loop.loop(), this::on);
        this.calls = new PhoneCalls(settings, loop.loop(), link);
        var unused = link.lost().thenAccept(calls::lost);
        link.connect();
    }

    /** What registering agreed on. */
    public record Registration(int version, Optional<TlsFacts> tls) {}

    /** A phone on a loop of its own, on its way to register. */
    public static SimulatedPhone start(PhoneSettings settings) {
        return new SimulatedPhone(settings, new SimLoop("sim-" + settings.name()), true);
    }

    /** A phone on a loop that is shared with others and outlives it, on its way to register. */
    public static SimulatedPhone start(PhoneSettings settings, SimLoop shared) {
        return new SimulatedPhone(settings, shared, false);
    }

    /** Completes when the phone is ready for calls; fails with {@link PhoneFailure} if it was refused. */
    public CompletableFuture<Registration> registered() {
        return link.registered().copy();
    }

    /** Completes with the reason when the connection is gone. The phone doesn't come back by itself. */
    public CompletableFuture<String> lost() {
        return link.lost().copy();
    }

    /** Dials, whether another call is going on or not. */
    public PhoneCall call(String number) {
        Numbers.check(number);
        return calls.dial(number);
    }

    /** The next call to this phone that begins to ring after now. */
    public CompletableFuture<PhoneCall> incoming() {
        return calls.incoming().next(call -> true);
    }

    /**
     * Calls a voice mailbox as a person does: listens until the beep, says {@code speech} 0.3 s later, and hangs up.
     * Completes when the call is over, exceptionally only if this program is wrong.
     *
     * @param speech samples, 8,000 a second
     * @param timeout after which the call is given up wherever it stands
     */
    public CompletableFuture<LeftMessage> leaveMessage(String number, short[] speech, Duration timeout) {
        return new MessageCaller(call(number), number).leave(speech, timeout);
    }

    /** The last 5,000 messages from the call manager, the oldest first. */
    public List<Message> received() {
        return received.all();
    }

    /** The first message of that kind from the call manager that fits, of the past or of the future. */
    public <M extends Message> CompletableFuture<M> received(Class<M> kind, Predicate<M> what) {
        return received.first(message -> kind.isInstance(message) && what.test(kind.cast(message)))
                .thenApply(kind::cast);
    }

    private void on(Message message) {
        received.add(message);
        calls.on(message);
    }

    /** Hangs up all calls, unregisters and closes the connection. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        CompletableFuture<Void> left = new CompletableFuture<>();
        loop.loop().execute(() -> {
            calls.hangUpAll();
            var unused = link.unregister().whenComplete((nothing, failure) -> left.complete(null));
        });
        left.completeOnTimeout(null, UNREGISTER_MILLIS, TimeUnit.MILLISECONDS).join();
        link.close();
        received.end(new PhoneFailure("the phone is closed"));
        if (ownLoop) {
            loop.close();
        }
    }
}
