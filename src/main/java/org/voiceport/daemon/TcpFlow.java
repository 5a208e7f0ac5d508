package org.voiceport.daemon;

import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * One direction of a TCP connection put in order: what comes again is dropped, what comes too early waits for what lacks,
 * for {@value #MOST_SEGMENTS} segments or {@value #MOST_BYTES} bytes; then what lacks was lost by the capture.
 */
final class TcpFlow {
    static final int MOST_SEGMENTS = 32;
    static final int MOST_BYTES = 16 * 1024;

    private final Sink sink;
    private final TreeMap<Long, byte[]> early = new TreeMap<>();
    private int earlyBytes;
    private boolean begun;
    private int nextSequence;
    /** Bytes told to the sink or lost, from the first segment on: a sequence number that doesn't wrap. */
    private long position;

    /** Where the bytes go. */
    interface Sink {
        /** Bytes of one segment; the stream goes on behind what was taken before. */
        void bytes(byte[] inOrder);

        /** The capture lacks so many bytes here. */
        void lost(long bytes);
    }

    TcpFlow(Sink sink) {
        this.sink = sink;
    }

    void add(TcpSegment segment) {
        int sequence = segment.syn() ? segment.sequence() + 1 : segment.sequence();
        if (!begun) {
            begun = true;
            nextSequence = sequence;
        }
        int length = segment.data().limit();
        int ahead = sequence - nextSequence;
        if (ahead > 0) {
            if (length > 0) {
                wait(position + ahead, segment.dataFrom(0));
            }
        } else if (length + (long) ahead > 0) {
            take(segment.dataFrom(-ahead));
            takeEarly();
        }
    }

    /** The capture ends: what lacks won't come. */
    void end() {
        while (!early.isEmpty()) {
            skipGap();
        }
    }

    private void wait(long at, byte[] data) {
        byte[] same = early.get(at);
        if (same != null && same.length >= data.length) {
            return;
        }
        early.put(at, data);
        earlyBytes += data.length - (same == null ? 0 : same.length);
        while (early.size() > MOST_SEGMENTS || earlyBytes > MOST_BYTES) {
            skipGap();
        }
    }

    private void skipGap() {
        long gap = early.firstKey() - position;
        if (gap > 0) {
            nextSequence += (int) gap;
            position += gap;
            sink.lost(gap);
        }
        takeEarly();
    }

    private void takeEarly() {
        for (Iterator<Map.Entry<Long, byte[]>> it = early.entrySet().iterator(); it.hasNext(); ) {
            Map.Entry<Long, byte[]> first = it.next();
            if (first.getKey() > position) {
                return;
            }
            it.remove();
            byte[] data = first.getValue();
            earlyBytes -= data.length;
            int known = (int) Math.min(position - first.getKey(), data.length);
            if (known < data.length) {
                take(java.util.Arrays.copyOfRange(data, known, data.length));
            }
        }
    }

    private void take(byte[] data) {
        nextSequence += data.length;
        position += data.length;
        sink.bytes(data);
    }
}
