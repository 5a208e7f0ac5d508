package org.voiceport.media;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.CallReport;
import org.voiceport.event.DeviceName;
import org.voiceport.event.EventSink;

/**
 * Counts the packets that came to a call's port and don't belong to the call, and tells of them: a second after the first
 * one, then after 2, 4, 8 ... 60 s while they go on; and no more lines for one event loop than {@link LineBudget} has.
 * What isn't told at once is in the next line. Counting costs a packet two additions, whatever the flood.
 *
 * <p>Copies that a network makes are refused as replayed where there is a key, so up to {@link #COPIES} in one line's time
 * are worth none by themselves.
 */
final class Refusals {
    static final long FIRST = TimeUnit.SECONDS.toNanos(1);
    static final long LONGEST = TimeUnit.SECONDS.toNanos(60);
    static final long COPIES = 25;

    private static final Refusal[] REASONS = Refusal.values();

    private final DeviceName device;
    private final int callReference;
    private final LineBudget budget;
    private final EventSink events;
    private final long[] counts = new long[REASONS.length];
    private final long[] told = new long[REASONS.length];
    private long total;
    private long toldTotal;
    private @Nullable InetSocketAddress sender;
    private boolean open;
    private long due;
    private long interval = FIRST;

    Refusals(DeviceName device, int callReference, LineBudget budget, EventSink events) {
        this.device = device;
        this.callReference = callReference;
        this.budget = budget;
        this.events = events;
    }

    void count(Refusal why, InetSocketAddress from) {
        counts[why.index()]++;
        total++;
        sender = from;
    }

    /** Counts one that is no wonder and worth no line: as of a key that was replaced a moment ago. */
    void countExpected(Refusal why) {
        counts[why.index()]++;
        told[why.index()]++;
        total++;
        toldTotal++;
    }

    /** All that were refused so far. */
    long total() {
        return total;
    }

    /** Tells what is due. */
    void tick(long now) {
        if (open && now - due >= 0) {
            due(now);
        } else if (!open && worthALine()) {
            open = true;
            due = now + FIRST;
        }
    }

    private void due(long now) {
        if (!worthALine()) {
            // Over, for as long as the latest line held back what came.
            open = false;
            interval = FIRST;
        } else if (budget.take(now)) {
            tell();
            interval = Math.min(2 * interval, LONGEST);
            due = now + interval;
        } else {
            due = now + FIRST;
        }
    }

    /** The call is over: tells what wasn't told yet. */
    void end(long now) {
        if (worthALine() && budget.take(now)) {
            tell();
        }
    }

    private boolean worthALine() {
        long copies = untold(Refusal.REPLAYED);
        return total - toldTotal > Math.min(copies, COPIES);
    }

    private long untold(Refusal why) {
        return counts[why.index()] - told[why.index()];
    }

    private void tell() {
        StringBuilder reasons = new StringBuilder();
        for (Refusal why : REASONS) {
            if (untold(why) > 0) {
                reasons.append(reasons.isEmpty() ? "" : ", ")
                        .append(untold(why))
                        .append(' ')
                        .append(why.words());
            }
        }
        events.accept(new CallReport.PacketsRefused(
                device, callReference, total - toldTotal, reasons.toString(), address(sender)));
        System.arraycopy(counts, 0, told, 0, counts.length);
        toldTotal = total;
    }

    private static String address(@Nullable InetSocketAddress from) {
        return from == null ? "" : from.getAddress().getHostAddress() + ":" + from.getPort();
    }
}
