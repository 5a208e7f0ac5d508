package org.voiceport.sccp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Objects;

/** Whole messages as byte arrays, for tests. */
final class Frames {
    private Frames() {}

    static Decoded decode(byte[] bytes) throws MalformedMessage {
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        return MessageCodec.decode(Objects.requireNonNull(new FrameCutter(FrameCutter.DEFAULT_LIMIT).next(in)));
    }
}
