package org.voiceport.daemon;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.voiceport.event.ControlEvent;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.EventSink;

/**
 * Answers commands at the control socket. One thread waits for clients, and each has a short-lived one of its own; there
 * are few at a time, commands are carried out one after the other, and a client that stalls is dropped.
 */
final class ControlServer implements AutoCloseable {
    private static final int MOST_CLIENTS = 8;
    private static final int BACKLOG = 16;
    /** After a failure to take a client, such as for want of file descriptors. */
    private static final long PAUSE_MILLIS = 200;

    private final ControlSocket socket;
    private final DaemonControl daemon;
    private final EventSink events;
    private final Duration patience;
    private final Semaphore places = new Semaphore(MOST_CLIENTS);
    private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();
    private final ReentrantLock turn = new ReentrantLock();
    private final ScheduledThreadPoolExecutor watchdog;
    private volatile boolean closed;

    private ControlServer(ControlSocket socket, DaemonControl daemon, EventSink events, Duration patience) {
        this.socket = socket;
        this.daemon = daemon;
        this.events = events;
        this.patience = patience;
        this.watchdog = new ScheduledThreadPoolExecutor(1, task -> thread(task, "voiceport-control-watch"));
        watchdog.setRemoveOnCancelPolicy(true);
    }

    /**
     * Listens at {@code path}; empty on a system without such sockets, which is told.
     *
     * @param patience how long a client may take to ask, and again to take the answer
     * @throws ControlSocket.InUse if a living daemon listens there
     * @throws IOException if nobody can
     */
    static Optional<ControlServer> start(Path path, DaemonControl daemon, EventSink events, Duration patience)
            throws IOException {
        ControlSocket socket;
        try {
            socket = ControlSocket.listen(path, BACKLOG);
        } catch (UnsupportedOperationException none) {
            events.accept(new ControlEvent.Unavailable(path.toString()));
            return Optional.empty();
        }
        ControlServer server = new ControlServer(socket, daemon, events, patience);
        thread(server::run, "voiceport-control").start();
        return Optional.of(server);
    }

    private static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private void run() {
        boolean failing = false;
        while (!closed) {
            try {
                take(socket.accept());
                failing = false;
            } catch (IOException e) {
                if (!closed && !failing) {
                    events.accept(new DaemonEvent.Internal("control socket", String.valueOf(e)));
                }
                failing = true;
                pause();
            }
        }
    }

    private void pause() {
        try {
            if (!closed) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    private void take(SocketChannel client) {
        if (!places.tryAcquire()) {
            // The answer fits into the socket's buffer, so this doesn't wait.
            answerLast(client, DaemonControl.Answer.refused("too many ask at once; try again"));
            return;
        }
        clients.add(client);
        if (closed) {
            close(client);
        }
        thread(() -> serve(client), "voiceport-control-client").start();
    }

    private void serve(SocketChannel client) {
        try (client) {
            Optional<String> line = inTime(client, () -> line(client));
            if (line.isPresent()) {
                ByteBuffer answer = bytes(answer(line.get()));
                var unused = inTime(client, () -> write(client, answer));
            }
        } catch (IOException e) {
            // The client went, or was too slow.
            return;
        } finally {
            clients.remove(client);
            places.release();
        }
    }

    private interface Step<T> {
        T take() throws IOException;
    }

    private <T> T inTime(SocketChannel client, Step<T> step) throws IOException {
        ScheduledFuture<?> end;
        try {
            end = watchdog.schedule(() -> close(client), patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException over) {
            throw new IOException("the end", over);
        }
        try {
            return step.take();
        } finally {
            end.cancel(false);
        }
    }

    /** The request, at most as long as one may be and one octet more; empty if the client goes without one. */
    private static Optional<String> line(SocketChannel client) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(ControlRequest.LONGEST + 1);
        int seen = 0;
        while (client.read(buffer) >= 0) {
            for (; seen < buffer.position(); seen++) {
                if (buffer.get(seen) == '\n') {
                    return Optional.of(new String(buffer.array(), 0, seen, StandardCharsets.US_ASCII));
                }
            }
            if (!buffer.hasRemaining()) {
                return Optional.of(new String(buffer.array(), StandardCharsets.US_ASCII));
            }
        }
        return Optional.empty();
    }

    private DaemonControl.Answer answer(String line) {
        Optional<ControlRequest> request = ControlRequest.of(line);
        if (request.isEmpty()) {
            return DaemonControl.Answer.refused("no such command; is the daemon of another release than this command?");
        }
        return request.get().changes() ? inTurn(request.get()) : ask(request.get());
    }

    private DaemonControl.Answer inTurn(ControlRequest request) {
        turn.lock();
        try {
            events.accept(new ControlEvent.Asked(request.line()));
            return ask(request);
        } finally {
            turn.unlock();
        }
    }

    private DaemonControl.Answer ask(ControlRequest request) {
        try {
            return request.askOf(daemon);
        } catch (RuntimeException e) {
            events.accept(new DaemonEvent.Internal("control socket", String.valueOf(e)));
            return DaemonControl.Answer.refused("an error of the daemon, see DAEMON-004 in its log");
        }
    }

    private static ByteBuffer bytes(DaemonControl.Answer answer) {
        StringBuilder text = new StringBuilder();
        text.append(answer.done() ? "done " : "refused ")
                .append(answer.lines().size())
                .append('\n');
        answer.lines().forEach(line -> text.append(line.replace('\n', ' ')).append('\n'));
        return StandardCharsets.UTF_8.encode(text.toString());
    }

    private static boolean write(SocketChannel client, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
        return true;
    }

    private static void answerLast(SocketChannel client, DaemonControl.Answer answer) {
        try (client) {
            write(client, bytes(answer));
        } catch (IOException e) {
            // It went already.
            return;
        }
    }

    private static void close(SocketChannel client) {
        try {
            client.close();
        } catch (IOException e) {
            // Nothing is left to be done with it.
            return;
        }
    }

    /** Takes no more commands, drops the clients that wait for an answer, and removes the socket. */
    @Override
    public void close() {
        closed = true;
        socket.close();
        clients.forEach(ControlServer::close);
        watchdog.shutdownNow();
    }
}
