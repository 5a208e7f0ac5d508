package org.voiceport.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PacerTest {
    private final MediaLab lab = new MediaLab();
    private final BlockingQueue<RuntimeException> defects = new LinkedBlockingQueue<>();
    private final Pacer pacer = new Pacer(lab.loop(), defects::add);

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void ticks_lie_on_a_grid_and_do_not_drift() throws InterruptedException {
        List<Long> ticks = new ArrayList<>();
        CountDownLatch enough = new CountDownLatch(30);
        Pacer.Paced stream = now -> {
            ticks.add(now);
            enough.countDown();
        };
        add(stream);
        assertTrue(enough.await(10, TimeUnit.SECONDS));
        remove(stream);
        for (int i = 1; i < ticks.size(); i++) {
            assertTrue(ticks.get(i) - ticks.get(0) > (i - 1) * Pacer.PERIOD, "tick " + i + " is early: " + ticks);
        }
    }

    @Test
    void ends_with_the_last_stream() {
        Pacer.Paced one = now -> {};
        Pacer.Paced two = now -> {};
        add(one);
        add(two);
        remove(one);
        assertTrue(running());
        remove(two);
        assertFalse(running());
    }

    @Test
    void begins_again_with_the_next_stream() throws InterruptedException {
        Pacer.Paced first = now -> {};
        add(first);
        remove(first);
        CountDownLatch ticked = new CountDownLatch(3);
        add(now -> ticked.countDown());
        assertTrue(ticked.await(10, TimeUnit.SECONDS));
    }

    @Test
    void a_stream_that_leaves_in_a_tick_takes_no_other_with_it() throws InterruptedException {
        CountDownLatch left = new CountDownLatch(1);
        CountDownLatch ticked = new CountDownLatch(3);
        add(new Pacer.Paced() {
            @Override
            public void tick(long now) {
                pacer.remove(this);
                left.countDown();
            }
        });
        add(now -> ticked.countDown());
        assertTrue(left.await(10, TimeUnit.SECONDS));
        assertTrue(ticked.await(10, TimeUnit.SECONDS));
    }

    @Test
    void a_stream_that_throws_is_told_once_and_the_others_go_on() throws InterruptedException {
        CountDownLatch ticked = new CountDownLatch(3);
        add(now -> {
            throw new IllegalStateException("defect");
        });
        add(now -> ticked.countDown());
        assertTrue(ticked.await(10, TimeUnit.SECONDS));
        assertEquals(1, defects.size());
    }

    private void add(Pacer.Paced stream) {
        lab.onLoop(() -> {
            pacer.add(stream);
            return "";
        });
    }

    private void remove(Pacer.Paced stream) {
        lab.onLoop(() -> {
            pacer.remove(stream);
            return "";
        });
    }

    private boolean running() {
        return lab.onLoop(pacer::running);
    }
}
