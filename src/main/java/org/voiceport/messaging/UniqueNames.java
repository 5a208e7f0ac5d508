package org.voiceport.messaging;

import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Names for the files of a Maildir that nobody else gives: time, process, count within the process, and chance, for stores
 * that several machines share. Without {@code :} and {@code /}; the host's name is left out, as it says too much.
 */
final class UniqueNames {
    private static final Pattern OURS = Pattern.compile("[0-9]+\\.M[0-9]+P[0-9]+Q[0-9]+R[0-9a-f]{8}\\.voiceport");

    private final Clock clock;
    private final long process = ProcessHandle.current().pid();
    private final AtomicLong count = new AtomicLong();

    UniqueNames(Clock clock) {
        this.clock = clock;
    }

    String next() {
        Instant now = clock.instant();
        return String.format(
                Locale.ROOT,
                "%d.M%06dP%dQ%dR%08x.voiceport",
                now.getEpochSecond(),
                now.getNano() / 1000,
                process,
                count.incrementAndGet(),
                ThreadLocalRandom.current().nextInt());
    }

    /** True if this class makes such names. */
    static boolean isOurs(String name) {
        return OURS.matcher(name).matches();
    }
}
