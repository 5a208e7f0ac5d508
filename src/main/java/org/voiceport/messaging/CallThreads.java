package org.voiceport.messaging;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Where the scripts run: one thread per call, a virtual one where the JVM has them (from 21 on), else from a pool. */
public final class CallThreads {
    private CallThreads() {}

    /**
     * Threads for up to {@code most} calls at once; more are rejected if they are platform threads. None keeps the JVM alive.
     */
    public static ExecutorService upTo(int most) {
        return virtual().orElseGet(() -> platform(most));
    }

    /** As if {@code threads} had been made for that many calls, or more: calls that are up keep their places. */
    public static void grow(ExecutorService threads, int most) {
        if (threads instanceof ThreadPoolExecutor pool && most > pool.getMaximumPoolSize()) {
            pool.setMaximumPoolSize(most);
        }
    }

    static Optional<ExecutorService> virtual() {
        try {
            return Optional.of((ExecutorService) MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class))
                    .invokeExact());
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        } catch (Throwable e) {
            throw new IllegalStateException("virtual threads can't be used", e);
        }
    }

    static ExecutorService platform(int most) {
        return new ThreadPoolExecutor(0, most, 60, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "call-idle");
            thread.setDaemon(true);
            return thread;
        });
    }
}
