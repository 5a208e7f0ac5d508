package org.voiceport.sim;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageCodec;
import java.util.List;
import org.voiceport.sccp.Frame;
import org.voiceport.sccp.FrameCutter;
import org.voiceport.sccp.MalformedMessage;
import org.voiceport.sccp.MediaMessage;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.MessageCodec;

/**
 * Bytes to messages and back, for one connection and either side. A body that can't be read travels on as a user event
 * ({@link MalformedMessage}); a stream that is out of step is closed.
 */
final class SccpCodec extends ByteToMessageCodec<Message> {
    /** Below this version OpenReceiveChannel and StartMediaTransmission end behind the salt (wire reference 4.4). */
    private static final int FIRST_WITH_LONG_MEDIA = 5;

    private static final int SHORT_OPEN = 68;
    private static final int SHORT_START = 84;

    private final FrameCutter cutter = new FrameCutter(FrameCutter.DEFAULT_LIMIT);
    private int version;

    SccpCodec() {
        super(Message.class);
    }

    /** The version in which messages are written from now on; 0 until one is agreed. */
    void version(int agreed) {
        version = agreed;
    }

    @Override
    protected void encode(ChannelHandlerContext context, Message message, ByteBuf out) {
        MessageCodec.encode(message, version, longestBody(message), out);
    }

    private int longestBody(Message message) {
        if (version >= FIRST_WITH_LONG_MEDIA) {
            return Integer.MAX_VALUE;
        }
        if (message instanceof MediaMessage.OpenReceiveChannel) {
            return SHORT_OPEN;
        }
        return message instanceof MediaMessage.StartMediaTransmission ? SHORT_START : Integer.MAX_VALUE;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        try {
            Frame frame = cutter.next(in);
            if (frame != null) {
                out.add(MessageCodec.decode(frame).message());
            }
        } catch (MalformedMessage malformed) {
            context.fireUserEventTriggered(malformed);
            if (malformed.framingLost()) {
                in.skipBytes(in.readableBytes());
                var unused = context.close();
            }
        }
    }
}
