package org.voiceport.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.voiceport.port.Timers;

class EventLoopsTest {
    private static final int LIMIT_SECONDS = 10;

    @Test
    void loops_are_handed_out_in_turn() {
        try (EventLoops loops = EventLoops.start(2)) {
            EventLoop first = loops.next();
            EventLoop second = loops.next();
            assertNotSame(first, second);
            assertSame(first, loops.next());
            assertSame(second, loops.next());
        }
    }

    @Test
    void threads_have_names_that_tell_what_they_are() throws Exception {
        try (EventLoops loops = EventLoops.start(1)) {
            assertEquals(
                    "voiceport-loop-1",
                    loops.next().submit(() -> Thread.currentThread().getName()).get());
        }
    }

    @Test
    void close_ends_the_threads() throws Exception {
        EventLoops loops = EventLoops.start(1);
        Thread thread = loops.next().submit(Thread::currentThread).get();
        loops.close();
        thread.join(Duration.ofSeconds(LIMIT_SECONDS).toMillis());
        assertTrue(!thread.isAlive());
    }

    @Test
    void close_on_a_loop_is_refused_instead_of_waiting_for_itself() throws Exception {
        try (EventLoops loops = EventLoops.start(1)) {
            var closing = loops.next().submit(loops::close).await();
            assertInstanceOf(IllegalStateException.class, closing.cause());
        }
    }

    @Test
    void no_loops_at_all_are_refused() {
        assertThrows(IllegalArgumentException.class, () -> EventLoops.start(0));
    }

    @Test
    void timer_runs_once_on_the_loop_after_its_delay() throws Exception {
        try (EventLoops loops = EventLoops.start(1)) {
            EventLoop loop = loops.next();
            Timers timers = new LoopTimers(loop);
            List<Boolean> runs = new ArrayList<>();
            CountDownLatch later = new CountDownLatch(1);
            long start = System.nanoTime();
            loop.submit(() -> {
                        timers.start(Duration.ofMillis(20), () -> runs.add(loop.inEventLoop()));
                        return timers.start(Duration.ofMillis(60), later::countDown);
                    })
                    .get();
            assertTrue(later.await(LIMIT_SECONDS, TimeUnit.SECONDS));
            assertTrue(System.nanoTime() - start >= Duration.ofMillis(60).toNanos());
            assertEquals(List.of(true), loop.submit(() -> List.copyOf(runs)).get());
        }
    }

    @Test
    void cancelled_timer_never_runs() throws Exception {
        try (EventLoops loops = EventLoops.start(1)) {
            EventLoop loop = loops.next();
            Timers timers = new LoopTimers(loop);
            List<String> runs = new ArrayList<>();
            CountDownLatch later = new CountDownLatch(1);
            loop.submit(() -> {
                        Timers.Cancellable cancelled = timers.start(Duration.ZERO, () -> runs.add("cancelled"));
                        cancelled.cancel();
                        cancelled.cancel();
                        return timers.start(Duration.ofMillis(20), later::countDown);
                    })
                    .get();
            assertTrue(later.await(LIMIT_SECONDS, TimeUnit.SECONDS));
            assertEquals(List.of(), loop.submit(() -> List.copyOf(runs)).get());
        }
    }

    @Test
    void error_in_a_timer_leaves_the_others_alone() throws Exception {
        try (EventLoops loops = EventLoops.start(1)) {
            EventLoop loop = loops.next();
            Timers timers = new LoopTimers(loop);
            CountDownLatch later = new CountDownLatch(1);
            loop.submit(() -> {
                        timers.start(Duration.ZERO, () -> {
                            throw new IllegalStateException("meant to fail");
                        });
                        return timers.start(Duration.ofMillis(1), later::countDown);
                    })
                    .get();
            assertTrue(later.await(LIMIT_SECONDS, TimeUnit.SECONDS));
        }
    }

    @Test
    void timer_off_the_loop_is_refused() {
        try (EventLoops loops = EventLoops.start(1)) {
            Timers timers = new LoopTimers(loops.next());
            assertThrows(IllegalStateException.class, () -> timers.start(Duration.ZERO, () -> {}));
        }
    }
}
