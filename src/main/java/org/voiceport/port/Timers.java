package org.voiceport.port;

import java.time.Duration;

/** The owner thread's timers. */
public interface Timers {
    /** Runs {@code task} once on the owner thread after {@code delay}, unless cancelled before. */
    Cancellable start(Duration delay, Runnable task);

    /** A timer that runs. */
    @FunctionalInterface
    interface Cancellable {
        void cancel();
    }
}
