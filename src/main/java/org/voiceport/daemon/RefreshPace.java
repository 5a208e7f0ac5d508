package org.voiceport.daemon;

import java.time.Duration;

/**
 * When a retrieval of the CTL that something asked for may begin: at once, but ever further from the one before while
 * they bring nothing new, so that thousands of ports that can't register don't flood a TFTP server. Times are those of
 * {@link System#nanoTime}.
 */
final class RefreshPace {
    static final Duration LEAST = Duration.ofSeconds(5);
    static final Duration MOST = Duration.ofMinutes(2);
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

    private boolean began;
    private long last;
    private Duration distance = Duration.ZERO;

    /** How long to wait from {@code now}; zero or more. */
    Duration delay(long now) {
        if (!began || now - last > FORGOTTEN_AFTER.toNanos()) {
            return Duration.ZERO;
        }
        long left = last + distance.toNanos() - now;
        return left <= 0 ? Duration.ZERO : Duration.ofNanos(left);
    }

    /** One has ended. */
    void done(long now, boolean news) {
        boolean forgotten = !began || now - last > FORGOTTEN_AFTER.toNanos();
        Duration doubled = distance.multipliedBy(2);
        distance = news || forgotten || distance.isZero() ? LEAST : doubled.compareTo(MOST) < 0 ? doubled : MOST;
        began = true;
        last = now;
    }
}
