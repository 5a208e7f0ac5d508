package org.voiceport.messaging;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which lamp is to be lit, which is known to be, and what is to be done about the difference. Only the latest wish for a
 * lamp counts. Without clock and threads; times are of any one clock, in nanoseconds.
 */
final class LampBoard {
    static final long FIRST_RETRY = 5_000_000_000L;
    static final long LONGEST_RETRY = 300_000_000_000L;

    private final Map<String, Lamp> lamps = new LinkedHashMap<>();

    /** One lamp that is to be switched. */
    record Order(String mailbox, boolean on) {}

    private static final class Lamp {
        private boolean wanted;
        /** Null as long as nobody knows. */
        private @Nullable Boolean lit;

        private boolean anew;
        private boolean atWork;
        /** Its mailbox is no more. */
        private boolean gone;

        private int failures;
        private long due = Long.MIN_VALUE;

        private boolean differs() {
            // A lamp that nobody knows of is dark, most likely: putting out thousands of dark lamps helps nobody.
            return anew || (lit == null ? wanted : lit != wanted);
        }
    }

    /** A mailbox that may have a lamp; {@code lit} is what is known of it. */
    void add(String mailbox, Optional<Boolean> lit) {
        Lamp lamp = lamps.computeIfAbsent(mailbox, any -> new Lamp());
        lamp.lit = lit.orElse(null);
    }

    /** A mailbox whose lamp may be lit or not: it is switched whichever it is to be. */
    void addUncertain(String mailbox) {
        lamps.computeIfAbsent(mailbox, any -> new Lamp()).anew = true;
    }

    /** A lamp that may be lit and has no mailbox any more: it is put out, and then forgotten. */
    void addGone(String mailbox) {
        Lamp lamp = lamps.computeIfAbsent(mailbox, any -> new Lamp());
        lamp.anew = true;
        lamp.gone = true;
    }

    /** The lamp is to be lit, or not. A wish that changes is tried at once. */
    void want(String mailbox, boolean on) {
        Lamp lamp = lamps.get(mailbox);
        if (lamp != null && lamp.wanted != on) {
            lamp.wanted = on;
            lamp.due = Long.MIN_VALUE;
        }
    }

    /** Every lamp is to be switched to what it is to be, whatever is known of it. Returns how many there are. */
    int anew() {
        for (Lamp lamp : lamps.values()) {
            lamp.anew = true;
            lamp.due = Long.MIN_VALUE;
        }
        return lamps.size();
    }

    /** What is to be done next, and is now at work; empty if nothing is due. */
    Optional<Order> take(long now) {
        for (Map.Entry<String, Lamp> entry : lamps.entrySet()) {
            Lamp lamp = entry.getValue();
            if (lamp.differs() && !lamp.atWork && lamp.due <= now) {
                lamp.atWork = true;
                return Optional.of(new Order(entry.getKey(), lamp.wanted));
            }
        }
        return Optional.empty();
    }

    /** When the next order is due that isn't yet; empty if there is none. */
    OptionalLong nextDue() {
        return lamps.values().stream()
                .filter(lamp -> lamp.differs() && !lamp.atWork)
                .mapToLong(lamp -> lamp.due)
                .min();
    }

    /** The order was carried out. Returns how many failures there were in a row before. */
    int done(Order order) {
        Lamp lamp = lamps.get(order.mailbox());
        if (lamp == null) {
            return 0;
        }
        int failures = lamp.failures;
        lamp.atWork = false;
        lamp.lit = order.on();
        lamp.anew = false;
        lamp.failures = 0;
        lamp.due = Long.MIN_VALUE;
        if (lamp.gone) {
            lamps.remove(order.mailbox());
        }
        return failures;
    }

    /**
     * The order failed; the wait doubles with each failure in a row. One that nobody wants any more isn't waited for.
     *
     * @param perhaps true if the lamp may have been switched all the same: then nothing is known of it any more
     * @param spread 0 to 1, takes up to half of the wait away, so that not all are tried at once
     * @return true if it is the first failure in a row
     */
    boolean failed(Order order, boolean perhaps, long now, double spread) {
        Lamp lamp = lamps.get(order.mailbox());
        if (lamp == null) {
            return false;
        }
        lamp.atWork = false;
        lamp.anew |= perhaps;
        if (order.on() != lamp.wanted) {
            lamp.failures = 0;
            lamp.due = now;
            return false;
        }
        long wait = Math.min(LONGEST_RETRY, FIRST_RETRY << Math.min(lamp.failures, 10));
        lamp.due = now + wait - (long) (spread * wait / 2);
        return lamp.failures++ == 0;
    }

    /** Nothing was tried, as no line was free: again after {@code wait}. */
    void postponed(Order order, long now, long wait) {
        Lamp lamp = lamps.get(order.mailbox());
        if (lamp != null) {
            lamp.atWork = false;
            lamp.due = now + wait;
        }
    }

    /** Which lamps are being switched, or are to be: what is known of them isn't to be relied on. */
    Set<String> uncertain() {
        Set<String> uncertain = new LinkedHashSet<>();
        lamps.forEach((mailbox, lamp) -> {
            if (lamp.atWork || lamp.differs()) {
                uncertain.add(mailbox);
            }
        });
        return uncertain;
    }

    /** How many lamps wait for a line and for nothing else. */
    int waiting() {
        return (int) lamps.values().stream()
                .filter(lamp -> lamp.differs() && !lamp.atWork && lamp.failures == 0)
                .count();
    }

    /** What is known: lit or dark, by mailbox. */
    Map<String, Boolean> known() {
        Map<String, Boolean> known = new LinkedHashMap<>();
        lamps.forEach((mailbox, lamp) -> {
            if (lamp.lit != null) {
                known.put(mailbox, lamp.lit);
            }
        });
        return known;
    }
}
