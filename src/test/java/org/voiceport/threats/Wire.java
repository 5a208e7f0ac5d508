package org.voiceport.threats;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;
import javax.net.ssl.SSLSocket;

/**
 * A connection of a port as the attacker has it in his hands: he reads what comes from either side and passes on what he
 * likes. Everything is kept as it came.
 */
final class Wire {
    private final Socket port;
    private final Socket callManager;
    private final Cut cut;
    private final Seen<Piece> seen = new Seen<>();
    private volatile Tampering tampering;

    Wire(Socket port, Socket callManager, Cut cut, Tampering tampering) {
        this.port = port;
        this.callManager = callManager;
        this.cut = cut;
        this.tampering = tampering;
    }

    /** The pieces as they came. */
    Seen<Piece> seen() {
        return seen;
    }

    /** What came in that direction, piece by piece. */
    List<byte[]> seen(Direction direction) {
        return seen.all().stream()
                .filter(piece -> piece.direction() == direction)
                .map(Piece::bytes)
                .toList();
    }

    /** From the next piece on. */
    void tamper(Tampering next) {
        tampering = next;
    }

    /** Puts bytes of his own between the pieces. */
    void inject(Direction direction, byte[] bytes) throws IOException {
        write(direction == Direction.TO_PORT ? port : callManager, bytes);
    }

    /** Passes on until both sides are at their end. */
    void run() throws InterruptedException {
        Thread other = new Thread(() -> pump(callManager, port, Direction.TO_PORT), "threat-wire");
        other.setDaemon(true);
        other.start();
        pump(port, callManager, Direction.FROM_PORT);
        other.join();
    }

    private void pump(Socket from, Socket to, Direction direction) {
        try {
            for (byte[] piece = cut.next(from.getInputStream());
                    piece != null;
                    piece = cut.next(from.getInputStream())) {
                List<byte[]> passed = tampering.pass(direction, piece);
                seen.add(new Piece(direction, piece));
                for (byte[] bytes : passed) {
                    write(to, bytes);
                }
            }
            end(to);
        } catch (IOException broken) {
            close(from);
            close(to);
        }
    }

    private static void write(Socket to, byte[] bytes) throws IOException {
        synchronized (to) {
            OutputStream out = to.getOutputStream();
            out.write(bytes);
            out.flush();
        }
    }

    /** What was sent before must arrive, an alert above all. */
    private static void end(Socket to) throws IOException {
        if (to instanceof SSLSocket) {
            to.close();
        } else {
            to.shutdownOutput();
        }
    }

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException closed) {
            // It is of no use any more.
            return;
        }
    }
}
