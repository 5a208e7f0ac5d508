package org.voiceport.srtp;

import org.jspecify.annotations.Nullable;

/**
 * What a context remembers of each source (RFC 3711 §3.2.1), bounded so that a peer can't make it grow. The {@value #LIMIT}
 * sources used last have a replay window. Of one that has to make room, the highest indexes stay: if it comes back, all up
 * to there counts as having passed, so that nothing can be replayed and no keystream be used twice. After {@value #MOST}
 * sources under one key, no new one is let in.
 *
 * <p>A source that has no entry works on a blank one, which becomes its own, and takes another's place, only when its first
 * packet has passed: whoever can't make authentic packets changes nothing.
 */
final class Streams {
    /** Sources with a window: a call has one per direction, and may change it a few times under one key. */
    static final int LIMIT = 4;
    /** Sources that may ever pass under one key: a transfer or a resumed call may bring a new one without a new key. */
    static final int MOST = 64;

    private static final int UNKNOWN = -1;

    /** Most recently used first. */
    private final Stream[] streams = new Stream[LIMIT];

    private int count;
    private Stream blank = new Stream();
    /** Where the blank entry's source stands among the retired, or {@link #UNKNOWN}. */
    private int blankWas = UNKNOWN;

    private Retired @Nullable [] retired;
    private int retiredCount;

    private int joiningSsrc;
    private long joiningCycles;

    /** Of a source without a window: the highest indexes that have passed. */
    private record Retired(int ssrc, long packets, long control) {}

    /** The entry of a source, or a blank one to try it on, or null if there have been too many. */
    @Nullable
    Stream of(int ssrc) {
        for (int i = 0; i < count; i++) {
            if (streams[i].ssrc == ssrc) {
                return streams[i];
            }
        }
        return tryOut(ssrc);
    }

    private @Nullable Stream tryOut(int ssrc) {
        blankWas = UNKNOWN;
        for (int i = 0; i < retiredCount && retired != null; i++) {
            if (retired[i].ssrc == ssrc) {
                blankWas = i;
                blank.begin(ssrc, 0);
                blank.packets.restart(retired[i].packets);
                blank.control.restart(retired[i].control);
                return blank;
            }
        }
        if (count + retiredCount == MOST) {
            return null;
        }
        blank.begin(ssrc, ssrc == joiningSsrc ? joiningCycles : 0);
        return blank;
    }

    /** Makes an entry that {@link #of} gave the source's own, and the most recently used; one of its packets has passed. */
    void keep(Stream stream) {
        if (count == 0 || streams[0] != stream) {
            moveToFront(stream);
        }
    }

    private void moveToFront(Stream stream) {
        int from = 0;
        while (from < count && streams[from] != stream) {
            from++;
        }
        if (from == count) {
            if (count < LIMIT) {
                count++;
                blank = new Stream();
            } else {
                from = LIMIT - 1;
                blank = streams[from];
                retire(blank);
            }
        }
        System.arraycopy(streams, 0, streams, 1, from);
        streams[0] = stream;
    }

    private void retire(Stream stream) {
        Retired[] all = retired;
        if (all == null) {
            all = new Retired[MOST - LIMIT];
            retired = all;
        }
        int place = blankWas == UNKNOWN ? retiredCount++ : blankWas;
        all[place] = new Retired(stream.ssrc, stream.packets.highest(), stream.control.highest());
    }

    /** The first packet of a source, if it has had none, will have this rollover counter. */
    void joining(int ssrc, int rolloverCounter) {
        joiningSsrc = ssrc;
        joiningCycles = Integer.toUnsignedLong(rolloverCounter);
    }

    /** How many sources have had a packet that passed. */
    int count() {
        return count + retiredCount;
    }

    /** Indexes that have passed from one source. */
    static final class Stream {
        final ReplayWindow packets = new ReplayWindow();
        final ReplayWindow control = new ReplayWindow();
        private int ssrc;
        private long firstCycles;

        private void begin(int source, long cycles) {
            ssrc = source;
            firstCycles = cycles;
            packets.restart(ReplayWindow.NONE);
            control.restart(ReplayWindow.NONE);
        }

        /** The index that a packet most likely has, or {@link PacketIndex#EXHAUSTED}. */
        long indexOf(int sequence) {
            long highest = packets.highest();
            return highest == ReplayWindow.NONE
                    ? firstCycles << 16 | sequence
                    : PacketIndex.estimate(highest, sequence);
        }
    }
}
