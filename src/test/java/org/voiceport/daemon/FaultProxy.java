package org.voiceport.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A bad network between ports and a call manager: passes TCP connections on, and does something wrong to as many pieces of
 * what goes over them as it is told. A piece is what one read finds, in either direction.
 */
final class FaultProxy implements AutoCloseable {
    private static final int PIECE = 16_384;
    /** Longer than an answer takes, shorter than the waits of a port. */
    private static final int HELD_MILLIS = 200;

    private static final int GARBLED_BYTES = 3;

    private final ServerSocket server;
    private final InetSocketAddress target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<byte[]> greetings = new ArrayList<>();
    /** Guarded by this, as the faults to come are. */
    private final Random random;

    private @Nullable Wrong wrong;
    private int left;
    private CompletableFuture<Void> done = CompletableFuture.completedFuture(null);

    /** What the network does wrong. */
    enum Wrong {
        /** The connection is reset in the middle of a piece. */
        CUT,
        /** A piece comes late. */
        DELAY,
        /** Each byte of a piece comes by itself. */
        SPLIT,
        /** Several pieces come as one. */
        COALESCE,
        /** A piece comes twice. */
        DUPLICATE,
        /** Bytes of a piece are changed. */
        GARBLE,
        /** A piece never comes. */
        LOSE,
        /** From now on nothing comes any more, and the connection stays open. */
        STALL
    }

    FaultProxy(InetSocketAddress target, long seed) {
        this.target = target;
        this.random = new Random(seed);
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run("accept", this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** From now on, does this wrong to so many pieces; completes when it has. */
    synchronized CompletableFuture<Void> strike(Wrong what, int times) {
        wrong = what;
        left = times;
        done = new CompletableFuture<>();
        return done;
    }

    /** Does no wrong any more. */
    synchronized void calm() {
        wrong = null;
        left = 0;
    }

    private synchronized @Nullable Wrong next() {
        if (left == 0) {
            return null;
        }
        left--;
        if (left == 0) {
            done.complete(null);
        }
        return wrong;
    }

    /** How many connections there are now. */
    int connections() {
        return open.size() / 2;
    }

    /** The first bytes of each connection, as the ports sent them. */
    List<byte[]> greetings() {
        synchronized (greetings) {
            return List.copyOf(greetings);
        }
    }

    private static void run(String what, Runnable task) {
        Thread thread = new Thread(task, "fault-proxy-" + what);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket port = server.accept();
                Socket callManager = new Socket();
                open.addAll(List.of(port, callManager));
                run("connection", () -> connect(port, callManager));
            } catch (IOException e) {
                // Closed.
                return;
            }
        }
    }

    private void connect(Socket port, Socket callManager) {
        try {
            callManager.connect(target);
            port.setTcpNoDelay(true);
            callManager.setTcpNoDelay(true);
        } catch (IOException e) {
            end(port, callManager);
            return;
        }
        run("answers", () -> pass(callManager, port, false));
        pass(port, callManager, true);
    }

    /** Passes on what comes from one to the other until either ends; then both do. */
    private void pass(Socket from, Socket to, boolean ofPort) {
        byte[] piece = new byte[PIECE];
        boolean first = ofPort;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                if (first) {
                    synchronized (greetings) {
                        greetings.add(Arrays.copyOf(piece, length));
                    }
                    first = false;
                }
                if (!pass(piece, length, from, out)) {
                    reset(from);
                    reset(to);
                    return;
                }
            }
        } catch (IOException e) {
            // Either end has gone, and with it the other.
            return;
        } finally {
            end(from, to);
        }
    }

    /** False if the connection is to be cut. */
    private boolean pass(byte[] piece, int length, Socket from, OutputStream out) throws IOException {
        Wrong now = next();
        if (now == null) {
            out.write(piece, 0, length);
            return true;
        }
        switch (now) {
            case CUT -> {
                out.write(piece, 0, length / 2);
                return false;
            }
            case DELAY -> {
                LockSupport.parkNanos(HELD_MILLIS * 1_000_000L);
                out.write(piece, 0, length);
            }
            case SPLIT -> {
                for (int i = 0; i < length; i++) {
                    out.write(piece, i, 1);
                }
            }
            case COALESCE -> out.write(piece, 0, more(piece, length, from));
            case DUPLICATE -> {
                out.write(piece, 0, length);
                out.write(piece, 0, length);
            }
            case GARBLE -> {
                garble(piece, length);
                out.write(piece, 0, length);
            }
            case LOSE -> {
                // Nothing is written.
            }
            case STALL -> {
                InputStream in = from.getInputStream();
                while (in.read(piece) >= 0) {
                    // Taken and forgotten, until an end gives up.
                }
                return false;
            }
        }
        return true;
    }

    private synchronized void garble(byte[] piece, int length) {
        for (int i = 0; i < GARBLED_BYTES; i++) {
            piece[random.nextInt(length)] = (byte) random.nextInt();
        }
    }

    /** Waits for more to come behind what is there, but not for ever; the length of all. */
    private static int more(byte[] piece, int length, Socket from) throws IOException {
        from.setSoTimeout(HELD_MILLIS);
        try {
            int added = from.getInputStream().read(piece, length, piece.length - length);
            return length + Math.max(0, added);
        } catch (SocketTimeoutException nothing) {
            return length;
        } finally {
            from.setSoTimeout(0);
        }
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
    }

    private void end(Socket... both) {
        for (Socket each : both) {
            try {
                each.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                open.remove(each);
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        end(open.toArray(Socket[]::new));
    }
}
