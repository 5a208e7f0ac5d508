package org.voiceport.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A capture file from its beginning to its end, in pieces of bounded size. */
final class CaptureInput {
    /** Longest piece that is held in memory: the largest packet that capture programs write, and what frames it. */
    static final int LONGEST_PIECE = 512 * 1024;

    private final InputStream in;
    private long offset;

    CaptureInput(InputStream in) {
        this.in = in;
    }

    /** Bytes read so far. */
    long offset() {
        return offset;
    }

    /**
     * The next {@code size} bytes, or an empty buffer at the end of the file.
     *
     * @param what for the error
     * @throws CaptureException if the file ends within them
     */
    ByteBuffer pieceOrEnd(int size, ByteOrder order, String what) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length != 0 && bytes.length < size) {
            throw new CaptureException(
                    offset, "the file ends after " + bytes.length + " of the " + size + " bytes of " + what);
        }
        offset += bytes.length;
        return ByteBuffer.wrap(bytes).order(order);
    }

    /** As {@link #pieceOrEnd}, but the file mustn't end here. */
    ByteBuffer piece(int size, ByteOrder order, String what) throws IOException {
        ByteBuffer piece = pieceOrEnd(size, order, what);
        if (size > 0 && !piece.hasRemaining()) {
            throw new CaptureException(offset, "the file ends where " + what + " should be");
        }
        return piece;
    }

    void skip(long size, String what) throws IOException {
        long left = size;
        byte[] scratch = new byte[(int) Math.min(left, 8192)];
        while (left > 0) {
            int now = in.readNBytes(scratch, 0, (int) Math.min(left, scratch.length));
            offset += now;
            left -= now;
            if (now == 0) {
                throw new CaptureException(offset, "the file ends within " + what);
            }
        }
    }
}
