package org.voiceport.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP port that does with each connection what its script says, then ends it. */
final class ScriptedServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Script script;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** What happens on one connection. */
    interface Script {
        void run(Socket connection) throws IOException;
    }

    ScriptedServer(Script script) {
        this.script = script;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** Reads what comes and never answers. */
    static Script silent() {
        return connection -> connection.getInputStream().readAllBytes();
    }

    /** Waits for the first bytes, then says {@code hex} and ends the connection in order. */
    static Script saying(String hex) {
        return connection -> {
            byte[] first = new byte[4096];
            if (connection.getInputStream().read(first) > 0) {
                connection.getOutputStream().write(HexFormat.of().parseHex(hex));
                connection.shutdownOutput();
                connection.getInputStream().readAllBytes();
            }
        };
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket connection = listener.accept();
                open.add(connection);
                start(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            script.run(connection);
        } catch (IOException gone) {
            // The other side, or the test, has ended it.
        } finally {
            open.remove(connection);
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket connection : open) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
