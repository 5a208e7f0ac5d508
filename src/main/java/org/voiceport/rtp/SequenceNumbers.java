package org.voiceport.rtp;

/**
 * Arithmetic on 16-bit sequence numbers that wrap from 65535 to 0 (serial numbers of RFC 1982, used as RFC 3550 A.1
 * does). Arguments count by their low 16 bits.
 */
public final class SequenceNumbers {
    /** How many sequence numbers there are before they repeat. */
    public static final int CYCLE = 1 << 16;

    private SequenceNumbers() {}

    /**
     * The shortest way from one number to another.
     *
     * @return -32768 to 32767, positive if {@code to} comes after {@code from}; numbers exactly half a cycle apart, for
     *     which RFC 1982 §3.2 leaves the order open, give -32768
     */
    public static int distance(int from, int to) {
        return (short) (to - from);
    }

    /** True if {@code sequence} comes after {@code than}; false if they are the same. */
    public static boolean newer(int sequence, int than) {
        return distance(than, sequence) > 0;
    }

    /** The number that follows, 0 after 65535. */
    public static int next(int sequence) {
        return (sequence + 1) & 0xFFFF;
    }

    /**
     * The number with its cycles in front that lies nearest to one already extended.
     *
     * @param near an extended number, 0 or more, such as the highest one seen
     * @return {@code 65536 * cycles + sequence}; negative if the number lies before the first cycle
     */
    public static long extended(long near, int sequence) {
        return near + distance((int) near, sequence);
    }
}
