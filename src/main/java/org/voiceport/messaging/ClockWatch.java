package org.voiceport.messaging;

import java.time.Duration;
import java.time.Instant;

/**
 * Tells whether the wall clock goes as the monotonic one does. One that was set by more than a day is doubted until it is
 * back, or has gone on from there for a day: time for somebody to notice. One thread at a time.
 */
final class ClockWatch {
    private static final long DAY = Duration.ofDays(1).toMillis();

    /** Counted from, as the monotonic clock begins anywhere and may wrap round. */
    private final long begun;
    /** Wall clock less time since then, in milliseconds: the same for as long as nobody sets the wall clock. */
    private long trusted;

    private boolean doubting;
    private long doubted;
    private long doubtedSince;

    /**
     * How the clock goes.
     *
     * @param off how far it is from where it would be, zero if it is to be relied on
     * @param first true if this jump wasn't seen before
     */
    record Verdict(Duration off, boolean first) {
        boolean reliable() {
            return off.isZero();
        }
    }

    /** {@code nanos} is the time on the monotonic clock. */
    ClockWatch(Instant wall, long nanos) {
        begun = nanos;
        trusted = wall.toEpochMilli();
    }

    Verdict look(Instant wall, long nanos) {
        long offset = offset(wall, nanos);
        boolean same = doubting && isNear(offset, doubted);
        if (isNear(offset, trusted) || (same && nanos - doubtedSince >= DAY * 1_000_000)) {
            // Followed, as small steps add up over months: a machine that sleeps at night, a clock that is slewed.
            trusted = offset;
            doubting = false;
            return new Verdict(Duration.ZERO, false);
        }
        if (!same) {
            doubting = true;
            doubted = offset;
            doubtedSince = nanos;
        }
        return new Verdict(Duration.ofMillis(offset - trusted), !same);
    }

    private static boolean isNear(long offset, long other) {
        return Math.abs(offset - other) <= DAY;
    }

    private long offset(Instant wall, long nanos) {
        return wall.toEpochMilli() - (nanos - begun) / 1_000_000;
    }
}
