package org.voiceport.threats;

import java.nio.ByteBuffer;
import java.util.List;

/** A port's first TLS record (RFC 5246 §7.4.1.2), as a man in the middle rewrites it. */
final class ClientHello {
    static final short TLS_RSA_WITH_NULL_SHA = 0x0002;
    static final short TLS_RSA_WITH_AES_128_CBC_SHA = 0x002F;

    private static final int BEFORE_SESSION_ID = Records.HEAD + 4 + 2 + 32;
    private static final short SUPPORTED_VERSIONS = 43;
    private static final short TLS_1_2 = 0x0303;
    private static final short TLS_1_3 = 0x0304;

    private ClientHello() {}

    /** The first record that passes to the call manager offers this suite alone, and no TLS 1.3. */
    static Tampering offering(short suite) {
        return (direction, bytes) ->
                List.of(direction == Direction.FROM_PORT && isHello(bytes) ? offering(bytes, suite) : bytes);
    }

    private static boolean isHello(byte[] record) {
        return Records.type(record) == Records.HANDSHAKE && record[Records.HEAD] == 1;
    }

    /** All lengths stay as they are: the list is filled with the one suite. */
    private static byte[] offering(byte[] record, short suite) {
        ByteBuffer hello = ByteBuffer.wrap(record.clone()).position(BEFORE_SESSION_ID);
        skip(hello, hello.get() & 0xFF);
        for (int left = hello.getShort(); left > 0; left -= 2) {
            hello.putShort(suite);
        }
        skip(hello, hello.get() & 0xFF);
        hello.getShort();
        while (hello.hasRemaining()) {
            short type = hello.getShort();
            int length = hello.getShort() & 0xFFFF;
            if (type == SUPPORTED_VERSIONS) {
                for (int left = hello.get(); left > 0; left -= 2) {
                    short version = hello.getShort(hello.position());
                    hello.putShort(version == TLS_1_3 ? TLS_1_2 : version);
                }
            } else {
                skip(hello, length);
            }
        }
        return hello.array();
    }

    private static void skip(ByteBuffer buffer, int count) {
        buffer.position(buffer.position() + count);
    }
}
