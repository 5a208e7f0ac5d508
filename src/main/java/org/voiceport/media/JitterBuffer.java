package org.voiceport.media;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.voiceport.rtp.SequenceNumbers;

/**
 * Puts the packets of one source into the order of their sequence numbers. Nobody listens to a recording while it is
 * made, so a packet in order passes at once and is not copied: delay is spent only where one is missing. Those behind
 * it wait, as long as {@link JitterEstimate} says or until {@value #SLOTS} places are in use; then the missing ones are
 * given up, and refused if they come after all. Time in which this machine stood still is not held against the network.
 *
 * <p>At most {@value #SLOTS} packets are kept, that is 50 KiB; places are made when they are first needed, and nothing
 * else is allocated.
 */
final class JitterBuffer {
    /** Where packets go, in order; the gaps between them show in their timestamps. */
    @FunctionalInterface
    interface Output {
        /**
         * Takes the next packet; the array belongs to the caller again when the call returns.
         *
         * @param missing how many packets before this one were given up; 0 if it follows the one before
         */
        void packet(PacketKind kind, int timestamp, int missing, byte[] buffer, int offset, int length, long now);
    }

    /** 200 ms in packets of 10 ms, and some that follow in the meantime. */
    static final int SLOTS = 32;
    /** A packet that is behind by as many belongs to a source that has begun anew; as ReceptionStatistics sees it. */
    static final int MAX_LATE = 100;
    /** A packet that is ahead by as many, too. */
    static final int MAX_DROPOUT = 3000;

    /** Nanoseconds between two ticks. */
    static final long STEP = TimeUnit.MILLISECONDS.toNanos(10);
    /** Nanoseconds between two steps that this machine can't have been at work in. */
    static final long STALL = TimeUnit.MILLISECONDS.toNanos(50);

    private static final int NONE = -1;

    private final Output output;
    private final @Nullable Slot[] slots = new @Nullable Slot[SLOTS];
    private final JitterEstimate estimate = new JitterEstimate();
    private final SeenWindow seen = new SeenWindow();
    private boolean started;
    /** The number that is to pass next. */
    private int next;
    /** The newest number seen, and the timestamp with it. */
    private int highest;

    private int highestTimestamp;
    /** How many numbers there are from the first to the newest; not counted beyond the window of those seen. */
    private int span;

    private int renumbered = NONE;
    private int waiting;
    private int missing;
    /** The numbers given up last, and since when they were known to be missing. */
    private int givenUpFrom;

    private int givenUpTo;
    private long givenUpSince;
    private long lastStep;
    private boolean stepped;
    private long stalled;
    private long lost;
    private long late;
    private long duplicates;
    private long reordered;

    JitterBuffer(Output output) {
        this.output = output;
    }

    /**
     * Takes one packet; what has to wait is copied.
     *
     * @param sequence 0 to 65535
     * @return false if it is dropped: a duplicate, or later than the buffer waits
     */
    boolean offer(PacketKind kind, int sequence, int timestamp, byte[] buffer, int offset, int length, long now) {
        long time = step(now);
        if (!started || beginsAnew(kind, sequence, timestamp)) {
            restart(now);
            begin(sequence);
        }
        int ahead = SequenceNumbers.distance(highest, sequence);
        if (ahead > 0) {
            seen.advance(ahead);
            lost += ahead - 1;
            highest = sequence;
            highestTimestamp = timestamp;
            span = Math.min(span + ahead, SeenWindow.SIZE);
            renumbered = NONE;
        } else if (!seen.mark(-ahead)) {
            duplicates++;
            return false;
        } else if (!fillsGap(sequence, -ahead, time)) {
            return false;
        }
        if (kind == PacketKind.SOUND) {
            estimate.arrived(timestamp, time);
        }
        makeRoom(sequence, now);
        if (sequence == next) {
            next = SequenceNumbers.next(next);
            pass(kind, timestamp, buffer, offset, length, now);
            release(now);
        } else {
            hold(kind, sequence, timestamp, buffer, offset, length, time);
        }
        return true;
    }

    /** Nanoseconds in which this machine was at work, so far. */
    private long step(long now) {
        if (stepped && now - lastStep > STALL) {
            stalled += now - lastStep - STEP;
        }
        stepped = true;
        lastStep = now;
        return now - stalled;
    }

    /**
     * True for a number too far from the others, and for the second in sequence that is old while its sound is new: the
     * source has set its numbers back.
     */
    private boolean beginsAnew(PacketKind kind, int sequence, int timestamp) {
        int ahead = SequenceNumbers.distance(highest, sequence);
        if (ahead <= -MAX_LATE || ahead >= MAX_DROPOUT) {
            return true;
        }
        if (ahead >= 0 || kind != PacketKind.SOUND || timestamp - highestTimestamp <= 0) {
            return false;
        }
        boolean confirmed = sequence == renumbered;
        renumbered = SequenceNumbers.next(sequence);
        return confirmed;
    }

