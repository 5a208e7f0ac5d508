package org.voiceport.sim;

import java.util.concurrent.atomic.AtomicLong;

/** Packets of one call. Counted by the loop, read by any thread. */
final class Counters {
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong octetsSent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong octetsReceived = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong control = new AtomicLong();

    void countSent(int payload) {
        sent.incrementAndGet();
        octetsSent.addAndGet(payload);
    }

    void countReceived(int payload) {
        received.incrementAndGet();
        octetsReceived.addAndGet(payload);
    }

    void countRefused() {
        refused.incrementAndGet();
    }

    void countControl() {
        control.incrementAndGet();
    }

    long sent() {
        return sent.get();
    }

    long octetsSent() {
        return octetsSent.get();
    }

    long received() {
        return received.get();
    }

    long octetsReceived() {
        return octetsReceived.get();
    }

    long refused() {
        return refused.get();
    }

    long control() {
        return control.get();
    }
}
