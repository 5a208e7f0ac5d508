package org.voiceport.net;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes as a call manager sends them, laid out by hand: length, header version and id as little-endian words. */
final class Wires {
    /** 0x0100 has no body. */
    static final byte[] KEEP_ALIVE_ACK = frame(0x0100, new byte[0]);
    /** 0x009D with the text {@code No}. */
    static final byte[] REGISTER_REJECT = frame(0x009D, new byte[] {'N', 'o', 0, 0});
    /** 0x0145, a prompt of 600 bytes where 96 are the most. */
    static final byte[] BAD_PROMPT = frame(0x0145, badPrompt());
    /** No message of this id is known. */
    static final byte[] UNKNOWN = frame(0x0777, new byte[] {1, 2, 3, 4});

    private Wires() {}

    static byte[] frame(int id, byte[] body) {
        return ByteBuffer.allocate(12 + body.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(4 + body.length)
                .putInt(0)
                .putInt(id)
                .put(body)
                .array();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] badPrompt() {
        byte[] body = new byte[12 + 600];
        Arrays.fill(body, 12, body.length, (byte) 'A');
        return body;
    }
}
