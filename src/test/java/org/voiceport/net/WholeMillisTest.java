package org.voiceport.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WholeMillisTest {
    private static final long MILLI = 1_000_000;

    @Test
    void a_wait_is_rounded_up_to_whole_milliseconds() {
        assertEquals(0, waited(0));
        assertEquals(MILLI, waited(1));
        assertEquals(MILLI, waited(MILLI));
        assertEquals(2 * MILLI, waited(MILLI + 1));
        assertEquals(Long.MAX_VALUE, waited(Long.MAX_VALUE), "for ever");
    }

    @Test
    void a_loop_that_waits_for_less_than_a_millisecond_does_not_burn_a_processor() {
        try (EventLoops loops = EventLoops.start(1)) {
            EventLoop loop = loops.next();
            int timers = 200;
            long delay = TimeUnit.MICROSECONDS.toNanos(400);
            CompletableFuture<Long> used = new CompletableFuture<>();
            loop.execute(() -> {
                long before = processorTime();
                chain(loop, timers, delay, () -> used.complete(processorTime() - before));
            });
            long nanos = used.orTimeout(20, TimeUnit.SECONDS).join();
            assertTrue(nanos < timers * delay / 2, () -> nanos + " ns to wait for " + timers * delay + " ns");
        }
    }

    private static void chain(EventLoop loop, int left, long delay, Runnable end) {
        if (left == 0) {
            end.run();
        } else {
            var unused = loop.schedule(() -> chain(loop, left - 1, delay, end), delay, TimeUnit.NANOSECONDS);
        }
    }

    private static long processorTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** How long a handler is told to wait if the next task is due in that many nanoseconds. */
    private static long waited(long delay) {
        long[] told = new long[1];
        IoHandler handler = WholeMillis.of(executor -> new IoHandler() {
                    @Override
                    public int run(IoHandlerContext context) {
                        told[0] = context.delayNanos(System.nanoTime());
                        return 0;
                    }

                    @Override
                    public IoRegistration register(IoHandle handle) {
                        throw new AssertionError("no handle is registered");
                    }

                    @Override
                    public void wakeup() {}

                    @Override
                    public boolean isCompatible(Class<? extends IoHandle> handleType) {
                        return false;
                    }
                })
                .newHandler(null);
        handler.run(new IoHandlerContext() {
            @Override
            public boolean canBlock() {
                return true;
            }

            @Override
            public long delayNanos(long now) {
                return delay;
            }

            @Override
            public long deadlineNanos() {
                return System.nanoTime() + delay;
            }
        });
        return told[0];
    }
}
