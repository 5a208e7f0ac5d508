package org.voiceport.threats;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * The attacker's place in the signalling path of one port: all that the port sends to the address of its call manager
 * comes here first, as it does where somebody holds a router, or answers ARP in the call manager's name.
 */
final class Crossing implements AutoCloseable {
    private final ServerSocket clear;
    private final ServerSocket secure;
    private final Seen<Visit> visits = new Seen<>();
    private final List<Visit> going = new ArrayList<>();
    private Course course = Course.block();

    /** One at that address, on free TCP ports, that nobody gets through for now. */
    Crossing(InetAddress address) throws IOException {
        clear = new ServerSocket(0, 50, address);
        secure = new ServerSocket(0, 50, address);
        listen(clear, false);
        listen(secure, true);
    }

    int clearPort() {
        return clear.getLocalPort();
    }

    int securePort() {
        return secure.getLocalPort();
    }

    Seen<Visit> visits() {
        return visits;
    }

    /** Cuts what goes on, and does this with each connection from now on; so many came before. */
    synchronized int lead(Course next) {
        course = next;
        going.forEach(Visit::end);
        going.clear();
        return visits.count();
    }

    private void listen(ServerSocket server, boolean overTls) {
        Thread thread = new Thread(() -> accept(server, overTls), "threat-crossing");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept(ServerSocket server, boolean overTls) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                begin(new Visit(socket, overTls));
            } catch (IOException closed) {
                // Either this place is given up, or the port went away at once and comes again.
            }
        }
    }

    private synchronized void begin(Visit visit) {
        Course chosen = course;
        going.add(visit);
        visits.add(visit);
        Thread thread = new Thread(() -> visit.run(chosen), "threat-visit");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        clear.close();
        secure.close();
        lead(Course.block());
    }
}
