package org.voiceport.messaging;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.voiceport.audio.Sink;
import org.voiceport.audio.Source;

/**
 * Samples on their way from the media tick to the call's thread. The tick never waits for the disk: what doesn't fit into
 * ten seconds is dropped and counted. The reader is woken twice a second, not at each packet.
 */
final class Backlog implements Sink {
    static final int MAX_SAMPLES = 10 * Source.RATE;
    /** How many samples are worth waking the reader. */
    static final int PORTION = Source.RATE / 2;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition portionReady = lock.newCondition();
    /** A ring that grows if the reader is late; usually it never does. */
    private short[] ring = new short[2 * PORTION];

    private int start;
    private int count;
    private long lost;
    private boolean finished;

    @Override
    public void write(short[] samples, int offset, int length) {
        lock.lock();
        try {
            if (finished) {
                return;
            }
            int taken = Math.min(length, MAX_SAMPLES - count);
            lost += length - taken;
            makeRoom(count + taken);
            int end = (start + count) % ring.length;
            int first = Math.min(taken, ring.length - end);
            System.arraycopy(samples, offset, ring, end, first);
            System.arraycopy(samples, offset + first, ring, 0, taken - first);
            count += taken;
            if (count >= PORTION) {
                portionReady.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more samples and lets the reader have what is left at once. */
    void finish() {
        lock.lock();
        try {
            finished = true;
            portionReady.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a portion, the end, or {@code patience}, then takes up to {@code into.length} samples.
     *
     * @return how many, 0 if none came, -1 if none will come any more
     */
    int take(short[] into, Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patience.toNanos();
            while (count < PORTION && !finished && left > 0) {
                left = portionReady.awaitNanos(left);
            }
            if (count == 0 && finished) {
                return -1;
            }
            int taken = Math.min(count, into.length);
            int first = Math.min(taken, ring.length - start);
            System.arraycopy(ring, start, into, 0, first);
            System.arraycopy(ring, 0, into, first, taken - first);
            start = (start + taken) % ring.length;
            count -= taken;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** How many samples didn't fit. */
    long lost() {
        lock.lock();
        try {
            return lost;
        } finally {
            lock.unlock();
        }
    }

    private void makeRoom(int needed) {
        if (needed <= ring.length) {
            return;
        }
        short[] larger = new short[Math.min(MAX_SAMPLES, Math.max(needed, 2 * ring.length))];
        int first = Math.min(count, ring.length - start);
        System.arraycopy(ring, start, larger, 0, first);
        System.arraycopy(ring, 0, larger, first, count - first);
        ring = larger;
        start = 0;
    }
}
