package org.voiceport.threats;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** How the attacker cuts a stream into pieces that mean something. */
enum Cut {
    /** SCCP messages: 12 bytes of header, the length of what follows the first 8 in the first 4, little-endian. */
    MESSAGES(12) {
        @Override
        int rest(byte[] head) {
            return ((head[0] & 0xFF) | (head[1] & 0xFF) << 8 | (head[2] & 0xFF) << 16) - 4;
        }
    },
    /** TLS records: type, version, and the length of what follows, big-endian. */
    RECORDS(5) {
        @Override
        int rest(byte[] head) {
            return (head[3] & 0xFF) << 8 | (head[4] & 0xFF);
        }
    };

    private static final int MOST = 1 << 16;

    private final int head;

    Cut(int head) {
        this.head = head;
    }

    /** How much follows the head. */
    abstract int rest(byte[] head);

    /** The next piece; null at the end of the stream. */
    byte[] next(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        int first = data.read();
        if (first < 0) {
            return null;
        }
        byte[] start = new byte[head];
        start[0] = (byte) first;
        try {
            data.readFully(start, 1, head - 1);
            int rest = rest(start);
            if (rest < 0 || rest > MOST) {
                throw new IOException(this + " out of step");
            }
            byte[] whole = Arrays.copyOf(start, head + rest);
            data.readFully(whole, head, rest);
            return whole;
        } catch (EOFException cutOff) {
            return null;
        }
    }
}
