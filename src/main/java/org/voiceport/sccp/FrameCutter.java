package org.voiceport.sccp;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a byte stream into messages (wire reference section 1):
 *
 * <pre>
 * 0  length   u32 LE, bytes that follow the first 8 (4 + body)
 * 4  version  u32 LE
 * 8  id       u32 LE
 * 12 body
 * </pre>
 *
 * Segments may hold part of a message or several; the cutter keeps no state, the caller keeps the bytes.
 */
public final class FrameCutter {
    /** Bytes in front of a body. */
    public static final int HEADER = 12;
    /** Largest message that is accepted by default, header included. */
    public static final int DEFAULT_LIMIT = 4096;

    private static final int BEFORE_LENGTH_COUNTS = 8;
    private static final int LENGTH_FIELD = 4;
    /** The id counts. */
    private static final int SHORTEST_LENGTH = 4;

    private final int limit;

    /** A cutter that takes messages up to {@code limit} bytes, header included. */
    public FrameCutter(int limit) {
        if (limit < HEADER) {
            throw new IllegalArgumentException("a message has at least " + HEADER + " bytes");
        }
        this.limit = limit;
    }

    /**
     * Takes the next whole message from {@code in}, or returns null and takes nothing if it isn't all there.
     *
     * @throws MalformedMessage if the length can't be right; the stream can't be read on
     */
    public @Nullable Frame next(ByteBuf in) throws MalformedMessage {
        if (in.readableBytes() < LENGTH_FIELD) {
            return null;
        }
        long length = in.getUnsignedIntLE(in.readerIndex());
        if (!isPossible(length)) {
            // The value isn't told: out of step, the four bytes may be part of a media key.
            throw MalformedMessage.framing("length field " + (length < SHORTEST_LENGTH ? "below" : "above")
                    + " its range of " + SHORTEST_LENGTH + " to "
                    + (limit - BEFORE_LENGTH_COUNTS) + ": this is no SCCP, or the stream is out of step");
        }
        if (in.readableBytes() < length + BEFORE_LENGTH_COUNTS) {
            return null;
        }
        in.skipBytes(LENGTH_FIELD);
        int version = in.readIntLE();
        int id = in.readIntLE();
        return new Frame(version, id, in.readSlice((int) length - 4));
    }

    /**
     * Bytes that {@code in}, which holds the beginning of one message, lacks to be whole; as long as its length can't be
     * told, the bytes that the length field lacks. 0 if {@link #next} has an answer.
     */
    public int lacks(ByteBuf in) {
        int there = in.readableBytes();
        if (there < LENGTH_FIELD) {
            return LENGTH_FIELD - there;
        }
        long length = in.getUnsignedIntLE(in.readerIndex());
        return isPossible(length) ? (int) Math.max(0, length + BEFORE_LENGTH_COUNTS - there) : 0;
    }

    private boolean isPossible(long length) {
        return length >= SHORTEST_LENGTH && length + BEFORE_LENGTH_COUNTS <= limit;
    }
}
