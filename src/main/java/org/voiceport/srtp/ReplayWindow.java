package org.voiceport.srtp;

/**
 * Remembers which of the last {@value #WIDTH} packet indexes have passed (RFC 3711 §3.3.2). To look and to remember are
 * two calls, so that a packet which fails in between leaves no trace.
 */
final class ReplayWindow {
    /** Indexes covered, the highest one included; RFC 3711 asks for 64 at least. */
    static final int WIDTH = 128;
    /** {@link #highest} before the first index. */
    static final long NONE = -1;

    private long highest = NONE;
    /** Bit d tells whether index {@code highest - d} has passed. */
    private long recent;
    /** Bit d tells whether index {@code highest - 64 - d} has passed. */
    private long older;

    /** The highest index that has passed, or {@link #NONE}. */
    long highest() {
        return highest;
    }

    /** 0 if a packet of this index may pass, else {@link SrtpStatus#REPLAYED} or {@link SrtpStatus#TOO_OLD}. */
    int check(long index) {
        if (index > highest) {
            return 0;
        }
        long behind = highest - index;
        if (behind >= WIDTH) {
            return SrtpStatus.TOO_OLD;
        }
        long bits = behind < Long.SIZE ? recent : older;
        return (bits >>> behind & 1) == 0 ? 0 : SrtpStatus.REPLAYED; // a shift counts modulo 64
    }

    /** Remembers an index that {@link #check} let pass. */
    void accept(long index) {
        if (index > highest) {
            advance(index - highest);
            highest = index;
        }
        long behind = highest - index;
        if (behind < Long.SIZE) {
            recent |= 1L << behind;
        } else {
            older |= 1L << behind;
        }
    }

    /** Takes all up to an index as having passed, or nothing if it is {@link #NONE}. */
    void restart(long index) {
        highest = index;
        recent = index == NONE ? 0 : ~0L;
        older = recent;
    }

    private void advance(long by) {
        if (by >= WIDTH) {
            older = 0;
            recent = 0;
        } else if (by >= Long.SIZE) {
            older = recent << by;
            recent = 0;
        } else {
            older = older << by | recent >>> (Long.SIZE - by);
            recent <<= by;
        }
    }
}
