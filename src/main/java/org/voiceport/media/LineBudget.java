package org.voiceport.media;

import java.util.concurrent.TimeUnit;

/** How many lines on refused packets all calls of an event loop may have together: {@value #EACH_SECOND} a second. */
final class LineBudget {
    static final int EACH_SECOND = 5;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private long since;
    private int left = EACH_SECOND;

    /** True if one more line may be written now. */
    boolean take(long now) {
        if (left == EACH_SECOND || now - since >= SECOND) {
            since = now;
            left = EACH_SECOND;
        }
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }
}
