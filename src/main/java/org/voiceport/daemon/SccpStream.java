package org.voiceport.daemon;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import org.voiceport.sccp.Decoded;
import org.voiceport.sccp.Frame;
import org.voiceport.sccp.FrameCutter;
import org.voiceport.sccp.MalformedMessage;
import org.voiceport.sccp.MessageCodec;

/**
 * The messages in one direction of a connection. Where the beginning of a message isn't known (the capture began later, or
 * lacks something) it is looked for at the beginning of each segment.
 */
final class SccpStream {
    private static final int VERSION_AT = 4;
    private static final int ID_AT = 8;
    /** Above every version and every message id that there is: what a header can't hold. */
    private static final int NO_VERSION = 0x100;

    private static final int NO_ID = 0x10000;
    private static final int FIRST_TLS_TYPE = 20;
    private static final int LAST_TLS_TYPE = 23;

    private final FrameCutter cutter = new FrameCutter(FrameCutter.DEFAULT_LIMIT);
    private final Sink sink;
    private @Nullable ByteBuf unfinished;
    private boolean inStep;

    /** Where messages go. */
    interface Sink {
        void message(Decoded decoded);

        /** Bytes that are no message. */
        void malformed(String what);

        /** A segment that begins with a TLS record. */
        void tls();
    }

    /** @param inStep true if the first byte begins a message */
    SccpStream(boolean inStep, Sink sink) {
        this.inStep = inStep;
        this.sink = sink;
    }

    /** Reads what one segment holds. */
    void bytes(byte[] segment) {
        if (unfinished == null && isTls(segment)) {
            inStep = false;
            sink.tls();
            return;
        }
        ByteBuf in = unfinished == null
                ? Unpooled.wrappedBuffer(segment)
                : unfinished.discardReadBytes().writeBytes(segment);
        unfinished = null;
        if (!inStep) {
            inStep = looksLikeMessage(in);
        }
        if (inStep && cutAll(in) && in.isReadable()) {
            // Of its own, as a message grows segment by segment.
            unfinished = Unpooled.buffer(FrameCutter.DEFAULT_LIMIT).writeBytes(in);
        }
    }

    /** Some bytes lack here. */
    void lost() {
        unfinished = null;
        inStep = false;
    }

    /** Bytes of a message that hasn't come to its end. */
    int unfinishedBytes() {
        return unfinished == null ? 0 : unfinished.readableBytes();
    }

    /** False if the stream is out of step. */
    private boolean cutAll(ByteBuf in) {
        try {
            for (Frame frame = cutter.next(in); frame != null; frame = cutter.next(in)) {
                decode(frame);
            }
            return true;
        } catch (MalformedMessage framingLost) {
            sink.malformed(framingLost.what());
            inStep = false;
            return false;
        }
    }

    private void decode(Frame frame) {
        try {
            sink.message(MessageCodec.decode(frame));
        } catch (MalformedMessage malformed) {
            sink.malformed(malformed.what());
        }
    }

    /** A record of TLS 1.0 or newer (RFC 8446 §5.1). No message begins so: its length would be above the limit. */
    private static boolean isTls(byte[] segment) {
        return segment.length >= 3
                && segment[0] >= FIRST_TLS_TYPE
                && segment[0] <= LAST_TLS_TYPE
                && segment[1] == 3
                && segment[2] >= 1
                && segment[2] <= 4;
    }

    private static boolean looksLikeMessage(ByteBuf in) {
        if (in.readableBytes() < FrameCutter.HEADER) {
            return false;
        }
        long length = in.getUnsignedIntLE(in.readerIndex());
        return length >= 4
                && length <= FrameCutter.DEFAULT_LIMIT - 8
                && in.getUnsignedIntLE(in.readerIndex() + VERSION_AT) < NO_VERSION
                && in.getUnsignedIntLE(in.readerIndex() + ID_AT) < NO_ID;
    }
}
