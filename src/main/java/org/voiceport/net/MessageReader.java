package org.voiceport.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.Fault;
import org.voiceport.sccp.Decoded;
import org.voiceport.sccp.Frame;
import org.voiceport.sccp.FrameCutter;
import org.voiceport.sccp.MalformedMessage;
import org.voiceport.sccp.MessageCodec;

/**
 * Makes messages of the bytes that arrive, and delivers them before it returns, so nothing waits here but what came of one
 * unfinished message. Its buffer has the size of the largest message; between messages there is none.
 */
final class MessageReader extends ChannelInboundHandlerAdapter {
    /** So many messages in a row that can't be read, and the link is given up. */
    static final int MOST_MALFORMED = 3;

    /** Types of TLS records, RFC 8446 section 5.1: change_cipher_spec to application_data. */
    private static final int TLS_FIRST_TYPE = 20;

    private static final int TLS_LAST_TYPE = 23;
    private static final int TLS_MAJOR = 3;

    private final int messageLimit;
    private final FrameCutter cutter;
    private final Duration restLimit;
    private final LinkFaults faults;
    private final Outlet outlet;

    private @Nullable ByteBuf unfinished;
    private @Nullable Future<?> restTimer;
    private int malformedInARow;
    private boolean understood;

    /**
     * A reader for one connection.
     *
     * @param restLimit how long the rest of a half-received message may take, counted from the end of the one before
     */
    MessageReader(int messageLimit, Duration restLimit, LinkFaults faults, Outlet outlet) {
        this.messageLimit = messageLimit;
        this.cutter = new FrameCutter(messageLimit);
        this.restLimit = restLimit;
        this.faults = faults;
        this.outlet = outlet;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) {
        ByteBuf in = (ByteBuf) read;
        try {
            if (!outlet.listens()) {
                return;
            }
            boolean any = cutAll(ctx, in);
            if (!outlet.listens() || unfinished == null) {
                stopTimer();
            } else if (any || restTimer == null) {
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

    /** Delivers all whole messages and keeps the rest; true if there was one. */
    private boolean cutAll(ChannelHandlerContext ctx, ByteBuf in) {
        boolean any = false;
        try {
            any = unfinished != null && finish(unfinished, in);
            while (outlet.listens() && unfinished == null && in.isReadable()) {
                Frame frame = cutter.next(in);
                if (frame == null) {
                    unfinished = ctx.alloc().buffer(messageLimit, messageLimit).writeBytes(in);
                } else {
                    any = true;
                    deliver(frame);
                }
            }
        } catch (MalformedMessage framingLost) {
            outlet.broken(faults.unframed(framingLost, isTls(unfinished != null ? unfinished : in)));
        }
        return any;
    }

    /** True for the first bytes of a TLS record, if nothing else has come before. */
    private boolean isTls(ByteBuf stuck) {
        int at = stuck.readerIndex();
        return !understood
                && stuck.readableBytes() > 1
                && stuck.getByte(at) >= TLS_FIRST_TYPE
                && stuck.getByte(at) <= TLS_LAST_TYPE
                && stuck.getByte(at + 1) == TLS_MAJOR;
    }

    /** Adds to the unfinished message what it lacks and no more; true if it is whole now and delivered. */
    private boolean finish(ByteBuf message, ByteBuf in) throws MalformedMessage {
        for (int lack = cutter.lacks(message); lack > 0; lack = cutter.lacks(message)) {
            if (!in.isReadable()) {
                return false;
            }
            message.writeBytes(in, Math.min(lack, in.readableBytes()));
        }
        Frame frame = cutter.next(message);
        unfinished = null;
        try {
            deliver(Objects.requireNonNull(frame, "a message that lacks nothing"));
        } finally {
            message.release();
        }
        return true;
    }

    private void deliver(Frame frame) {
        Decoded decoded;
        try {
            decoded = MessageCodec.decode(frame);
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
        understood = true;
        outlet.message(decoded);
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
        void message(Decoded decoded);

        /** A message was dropped, the next may be fine. */
        void dropped(Fault fault);

        /** The stream is of no use any more. */
        void broken(Fault fault);

        /** False once nobody wants what still arrives. */
        boolean listens();
    }
}
