package org.voiceport.daemon;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.voiceport.sccp.Catalogue;
import org.voiceport.sccp.Decoded;
import org.voiceport.sccp.Direction;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.WireLine;

/**
 * Prints messages in aligned lines. Of a capture: {@code time client >> server line}, {@code <<} for what the server says.
 * Of bare bytes: who says such a message, and the line.
 */
final class DecodePrinter implements CaptureDecoder.Sink, SccpStream.Sink {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    /** An IPv4 address with its port. */
    private static final int ADDRESS_WIDTH = 21;

    private final PrintWriter out;
    private boolean allWell = true;

    DecodePrinter(PrintWriter out) {
        this.out = out;
    }

    /** False once a message was malformed or unknown. */
    boolean allWell() {
        return allWell;
    }

    @Override
    public void message(Instant time, boolean fromClient, String client, String server, Decoded decoded) {
        note(decoded);
        print(time, fromClient, client, server, WireLine.of(decoded));
    }

    @Override
    public void malformed(Instant time, boolean fromClient, String client, String server, String what) {
        allWell = false;
        print(time, fromClient, client, server, WireLine.malformed(what));
    }

    @Override
    public void message(Decoded decoded) {
        note(decoded);
        out.println(arrow(decoded.message()) + " " + WireLine.of(decoded));
    }

    @Override
    public void malformed(String what) {
        allWell = false;
        out.println("?? " + WireLine.malformed(what));
    }

    @Override
    public void tls() {
        malformed("this is TLS, which can't be read");
    }

    private void note(Decoded decoded) {
        allWell &= !(decoded.message() instanceof Message.Unknown);
    }

    private void print(Instant time, boolean fromClient, String client, String server, String line) {
        out.println(TIME.format(time) + " " + padded(client) + (fromClient ? " >> " : " << ") + padded(server) + " "
                + line);
    }

    private static String padded(String address) {
        return address + " ".repeat(Math.max(0, ADDRESS_WIDTH - address.length()));
    }

    /** Who says such a message, as seen from a port. */
    private static String arrow(Message message) {
        for (Catalogue.Row<?> row : Catalogue.rows()) {
            if (row.type() == message.getClass() && row.direction() != Direction.BOTH) {
                return row.direction() == Direction.FROM_PORT ? ">>" : "<<";
            }
        }
        return "??";
    }
}
