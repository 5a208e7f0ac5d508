package org.voiceport.net;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.voiceport.port.CallManagerLink;
import org.voiceport.port.Server;
import org.voiceport.port.Timers;
import org.voiceport.sccp.Message;

/**
 * Spreads the connections that the ports of one event loop make. When thousands of ports are started at once, or lose their
 * call manager at once and turn to the next one, that one would get all their TLS handshakes in the same moment, and most
 * would run into their time limit. Up to {@value #AT_ONCE} connections are begun at once, then {@value #PER_SECOND} a second,
 * in the order in which they were asked for. So a few ports never wait. Belongs to the event loop.
 */
public final class DialPace {
    /** Connections that are begun without a wait after a quiet time. */
    static final int AT_ONCE = 50;
    /** Connections that are begun in each further second. */
    static final int PER_SECOND = 200;

    private static final long STEP = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
    private static final long TOLERANCE = (AT_ONCE - 1) * STEP;

    private final Timers timers;
    private final LongSupplier clock;
    /** When the next connection would be begun if each had waited for its own step. */
    private long due;

    /** The pace of the event loop that {@code timers} run on. */
    public DialPace(Timers timers) {
        this(timers, System::nanoTime);
    }

    /** {@code clock} tells nanoseconds, as {@link System#nanoTime} does. */
    DialPace(Timers timers, LongSupplier clock) {
        this.timers = timers;
        this.clock = clock;
        this.due = clock.getAsLong();
    }

    /** What dials as {@code dialer} does, at this pace. The time limits of a link run from when it is begun. */
    public CallManagerLink.Dialer with(CallManagerLink.Dialer dialer) {
        return (server, listener) -> {
            long wait = take();
            return wait <= 0 ? dialer.dial(server, listener) : new Waiting(dialer, server, listener, wait);
        };
    }

    /** The generic cell rate algorithm: the nanoseconds that the next connection has to wait, 0 or less for none. */
    private long take() {
        long now = clock.getAsLong();
        if (due - now < 0) {
            due = now;
        }
        long wait = due - now - TOLERANCE;
        due += STEP;
        return wait;
    }

    /** A link whose turn is yet to come, and then that link. */
    private final class Waiting implements CallManagerLink {
        private final Timers.Cancellable turn;
        private @Nullable CallManagerLink link;

        Waiting(CallManagerLink.Dialer dialer, Server server, Listener listener, long wait) {
            turn = timers.start(Duration.ofNanos(wait), () -> link = dialer.dial(server, listener));
        }

        @Override
        public void send(Message message) {
            if (link != null) {
                link.send(message);
            }
        }

        @Override
        public void speak(int version) {
            if (link != null) {
                link.speak(version);
            }
        }

        @Override
        public void close() {
            turn.cancel();
            if (link != null) {
                link.close();
            }
        }
    }
}
