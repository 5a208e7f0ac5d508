package org.voiceport.threats;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.voiceport.event.DeviceName;
import org.voiceport.sccp.Blob;
import org.voiceport.sccp.Decoded;
import org.voiceport.sccp.DeviceType;
import org.voiceport.sccp.Frame;
import org.voiceport.sccp.FrameCutter;
import org.voiceport.sccp.MalformedMessage;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.MessageCodec;
import org.voiceport.sccp.RegistrationMessage.Register;

/** SCCP messages as the attacker reads and writes them. */
final class Sccp {
    /** What ports and the simulated call manager agree on here. */
    static final int VERSION = 17;

    private static final int PORT = 80;

    private Sccp() {}

    /** The messages in a stream, as far as it can be read. */
    static List<Decoded> messages(byte[] stream) {
        FrameCutter cutter = new FrameCutter(FrameCutter.DEFAULT_LIMIT);
        ByteBuf in = Unpooled.wrappedBuffer(stream);
        List<Decoded> messages = new ArrayList<>();
        try {
            for (Frame frame = cutter.next(in); frame != null; frame = cutter.next(in)) {
                messages.add(MessageCodec.decode(frame));
            }
        } catch (MalformedMessage noSccp) {
            return messages;
        }
        return messages;
    }

    /** The one message that these bytes are. */
    static Message message(byte[] bytes) {
        return messages(bytes).get(0).message();
    }

    /** What a station of that name says first. */
    static byte[] register(DeviceName name) {
        return bytes(
                new Register(
                        name.value(),
                        0,
                        1,
                        InetAddress.getLoopbackAddress(),
                        new DeviceType(PORT),
                        1,
                        0,
                        VERSION,
                        0,
                        0,
                        0,
                        Blob.zeros(12),
                        0,
                        1,
                        Blob.zeros(16),
                        0,
                        "",
                        ""),
                0);
    }

    /** How long the message is that begins there. */
    static int length(byte[] stream, int at) {
        return 8 + Unpooled.wrappedBuffer(stream).getIntLE(at);
    }

    static byte[] bytes(Message message, int version) {
        ByteBuf out = Unpooled.buffer();
        MessageCodec.encode(message, version, out);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }
}
