package org.voiceport.net;

import io.netty.buffer.ByteBufAllocator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The watch must be able to fail. */
class LeakWatchTest {
    @Test
    void leaked_buffer_is_noticed() {
        LeakWatch watch = new LeakWatch();
        watch.start();
        try {
            leak();
            Awaitility.await().until(() -> !watch.leaks().isEmpty());
        } finally {
            watch.stop();
        }
    }

    private static void leak() {
        ByteBufAllocator.DEFAULT.buffer(8).writeInt(1);
    }
}
