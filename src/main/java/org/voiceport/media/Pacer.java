package org.voiceport.media;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one tick of an event loop for all its streams. Ticks lie on a grid of {@link #PERIOD} that never moves, so nothing
 * drifts. {@value #PHASES} ticks make a cycle of 20 ms, the usual packet time, and each stream has its place in one of
 * these phases: the one that has fewest streams, so that a thousand streams send a hundred packets each 2 ms and not five
 * hundred each 10 ms. A stream is ticked in its phase and half a cycle later, each 10 ms in all.
 *
 * <p>Ticks that a stall has missed are not made up for one by one: each stream is ticked once, and looks at the time
 * itself. A tick in which no stream has its turn is left out.
 */
final class Pacer {
    /** What has something to do in time. */
    @FunctionalInterface
    interface Paced {
        /**
         * Sends, gives up and fills what is due.
         *
         * @param now {@link System#nanoTime()}
         */
        void tick(long now);
    }

    /** Nanoseconds from one tick of the loop to the next. */
    static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(2);
    /** Ticks in a cycle. */
    static final int PHASES = 10;
    /** Ticks from one turn of a stream to its next. */
    static final int TURN = PHASES / 2;

    private final EventLoop loop;
    private final Consumer<RuntimeException> defects;
    private final long origin = System.nanoTime();
    private final List<Phase> phases = new ArrayList<>(PHASES);
    private long last = -1;
    private boolean ticking;
    private @Nullable Future<?> pending;
    private long pendingTick;

    /** @param defects told when a stream throws; it gets no tick any more, and the others go on */
    Pacer(EventLoop loop, Consumer<RuntimeException> defects) {
        this.loop = loop;
        this.defects = defects;
        for (int i = 0; i < PHASES; i++) {
            phases.add(new Phase());
        }
    }

    /** Streams that have their turn in the same tick. */
    private static final class Phase {
        /** Null where a stream has left in the middle of a tick. */
        private final List<@Nullable Place> places = new ArrayList<>();

        private int streams;
        private boolean gaps;
    }

    /** A stream's place among the others, until it leaves. */
    final class Place {
        private final Paced stream;
        private int phase;

        private Place(Paced stream, int phase) {
            this.stream = stream;
            this.phase = phase;
        }

        /**
         * Moves to the phase that suits best now, and tells when its next turn is: a moment of the grid, 20 ms from now
         * at most. Packets that are due at that moment, and a multiple of 10 ms later, are due in the stream's turn.
         */
        long begin(long now) {
            leave();
            long tick = bestTick(now);
            phase = phaseOf(tick);
            enter(this);
            return timeOf(tick);
        }

        void leave() {
            remove(this);
        }
    }

    Place add(Paced stream) {
        Place place = new Place(stream, phaseOf(bestTick(System.nanoTime())));
        enter(place);
        return place;
    }

    /** True while there is a next tick. */
    boolean running() {
        return pending != null;
    }

    /** The next tick whose phase has the fewest streams; the soonest one of several. */
    private long bestTick(long now) {
        // A tick is over once it has begun.
        long first = Math.max(last, tickAt(now - 1)) + 1;
        long best = first;
        for (long tick = first + 1; tick < first + PHASES; tick++) {
            if (phases.get(phaseOf(tick)).streams < phases.get(phaseOf(best)).streams) {
                best = tick;
            }
        }
        return best;
    }

    private void enter(Place place) {
        Phase phase = phases.get(place.phase);
        phase.places.add(place);
        phase.streams++;
        if (!ticking) {
            schedule();
        }
    }

    private void remove(Place place) {
        Phase phase = phases.get(place.phase);
        int index = phase.places.indexOf(place);
        if (index < 0) {
            return;
        }
        phase.streams--;
        if (ticking) {
            phase.places.set(index, null);
            phase.gaps = true;
            return;
        }
        phase.places.remove(index);
        if (phases.stream().allMatch(each -> each.streams == 0) && pending != null) {
            pending.cancel(false);
            pending = null;
        }
    }

    /**
     * Gives a tick that is due its turn now. The loop looks at its timers only when all sockets that are ready have been
     * read, which takes longer than a tick if many packets come at once; so whoever reads asks in between.
     */
    void poll(long now) {
        if (pending != null && now - timeOf(pendingTick) >= 0) {
            pending.cancel(false);
            tickAll();
        }
    }

    private void tickAll() {
        pending = null;
        ticking = true;
        long current = tickAt(System.nanoTime());
        try {
            for (long tick = Math.max(last + 1, current - TURN + 1); tick <= current; tick++) {
                tick(phases.get(phaseOf(tick)));
                tick(phases.get(phaseOf(tick + TURN)));
            }
        } finally {
            // Whatever an Error ends, the other streams have their next turn.
            last = current;
            ticking = false;
            schedule();
        }
    }

    private void tick(Phase phase) {
        long now = System.nanoTime();
        for (int i = 0; i < phase.places.size(); i++) {
            Place place = phase.places.get(i);
            if (place != null) {
                tick(place, now);
            }
        }
        if (phase.gaps) {
            phase.places.removeIf(place -> place == null);
            phase.gaps = false;
        }
    }

    private void tick(Place place, long now) {
        try {
            place.stream.tick(now);
        } catch (RuntimeException e) {
            place.leave();
            defects.accept(e);
        } catch (Error e) {
            place.leave();
            throw e;
        }
    }

    /** Sees to it that the next tick in which a stream has its turn comes. */
    private void schedule() {
        long now = System.nanoTime();
        long first = Math.max(last, tickAt(now - 1)) + 1;
        for (long tick = first; tick < first + TURN; tick++) {
            if (phases.get(phaseOf(tick)).streams + phases.get(phaseOf(tick + TURN)).streams > 0) {
                schedule(tick, now);
                return;
            }
        }
    }

    private void schedule(long tick, long now) {
        if (pending != null) {
            if (pendingTick <= tick) {
                return;
            }
            pending.cancel(false);
        }
        pendingTick = tick;
        pending = loop.schedule(this::tickAll, timeOf(tick) - now, TimeUnit.NANOSECONDS);
    }

    private long tickAt(long time) {
        return Math.floorDiv(time - origin, PERIOD);
    }

    private long timeOf(long tick) {
        return origin + tick * PERIOD;
    }

    private static int phaseOf(long tick) {
        return (int) Math.floorMod(tick, (long) PHASES);
    }
}
