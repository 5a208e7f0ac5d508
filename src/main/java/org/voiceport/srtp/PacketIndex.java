package org.voiceport.srtp;

import org.voiceport.rtp.SequenceNumbers;

/** The 48-bit index of an SRTP packet: {@code 65536 * ROC + SEQ} (RFC 3711 §3.3.1). */
final class PacketIndex {
    /** {@link #estimate}: the index would not fit in 48 bits, so the key is used up. */
    static final long EXHAUSTED = -1;

    private static final long LIMIT = 1L << 48;

    private PacketIndex() {}

    /**
     * The index that a packet most likely has: the one with its sequence number that is nearest to the highest index so
     * far.
     *
     * @param highest the highest index so far, or {@link ReplayWindow#NONE}: then the rollover counter starts at 0
     * @param sequence 0 to 65535
     */
    static long estimate(long highest, int sequence) {
        if (highest == ReplayWindow.NONE) {
            return sequence;
        }
        long index = SequenceNumbers.extended(highest, sequence);
        int halfCycle = SequenceNumbers.CYCLE / 2;
        if (highest - index == halfCycle && (highest & 0xFFFF) < halfCycle) {
            // Numbers half a cycle apart: the RFC looks ahead from the lower half of a cycle, back from the upper one.
            index += SequenceNumbers.CYCLE;
        }
        if (index < 0) {
            // There is no cycle before the first one, so this is a jump ahead in it.
            return sequence;
        }
        return index < LIMIT ? index : EXHAUSTED;
    }

    /** The rollover counter, 32 bits unsigned. */
    static int rolloverCounter(long index) {
        return (int) (index >>> 16);
    }
}
