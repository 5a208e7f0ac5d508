package org.voiceport.media;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.util.BitSet;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The range of UDP ports for media, as pairs of an even and the odd port above it. Goes round the range, so that a port
 * rests as long as can be before it is used again: packets of a call that has ended don't end up in the next one.
 * Starts anywhere in the range, for the same reason after a restart.
 *
 * <p>One instance serves all event loops; safe for use by many threads.
 */
public final class UdpPorts {
    /**
     * Pairs that are tried for one stream. The calls of a loop wait meanwhile: to find that other programs hold thousands of
     * pairs would take a quarter of a second. The next stream goes on where this one gave up.
     */
    static final int MOST_TRIES = 100;

    private final int first;
    private final int last;
    private final int pairs;
    /** Pairs that are open here or being tried; guarded by this, like {@link #next}. */
    private final BitSet taken = new BitSet();

    private int next;

    /**
     * All pairs within a range.
     *
     * @param first 1 to 65535; an odd one is left out
     * @param last at least the odd port above {@code first}, up to 65535; an even one is left out
     */
    public UdpPorts(int first, int last) {
        this.first = first + (first & 1);
        this.last = last;
        this.pairs = (last + 1 - this.first) / 2;
        if (first < 1 || last > 65535 || pairs < 1) {
            throw new IllegalArgumentException(
                    "UDP ports " + first + "-" + last + ": need an even port and the next one within 1 to 65535");
        }
        this.next = ThreadLocalRandom.current().nextInt(pairs);
    }

    /** Opens the next pair that is free; closing it gives it back. Tries {@value #MOST_TRIES} pairs at most, each once. */
    SocketPair open(InetAddress local) throws NoSocket {
        int most = Math.min(pairs, MOST_TRIES);
        for (int tries = 0; tries < most; tries++) {
            int pair = claim();
            if (pair < 0) {
                break;
            }
            try {
                return SocketPair.bind(local, first + 2 * pair, () -> release(pair));
            } catch (BindException e) {
                release(pair);
                if (tries == 0) {
                    requireOurs(local);
                }
            } catch (IOException e) {
                release(pair);
                throw new NoSocket(
                        "no UDP socket could be opened at " + local.getHostAddress() + ": " + e.getMessage(),
                        "look at the limit of open files (ulimit -n, LimitNOFILE): a call needs two",
                        e);
            }
        }
        throw new NoSocket(
                (most == pairs ? "all " + pairs : "the next " + most + " of " + pairs) + " pairs of UDP ports in "
                        + first + "-" + last + " are in use at " + local.getHostAddress(),
                "widen media.udpPorts, or end what else uses these ports");
    }

    private synchronized int claim() {
        int pair = taken.nextClearBit(next);
        if (pair >= pairs) {
            pair = taken.nextClearBit(0);
            if (pair >= pairs) {
                return -1;
            }
        }
        taken.set(pair);
        next = (pair + 1) % pairs;
        return pair;
    }

    private synchronized void release(int pair) {
        taken.clear(pair);
    }

    /** A bind fails in the same way for a port in use and for an address that isn't ours: this tells them apart. */
    private static void requireOurs(InetAddress local) throws NoSocket {
        try {
            SocketPair.bound(local, 0).close();
        } catch (IOException e) {
            throw new NoSocket(
                    "media address " + local.getHostAddress() + " can't be bound: " + e.getMessage(),
                    "set media.address to an address of this machine, or to auto",
                    e);
        }
    }
}
