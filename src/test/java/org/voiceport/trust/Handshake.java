package org.voiceport.trust;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Lets two engines talk through memory until both are finished, or one fails. */
final class Handshake {
    private static final int MAX_ROUNDS = 200;
    private static final int BUFFER = 64 * 1024;

    private final Side client;
    private final Side server;

    private Handshake(SSLEngine client, SSLEngine server) {
        this.client = new Side(client);
        this.server = new Side(server);
    }

    /** What each side ended with; null is a finished handshake. */
    record Outcome(@Nullable SSLException client, @Nullable SSLException server, Octets sentByClient) {
        boolean finished() {
            return client == null && server == null;
        }

        SSLException clientFailure() {
            if (client == null) {
                throw new AssertionError("the client's handshake didn't fail, the server's: " + server);
            }
            return client;
        }

        SSLException serverFailure() {
            if (server == null) {
                throw new AssertionError("the server's handshake didn't fail, the client's: " + client);
            }
            return server;
        }
    }

    /** Runs the handshake and then sends {@code message} from the client to the server. */
    static Outcome run(SSLEngine client, SSLEngine server, byte[] message) {
        return new Handshake(client, server).run(message);
    }

    static Outcome run(SSLEngine client, SSLEngine server) {
        return run(client, server, new byte[] {1, 2, 3});
    }

    private Outcome run(byte[] message) {
        client.plainOut.put(message).flip();
        for (int i = 0; i < MAX_ROUNDS; i++) {
            boolean moved = client.step(server.wireOut);
            moved |= server.step(client.wireOut);
            if (!moved) {
                break;
            }
        }
        server.plainIn.flip();
        byte[] received = new byte[server.plainIn.remaining()];
        server.plainIn.get(received);
        return new Outcome(client.failure, server.failure, Octets.of(received));
    }

    /** One engine with its buffers. {@code wireOut} is kept ready to be written to. */
    private static final class Side {
        private final SSLEngine engine;
        private final ByteBuffer wireOut = ByteBuffer.allocate(BUFFER);
        private final ByteBuffer plainOut = ByteBuffer.allocate(BUFFER);
        private final ByteBuffer plainIn = ByteBuffer.allocate(BUFFER);
        private @Nullable SSLException failure;

        Side(SSLEngine engine) {
            this.engine = engine;
        }

        /** Does all that can be done now; false if that was nothing. */
        boolean step(ByteBuffer wireIn) {
            boolean moved = false;
            wireIn.flip();
            try {
                moved = unwrapAll(wireIn);
                moved |= wrapAll();
            } catch (SSLException e) {
                if (failure == null) {
                    failure = e;
                }
                moved |= wrapAlert();
            }
            wireIn.compact();
            return moved;
        }

        private boolean unwrapAll(ByteBuffer wireIn) throws SSLException {
            boolean moved = false;
            while (wireIn.hasRemaining() && !engine.isInboundDone()) {
                SSLEngineResult result = engine.unwrap(wireIn, plainIn);
                boolean worked = runTasks();
                if (result.bytesConsumed() == 0 && !worked) {
                    break;
                }
                moved = true;
            }
            return moved;
        }

        private boolean wrapAll() throws SSLException {
            boolean moved = false;
            while (!engine.isOutboundDone()) {
                SSLEngineResult result = engine.wrap(plainOut, wireOut);
                boolean worked = runTasks();
                if (result.bytesProduced() == 0 && !worked) {
                    break;
                }
                moved = true;
            }
            return moved;
        }

        /** After a failure the engine still has its alert to send. */
        private boolean wrapAlert() {
            try {
                return !engine.isOutboundDone()
                        && engine.wrap(ByteBuffer.allocate(0), wireOut).bytesProduced() > 0;
            } catch (SSLException e) {
                return false;
            }
        }

        private boolean runTasks() {
            boolean any = false;
            Runnable task = engine.getDelegatedTask();
            while (task != null) {
                task.run();
                any = true;
                task = engine.getDelegatedTask();
            }
            return any;
        }
    }
}
