package org.voiceport.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CallThreadsTest {
    @Test
    void uses_virtual_threads_where_the_jvm_has_them() {
        assertEquals(Runtime.version().feature() >= 21, CallThreads.virtual().isPresent());
    }

    @Test
    void runs_scripts_at_the_same_time() throws Exception {
        ExecutorService threads = CallThreads.upTo(2);
        CountDownLatch both = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            threads.execute(() -> {
                both.countDown();
                try {
                    both.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
        }
        assertTrue(both.await(10, TimeUnit.SECONDS));
        threads.shutdown();
    }

    @Test
    void rejects_more_calls_than_platform_threads_were_allowed() {
        ExecutorService threads = CallThreads.platform(1);
        CountDownLatch end = new CountDownLatch(1);
        threads.execute(() -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        assertThrows(RejectedExecutionException.class, () -> threads.execute(() -> {}));
        end.countDown();
        threads.shutdown();
    }
}
