package org.voiceport.media;

import org.jspecify.annotations.Nullable;
import org.voiceport.rtp.SequenceNumbers;

/**
 * Puts the packets of one source into the order of their sequence numbers. One in order passes at once and is not
 * copied. One that comes too early waits for those before it, until {@value #DEPTH} places wait or the first has waited
 * for {@link #HOLD}; then the missing ones are given up, and refused if they come after all.
 */
final class ReorderBuffer {
    /** Where packets go, in order; the gaps between them show in their timestamps. */
    @FunctionalInterface
    interface Output {
        void packet(int timestamp, byte[] buffer, int offset, int length, long now);
    }

    static final int DEPTH = 5;
    static final long HOLD = 100_000_000;
    /** A packet that is behind by more belongs to a source that has begun anew; as ReceptionStatistics sees it. */
    private static final int MAX_LATE = 100;

    private static final int SLOTS = 8;

    private final Output output;
    private final @Nullable Slot[] slots = new @Nullable Slot[SLOTS];
    private boolean started;
    private int next;
    private int waiting;

    ReorderBuffer(Output output) {
        this.output = output;
    }

    /**
     * Takes one packet; what has to wait is copied.
     *
     * @return false if it is dropped: a duplicate, or later than the buffer waits
     */
    boolean offer(int sequence, int timestamp, byte[] buffer, int offset, int length, long now) {
        int ahead = SequenceNumbers.distance(next, sequence);
        if (!started || ahead < -MAX_LATE) {
            restart(now);
            started = true;
            next = sequence;
            ahead = 0;
        }
        if (ahead < 0) {
            return false;
        }
        if (ahead > DEPTH) {
            giveUp(sequence, ahead, now);
            ahead = SequenceNumbers.distance(next, sequence);
        }
        if (ahead == 0) {
            next = SequenceNumbers.next(next);
            output.packet(timestamp, buffer, offset, length, now);
            release(now);
            return true;
        }
        return hold(sequence, timestamp, buffer, offset, length, now);
    }

    private boolean hold(int sequence, int timestamp, byte[] buffer, int offset, int length, long now) {
        Slot slot = slots[sequence % SLOTS];
        if (slot == null) {
            slot = new Slot();
            slots[sequence % SLOTS] = slot;
        }
        if (slot.taken) {
            return false;
        }
        slot.taken = true;
        slot.timestamp = timestamp;
        slot.length = length;
        slot.arrival = now;
        System.arraycopy(buffer, offset, slot.payload, 0, length);
        waiting++;
        return true;
    }

    /** Gives up what has been waited for long enough. */
    void tick(long now) {
        while (waiting > 0 && now - firstWaiting().arrival >= HOLD) {
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
    }

    /** Moves on until there is a place for a packet so far ahead. */
    private void giveUp(int sequence, int ahead, long now) {
        if (ahead >= 2 * SLOTS) {
            flush(now);
            next = sequence;
            return;
        }
        while (SequenceNumbers.distance(next, sequence) > DEPTH) {
            Slot slot = slots[next % SLOTS];
            next = SequenceNumbers.next(next);
            if (slot != null && slot.taken) {
                pass(slot, now);
            }
        }
        release(now);
    }

    /** Passes on what is in order now. */
    private void release(long now) {
        for (Slot slot = slots[next % SLOTS]; slot != null && slot.taken; slot = slots[next % SLOTS]) {
            next = SequenceNumbers.next(next);
            pass(slot, now);
        }
    }

    private void pass(Slot slot, long now) {
        slot.taken = false;
        waiting--;
        output.packet(slot.timestamp, slot.payload, 0, slot.length, now);
    }

    private void skipToWaiting() {
        while (!taken(next)) {
            next = SequenceNumbers.next(next);
        }
    }

    private Slot firstWaiting() {
        int sequence = next;
        while (true) {
            Slot slot = slots[sequence % SLOTS];
            if (slot != null && slot.taken) {
                return slot;
            }
            sequence = SequenceNumbers.next(sequence);
        }
    }

    private boolean taken(int sequence) {
        Slot slot = slots[sequence % SLOTS];
        return slot != null && slot.taken;
    }

    /** A place for one packet; made when it is first needed, as most calls never need it. */
    private static final class Slot {
        private final byte[] payload = new byte[PacketBuffers.MAX_PAYLOAD];
        private boolean taken;
        private int timestamp;
        private int length;
        private long arrival;
    }
}
