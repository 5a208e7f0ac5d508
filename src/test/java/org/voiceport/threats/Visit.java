package org.voiceport.threats;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One connection that a port made to the attacker in the belief that he is its call manager. */
final class Visit {
    private final Socket socket;
    private final boolean secure;
    private final List<Socket> open = new ArrayList<>();
    private final CompletableFuture<Wire> wire = new CompletableFuture<>();
    private boolean over;

    Visit(Socket socket, boolean secure) {
        this.socket = socket;
        this.secure = secure;
        open.add(socket);
    }

    Socket socket() {
        return socket;
    }

    /** True if it came to the TCP port for TLS. */
    boolean secure() {
        return secure;
    }

    /** A connection of the attacker's own that ends with this one. */
    Socket open(InetSocketAddress there) throws IOException {
        Socket made = new Socket(there.getAddress(), there.getPort());
        made.setTcpNoDelay(true);
        synchronized (this) {
            open.add(made);
            if (over) {
                Wire.close(made);
            }
        }
        return made;
    }

    /** Passes on between port and call manager until both have ended. */
    void cross(Socket port, Socket callManager, Cut cut, Tampering tampering) throws InterruptedException {
        Wire crossed = new Wire(port, callManager, cut, tampering);
        wire.complete(crossed);
        crossed.run();
    }

    /** Follows the course to its end. */
    void run(Course course) {
        try {
            course.take(this);
            wire.completeExceptionally(new IOException("the attacker ended it"));
        } catch (IOException | RuntimeException e) {
            wire.completeExceptionally(e);
        } catch (InterruptedException e) {
            wire.completeExceptionally(e);
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    /** Both sides of it, once the attacker stands between them. */
    Wire wire() throws InterruptedException {
        try {
            return wire.get(Seen.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new NothingHappened("the attacker didn't get between port and call manager: " + e.getCause());
        } catch (TimeoutException e) {
            throw new NothingHappened("the attacker didn't get between port and call manager in time");
        }
    }

    /** Why the attacker didn't get between port and call manager; empty if he did. */
    String failure() throws InterruptedException {
        try {
            wire.get(Seen.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return "";
        } catch (ExecutionException e) {
            return String.valueOf(e.getCause().getMessage());
        } catch (TimeoutException e) {
            throw new NothingHappened("the connection was neither taken nor refused");
        }
    }

    /** Cuts it, whatever goes on. */
    synchronized void end() {
        over = true;
        open.forEach(Wire::close);
    }
}
