package org.voiceport.net;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.EventLoop;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.voiceport.sccp.Message;

/** Counts messages instead of keeping them, and looks at each of them what its link holds. */
final class Flooded extends Heard {
    final CountDownLatch all;
    final AtomicLong most = new AtomicLong();
    private final UnpooledByteBufAllocator buffers;

    Flooded(EventLoop loop, UnpooledByteBufAllocator buffers, int messages) {
        super(loop);
        this.buffers = buffers;
        this.all = new CountDownLatch(messages);
    }

    /** Bytes of all buffers that aren't released. */
    static long held(UnpooledByteBufAllocator buffers) {
        return buffers.metric().usedDirectMemory() + buffers.metric().usedHeapMemory();
    }

    @Override
    public void received(Message message) {
        most.accumulateAndGet(held(buffers), Math::max);
        all.countDown();
    }
}
