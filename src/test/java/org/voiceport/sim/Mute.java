package org.voiceport.sim;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.voiceport.event.DeviceName;
import org.voiceport.sccp.Addresses;
import org.voiceport.sccp.Blob;
import org.voiceport.sccp.DeviceType;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.MessageCodec;
import org.voiceport.sccp.RegistrationMessage;

/** A device on a plain socket that says only what a test makes it say. */
final class Mute implements AutoCloseable {
    private static final int SOCKET_TIMEOUT_MILLIS = 10_000;

    private final Socket socket;

    private Mute(Socket socket) {
        this.socket = socket;
    }

    /** Connects and sends Register, version 20. */
    static Mute register(DeviceName name, InetSocketAddress callManager) throws IOException {
        return register(name, callManager, 20);
    }

    /** Connects and sends Register of that version. */
    static Mute register(DeviceName name, InetSocketAddress callManager, int version) throws IOException {
        Socket socket = new Socket(callManager.getAddress(), callManager.getPort());
        socket.setSoTimeout(SOCKET_TIMEOUT_MILLIS);
        Mute mute = new Mute(socket);
        mute.say(new RegistrationMessage.Register(
                name.value(),
                0,
                1,
                Addresses.UNSPECIFIED,
                DeviceType.VOICE_MAIL_PORT,
                1,
                0,
                version,
                0,
                0,
                0,
                Blob.zeros(12),
                0,
                1,
                Blob.zeros(16),
                0,
                "",
                ""));
        return mute;
    }

    void say(Message message) throws IOException {
        ByteBuf out = Unpooled.buffer();
        MessageCodec.encode(message, 0, out);
        socket.getOutputStream().write(out.array(), 0, out.readableBytes());
    }

    void sayBytes(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Up to {@code count} bytes that came; fewer at the end of the stream. */
    byte[] hear(int count) throws IOException {
        return socket.getInputStream().readNBytes(count);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