    private void begin(int sequence) {
        started = true;
        next = sequence;
        // As if the one before had been seen, so that this one is the newest.
        highest = (sequence - 1) & 0xFFFF;
        givenUpFrom = next;
        givenUpTo = next;
        span = 0;
        renumbered = NONE;
        seen.clear();
        estimate.restart();
    }

    /** A number comes that was counted lost, or lies before the first one; false if that is too late. */
    private boolean fillsGap(int sequence, int behind, long time) {
        lost -= behind < span ? 1 : 0;
        if (SequenceNumbers.distance(next, sequence) < 0) {
            late++;
            if (SequenceNumbers.distance(givenUpFrom, sequence) >= 0
                    && SequenceNumbers.distance(sequence, givenUpTo) > 0) {
                estimate.cameLate(time - givenUpSince);
            }
            return false;
        }
        reordered++;
        estimate.cameLate(time - missedSince(sequence));
        return true;
    }

    /** Since when a number is known to be missing: the earliest arrival of what waits behind it. There is something. */
    private long missedSince(int sequence) {
        long earliest = lastStep - stalled;
        for (int at = SequenceNumbers.next(sequence);
                SequenceNumbers.distance(at, highest) >= 0;
                at = SequenceNumbers.next(at)) {
            Slot slot = slots[at % SLOTS];
            if (slot != null && slot.taken && slot.arrival - earliest < 0) {
                earliest = slot.arrival;
            }
        }
        return earliest;
    }

    private void hold(PacketKind kind, int sequence, int timestamp, byte[] buffer, int offset, int length, long time) {
        Slot slot = slots[sequence % SLOTS];
        if (slot == null) {
            slot = new Slot();
            slots[sequence % SLOTS] = slot;
        }
        slot.taken = true;
        slot.kind = kind;
        slot.timestamp = timestamp;
        slot.length = length;
        slot.arrival = time;
        System.arraycopy(buffer, offset, slot.payload, 0, length);
        waiting++;
    }

    /** Gives up what has been waited for long enough; to be called every {@link #STEP} or so. */
    void tick(long now) {
        long time = step(now);
        while (waiting > 0 && time - missedSince(next) >= estimate.patience()) {
            skipToWaiting();
            release(now);
        }
    }

    /** Lets go of everything, gaps or not. */
    void flush(long now) {
        while (waiting > 0) {
            skipToWaiting();
            release(now);
        }
    }

    /** The next packet, whatever its number, is the first of a new order. */
    void restart(long now) {
        flush(now);
        started = false;
        missing = 0;
    }

    /** Moves on until there is a place for that packet. */
    private void makeRoom(int sequence, long now) {
        while (SequenceNumbers.distance(next, sequence) >= SLOTS) {
            if (waiting > 0) {
                skipToWaiting();
                release(now);
            } else {
                giveUp(sequence, lastStep - stalled);
            }
        }
    }

    private void skipToWaiting() {
        int to = next;
        while (!taken(to)) {
            to = SequenceNumbers.next(to);
        }
        giveUp(to, missedSince(next));
    }

    /** All numbers before {@code to} are waited for no more. */
    private void giveUp(int to, long since) {
        givenUpFrom = next;
        givenUpTo = to;
        givenUpSince = since;
        missing += SequenceNumbers.distance(next, to);
        next = to;
    }

    /** Passes on what is in order now. */
    private void release(long now) {
        for (Slot slot = slots[next % SLOTS]; slot != null && slot.taken; slot = slots[next % SLOTS]) {
            next = SequenceNumbers.next(next);
            slot.taken = false;
            waiting--;
            pass(slot.kind, slot.timestamp, slot.payload, 0, slot.length, now);
        }
    }

    private void pass(PacketKind kind, int timestamp, byte[] buffer, int offset, int length, long now) {
        int before = missing;
        missing = 0;
        output.packet(kind, timestamp, before, buffer, offset, length, now);
    }

    private boolean taken(int sequence) {
        Slot slot = slots[sequence % SLOTS];
        return slot != null && slot.taken;
    }

    /** How long a missing packet is waited for now, in nanoseconds. */
    long patience() {
        return estimate.patience();
    }

    /** Numbers that have not come, or not yet. */
    long lost() {
        return lost;
    }

    /** Packets that came after they had been given up; they are not among the lost ones. */
    long late() {
        return late;
    }

    long duplicates() {
        return duplicates;
    }

    /** Packets that came behind a newer one, and still in time. */
    long reordered() {
        return reordered;
    }

    /** A place for one packet; made when it is first needed, as most calls need few. */
    private static final class Slot {
        private final byte[] payload = new byte[PacketBuffers.MAX_PAYLOAD];
        private boolean taken;
        private PacketKind kind = PacketKind.SOUND;
        private int timestamp;
        private int length;
        private long arrival;
    }
}
