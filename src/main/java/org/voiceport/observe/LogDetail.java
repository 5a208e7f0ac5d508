package org.voiceport.observe;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Event;
import org.voiceport.event.EventSink;
import org.voiceport.event.Severity;

/**
 * What is logged beyond the level of the log, for a while, because somebody asked for it. There is one such wish at a
 * time; it ends by itself, so that nobody can forget it. Any thread may call it.
 */
public final class LogDetail {
    /** The longest time. */
    public static final Duration LONGEST = Duration.ofMinutes(15);

    private volatile @Nullable Ask asked;
    private @Nullable ScheduledFuture<?> end;

    /**
     * What to log.
     *
     * @param least events of this severity and above are logged, whatever the level of the log
     * @param wire true: a line for every SCCP message too
     * @param limit when it ends by itself, up to {@link #LONGEST}
     * @param ports whose events and messages; empty: those of all, and events without a port
     */
    public record Ask(Severity least, boolean wire, Duration limit, List<DeviceName> ports) {
        public Ask {
            ports = List.copyOf(ports);
            if (limit.isNegative() || limit.isZero() || limit.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("more is logged for up to 15 minutes, not for " + limit);
            }
        }

        private boolean isOf(DeviceName port) {
            return ports.isEmpty() || ports.contains(port);
        }

        /** The ports, or {@code all ports}. */
        public String portWords() {
            return ports.isEmpty()
                    ? "all ports"
                    : ports.stream().map(DeviceName::value).collect(Collectors.joining(", "));
        }
    }

    /** From now on this, in place of what was asked for before; {@code events} hears of the beginning and the end. */
    public synchronized void begin(Ask ask, EventSink events) {
        end("another wish takes its place", events);
        asked = ask;
        end = LogTimer.after(ask.limit(), () -> endOf(ask, events));
        events.accept(new DaemonEvent.DetailBegun(
                ask.portWords(), ask.least().word(), ask.wire(), ask.limit().toSeconds()));
    }

    /** No more; false if nothing was asked for. */
    public synchronized boolean end(String why, EventSink events) {
        Ask over = asked;
        if (over == null) {
            return false;
        }
        asked = null;
        if (end != null) {
            end.cancel(false);
        }
        events.accept(new DaemonEvent.DetailEnded(over.portWords(), why));
        return true;
    }

    private synchronized void endOf(Ask ask, EventSink events) {
        if (ask.equals(asked)) {
            end("its time is over", events);
        }
    }

    /** True if somebody asked for a line of each message of that port. */
    public boolean wire(DeviceName port) {
        Ask now = asked;
        return now != null && now.wire() && now.isOf(port);
    }

    /** True if somebody asked for such events; always for those that tell of a wish itself. */
    boolean wants(Event event) {
        if (event instanceof DaemonEvent.DetailBegun || event instanceof DaemonEvent.DetailEnded) {
            return true;
        }
        Ask now = asked;
        return now != null
                && event.severity().compareTo(now.least()) <= 0
                && event.port().map(now::isOf).orElse(now.ports().isEmpty());
    }
}
