package org.voiceport.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.Fault;
import org.voiceport.sccp.Frame;
import org.voiceport.sccp.FrameCutter;
import org.voiceport.sccp.MalformedMessage;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.MessageCodec;

/**
 * Makes messages of the bytes that arrive. Keeps what came of an unfinished message, at most one message and one read;
 * between messages it holds no buffer.
 */
final class MessageReader extends ChannelInboundHandlerAdapter {
    /** So many messages in a row that can't be read, and the link is given up. */
    static final int MOST_MALFORMED = 3;

    private final FrameCutter cutter;
    private final Duration restLimit;
    private final LinkFaults faults;
    private final Outlet outlet;

    private @Nullable ByteBuf unfinished;
    private @Nullable Future<?> restTimer;
    private int malformedInARow;

    /**
     * A reader for one connection.
     *
     * @param restLimit how long the rest of a half-received message may take, counted from the end of the one before
     */
    MessageReader(int messageLimit, Duration restLimit, LinkFaults faults, Outlet outlet) {
        this.cutter = new FrameCutter(messageLimit);
        this.restLimit = restLimit;
        this.faults = faults;
        this.outlet = outlet;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) {
        ByteBuf in = joined((ByteBuf) read);
        try {
            if (!outlet.listens()) {
                return;
            }
            boolean any = cutAll(in);
            if (!outlet.listens() || !in.isReadable()) {
                stopTimer();
                return;
            }
            keep(ctx, in);
            if (any || restTimer == null) {
                stopTimer();
                restTimer = ctx.executor().schedule(this::restIsLate, restLimit.toNanos(), TimeUnit.NANOSECONDS);
            }
        } finally {
            in.release();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        stopTimer();
        if (unfinished != null) {
            unfinished.release();
            unfinished = null;
        }
    }

    /** What was kept and what is new in one buffer, which the caller releases. */
    private ByteBuf joined(ByteBuf read) {
        ByteBuf before = unfinished;
        if (before == null) {
            return read;
        }
        unfinished = null;
        try {
            return before.writeBytes(read);
        } finally {
            read.release();
        }
    }

    /** Delivers all whole messages; true if there was one. */
    private boolean cutAll(ByteBuf in) {
        boolean any = false;
        try {
            for (Frame frame = cutter.next(in); frame != null; frame = cutter.next(in)) {
                any = true;
                deliver(frame);
                if (!outlet.listens()) {
                    return true;
                }
            }
        } catch (MalformedMessage framingLost) {
            outlet.broken(faults.malformed(framingLost));
        }
        return any;
    }

    private void deliver(Frame frame) {
        Message message;
        try {
            message = MessageCodec.decode(frame).message();
        } catch (MalformedMessage malformed) {
            malformedInARow++;
            if (malformedInARow < MOST_MALFORMED) {
                outlet.dropped(faults.malformed(malformed));
            } else {
                outlet.broken(faults.tooManyMalformed(malformed, malformedInARow));
            }
            return;
        }
        malformedInARow = 0;
        outlet.message(message);
    }

    /** The cutter leaves less than one message; the buffer that it came in may be much larger, so it is copied out. */
    private void keep(ChannelHandlerContext ctx, ByteBuf rest) {
        unfinished = ctx.alloc().buffer(rest.readableBytes()).writeBytes(rest);
    }

    private void restIsLate() {
        restTimer = null;
        outlet.broken(faults.restMissing(unfinished == null ? 0 : unfinished.readableBytes(), restLimit));
    }

    private void stopTimer() {
        if (restTimer != null) {
            restTimer.cancel(false);
            restTimer = null;
        }
    }

    /** Where messages go. */
    interface Outlet {
        void message(Message message);

        /** A message was dropped, the next may be fine. */
        void dropped(Fault fault);

        /** The stream is of no use any more. */
        void broken(Fault fault);

        /** False once nobody wants what still arrives. */
        boolean listens();
    }
}
