package org.voiceport.observe;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Does later what logging has to do later, on one thread for the process, which is there only while it is needed. */
final class LogTimer {
    private static final ScheduledThreadPoolExecutor THREAD = thread();

    private LogTimer() {}

    static ScheduledFuture<?> after(Duration time, Runnable task) {
        return THREAD.schedule(task, time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static ScheduledThreadPoolExecutor thread() {
        ScheduledThreadPoolExecutor made = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "voiceport-log");
            thread.setDaemon(true);
            return thread;
        });
        made.setRemoveOnCancelPolicy(true);
        made.setKeepAliveTime(1, TimeUnit.SECONDS);
        made.allowCoreThreadTimeOut(true);
        return made;
    }
}
