package org.voiceport.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A TCP port that nobody should come to: counts who does, and lets them go. */
final class Trap implements AutoCloseable {
    private final ServerSocket socket;
    private final AtomicInteger caught = new AtomicInteger();

    Trap() {
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::watch, "trap");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        while (!socket.isClosed()) {
            try (Socket guest = socket.accept()) {
                caught.addAndGet(guest.isConnected() ? 1 : 0);
            } catch (IOException closed) {
                return;
            }
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    int caught() {
        return caught.get();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
