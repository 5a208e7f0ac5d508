package org.voiceport.rtp;

/**
 * Counts what arrives from one source and tells loss and jitter as RTCP reports them (RFC 3550 A.1, A.3, A.8). Free of
 * allocation; one thread owns it.
 *
 * <p>A source counts from its first packet on (MIN_SEQUENTIAL of A.1 is 0): the call's signalling or its keys vouch for
 * it. A jump of the sequence number by more than {@value #MAX_DROPOUT} is taken for stray until a second packet in
 * sequence confirms it; then all counts begin anew, as A.1 has it.
 */
public final class ReceptionStatistics {
    private static final int MAX_DROPOUT = 3000;
    private static final int MAX_MISORDER = 100;
    private static final int NONE = -1;
    private static final int MAX_LOST = 0x7F_FFFF;
    private static final int MIN_LOST = -0x80_0000;

    private boolean started;
    private int baseSequence;
    private int highestSequence;
    private long cycles;
    private int awaitedSequence = NONE;
    private long received;
    private long expectedBefore;
    private long receivedBefore;
    private boolean timed;
    private int lastTransit;
    private long scaledJitter;

    /**
     * Takes note of one packet.
     *
     * @param sequence 0 to 65535
     * @param timestamp the packet's RTP timestamp
     * @param arrival when it arrived, in units of that timestamp, from any fixed start
     * @return false if the packet is not counted because its sequence number lies far from all others
     */
    public boolean onPacket(int sequence, int timestamp, int arrival) {
        if (!count(sequence)) {
            return false;
        }
        int transit = arrival - timestamp;
        if (timed) {
            // A.8 keeps the jitter times 16, so that the division by 16 rounds and loses nothing.
            long change = Math.abs((long) (transit - lastTransit));
            scaledJitter += change - ((scaledJitter + 8) >> 4);
        }
        timed = true;
        lastTransit = transit;
        return true;
    }

    /**
     * Takes note of a packet whose timestamp doesn't tell when it was sent, such as one of a telephone event (RFC 4733
     * §2.1); it has no say on jitter.
     *
     * @param sequence 0 to 65535
     * @return false if the packet is not counted because its sequence number lies far from all others
     */
    public boolean onUntimedPacket(int sequence) {
        return count(sequence);
    }

    private boolean count(int sequence) {
        if (!started) {
            restart(sequence);
        } else if (!place(sequence)) {
            return false;
        }
        received++;
        return true;
    }

    private boolean place(int sequence) {
        int ahead = (sequence - highestSequence) & 0xFFFF;
        if (ahead < MAX_DROPOUT) {
            if (sequence < highestSequence) {
                cycles += SequenceNumbers.CYCLE;
            }
            highestSequence = sequence;
            awaitedSequence = NONE;
            return true;
        }
        if (ahead > SequenceNumbers.CYCLE - MAX_MISORDER) {
            return true;
        }
        if (sequence == awaitedSequence) {
            restart(sequence);
            return true;
        }
        awaitedSequence = SequenceNumbers.next(sequence);
        return false;
    }

    private void restart(int sequence) {
        started = true;
        baseSequence = sequence;
        highestSequence = sequence;
        cycles = 0;
        awaitedSequence = NONE;
        received = 0;
        expectedBefore = 0;
        receivedBefore = 0;
        scaledJitter = 0;
        timed = false;
    }

    /** Packets counted, late ones and duplicates included. */
    public long received() {
        return received;
    }

    /** Packets that should have come, by the sequence numbers seen. */
    public long expected() {
        return started ? cycles + highestSequence - baseSequence + 1 : 0;
    }

    /** Packets lost since the start: negative if duplicates outnumber losses; held within 24 bits (RFC 3550 §6.4.1). */
    public int lost() {
        return (int) Math.max(MIN_LOST, Math.min(MAX_LOST, expected() - received));
    }

    /**
     * The share of packets lost since the previous call, which thus belongs to the one who writes the reports.
     *
     * @return 0 to 255, in 256ths; 0 if more came than was expected
     */
    public int fractionLost() {
        long expectedNow = expected() - expectedBefore;
        long lostNow = expectedNow - (received - receivedBefore);
        expectedBefore = expected();
        receivedBefore = received;
        return expectedNow <= 0 || lostNow <= 0 ? 0 : (int) Math.min(255, (lostNow << 8) / expectedNow);
    }

    /** The interarrival jitter in timestamp units. */
    public long jitter() {
        return scaledJitter >> 4;
    }

    /** The highest sequence number with its cycles in front, 32 bits unsigned; 0 before the first packet. */
    public long extendedHighestSequence() {
        return (cycles + highestSequence) & 0xFFFF_FFFFL;
    }
}
