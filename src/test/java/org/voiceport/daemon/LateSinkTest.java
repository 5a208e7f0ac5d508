package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.Event;
import org.voiceport.event.EventSink;

/** Nothing that is told while a sink is made is lost, or heard twice. */
class LateSinkTest {
    private static final Event EVENT = new DaemonEvent.Internal("test", "defect");

    private final AtomicInteger made = new AtomicInteger();
    private final LateSink<Counting> late = new LateSink<>(() -> {
        made.incrementAndGet();
        return new Counting();
    });

    private static final class Counting implements EventSink {
        private final AtomicInteger heard = new AtomicInteger();

        @Override
        public void accept(Event event) {
            heard.incrementAndGet();
        }
    }

    @Test
    void hears_what_was_told_before_it_was_made() {
        late.accept(EVENT);
        late.accept(EVENT);
        assertEquals(0, made.get());
        Counting sink = late.get();
        late.accept(EVENT);
        assertEquals(3, sink.heard.get());
        assertSame(sink, late.get());
    }

    @Test
    void what_is_told_before_is_bounded() {
        for (int i = 0; i < 50_000; i++) {
            late.accept(EVENT);
        }
        assertEquals(20_000, late.get().heard.get());
    }

    @Test
    void many_may_tell_while_it_is_made() throws Exception {
        int threads = 4;
        int each = 4_000;
        CountDownLatch begin = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> telling = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                telling.add(pool.submit(() -> {
                    begin.await();
                    for (int j = 0; j < each; j++) {
                        late.accept(EVENT);
                    }
                    return null;
                }));
            }
            begin.countDown();
            Counting sink = late.get();
            for (Future<?> one : telling) {
                one.get();
            }
            assertEquals(threads * each, sink.heard.get());
        } finally {
            pool.shutdownNow();
        }
    }
}
