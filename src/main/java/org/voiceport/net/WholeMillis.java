package org.voiceport.net;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Lets an event loop wait for whole milliseconds, rounded up. A selector can't wait for less, and Netty's own handler, told
 * that a task is due in less than half of one, asks the selector again and again until it is: with a media tick each 2 ms
 * that is a quarter of a processor for nothing. So a task begins up to a millisecond late on a loop that has nothing else
 * to do; on a busy one, whatever ends the wait sooner sees to it.
 */
final class WholeMillis implements IoHandler {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final IoHandler handler;
    private final Rounded rounded = new Rounded();

    private WholeMillis(IoHandler handler) {
        this.handler = handler;
    }

    /** Makes the handlers of another factory wait so. */
    static IoHandlerFactory of(IoHandlerFactory factory) {
        return new IoHandlerFactory() {
            @Override
            public IoHandler newHandler(ThreadAwareExecutor executor) {
                return new WholeMillis(factory.newHandler(executor));
            }

            @Override
            public boolean isChangingThreadSupported() {
                return factory.isChangingThreadSupported();
            }
        };
    }

    @Override
    public int run(IoHandlerContext context) {
        return handler.run(rounded.of(context));
    }

    @Override
    public void initialize() {
        handler.initialize();
    }

    @Override
    public void prepareToDestroy() {
        handler.prepareToDestroy();
    }

    @Override
    public void destroy() {
        handler.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return handler.register(handle);
    }

    @Override
    public void wakeup() {
        handler.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return handler.isCompatible(handleType);
    }

    /** The context of a run, but for the delay. One serves all runs of a loop: it allocates nothing. */
    private static final class Rounded implements IoHandlerContext {
        private IoHandlerContext context = Idle.CONTEXT;

        Rounded of(IoHandlerContext current) {
            context = current;
            return this;
        }

        @Override
        public boolean canBlock() {
            return context.canBlock();
        }

        @Override
        public long delayNanos(long now) {
            long delay = context.delayNanos(now);
            return delay > Long.MAX_VALUE - MILLI ? delay : (delay + MILLI - 1) / MILLI * MILLI;
        }

        @Override
        public long deadlineNanos() {
            return context.deadlineNanos();
        }

        @Override
        public void reportActiveIoTime(long nanos) {
            context.reportActiveIoTime(nanos);
        }

        @Override
        public boolean shouldReportActiveIoTime() {
            return context.shouldReportActiveIoTime();
        }
    }

    /** Before the first run. */
    private enum Idle implements IoHandlerContext {
        CONTEXT;

        @Override
        public boolean canBlock() {
            return false;
        }

        @Override
        public long delayNanos(long now) {
            return 0;
        }

        @Override
        public long deadlineNanos() {
            return -1;
        }
    }
}
