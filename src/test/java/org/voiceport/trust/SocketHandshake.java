package org.voiceport.trust;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;

/** Drives an engine over a real connection until its handshake is finished. */
final class SocketHandshake {
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int BUFFER = 64 * 1024;

    private SocketHandshake() {}

    static void run(SSLEngine engine, InetSocketAddress address) throws IOException {
        try (SocketChannel channel = SocketChannel.open(address)) {
            channel.socket().setSoTimeout(TIMEOUT_MILLIS);
            ByteBuffer in = ByteBuffer.allocate(BUFFER);
            ByteBuffer plain = ByteBuffer.allocate(BUFFER);
            engine.beginHandshake();
            HandshakeStatus status = engine.getHandshakeStatus();
            while (status != HandshakeStatus.FINISHED && status != HandshakeStatus.NOT_HANDSHAKING) {
                status = switch (status) {
                    case NEED_TASK -> {
                        engine.getDelegatedTask().run();
                        yield engine.getHandshakeStatus();
                    }
                    case NEED_WRAP -> wrap(engine, channel);
                    default -> unwrap(engine, channel, in, plain);
                };
            }
        }
    }

    private static HandshakeStatus wrap(SSLEngine engine, SocketChannel channel) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(BUFFER);
        SSLEngineResult result = engine.wrap(ByteBuffer.allocate(0), out);
        out.flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
        return result.getHandshakeStatus();
    }

    private static HandshakeStatus unwrap(SSLEngine engine, SocketChannel channel, ByteBuffer in, ByteBuffer plain)
            throws IOException {
        in.flip();
        SSLEngineResult result = engine.unwrap(in, plain);
        in.compact();
        if (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
            // Through the socket's stream, as channel reads know no timeout.
            byte[] chunk = new byte[16 * 1024];
            int count = channel.socket().getInputStream().read(chunk);
            if (count < 0) {
                throw new IOException("closed by the peer");
            }
            in.put(chunk, 0, count);
        }
        return result.getHandshakeStatus();
    }
}
