package org.voiceport.threats;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.voiceport.event.SecurityMode;
import org.voiceport.sccp.Decoded;
import org.voiceport.sccp.MediaMessage.OpenReceiveChannelAck;
import org.voiceport.sccp.Message;
import org.voiceport.sim.SimEvent;

/**
 * Bytes of a connection are changed on their way: to the port, the number of the caller; to the call manager, the address
 * that the port listens at, so that the caller's voice goes to the attacker. What he can't read he changes blindly.
 */
final class SignallingBytesAreChanged implements Threat {
    private static final String FORGED_NUMBER = "6660666";

    @Override
    public String key() {
        return "signalling-changed";
    }

    @Override
    public String title() {
        return "signalling changed in flight";
    }

    @Override
    public Ground ground() {
        return Ground.SIGNALLING;
    }

    @Override
    public Promise promise(SecurityMode mode) {
        return Promise.integrity(mode, "signaling authentication: modification of the call signalling");
    }

    @Override
    public Finding attack(Lab lab, SecurityMode mode) throws Exception {
        Result toPort = toPort(lab, mode);
        Result toCallManager = toCallManager(lab, mode);
        // Both directions must be as promised, so a success against a promise counts from either.
        boolean succeeded = mode.secure()
                ? toPort.succeeded || toCallManager.succeeded
                : toPort.succeeded && toCallManager.succeeded;
        String how = mode == SecurityMode.ENCRYPTED ? " (blindly: he can't find it, so he flips a bit)" : "";
        return new Finding(
                succeeded,
                "to change the calling number on its way to the port, and the port's media address on its way to the"
                        + " call manager" + how,
                toPort.observed + "; " + toCallManager.observed);
    }

    private record Result(boolean succeeded, String observed) {}

    private static Result toPort(Lab lab, SecurityMode mode) throws Exception {
        Victim victim = lab.victim(mode);
        Wire wire = victim.registered();
        int mark = victim.port().mark();
        wire.tamper(
                mode == SecurityMode.ENCRYPTED
                        ? flipOne(Direction.TO_PORT)
                        : replace(Direction.TO_PORT, Caller.number(mode), FORGED_NUMBER));
        return Calls.during(lab.phone(mode), victim.port().mailbox(), call -> {
            Told told = victim.port().told(mark, "CALL-001", "PORT-002").orOnly("untrusted");
            boolean forged = told.fact("calling").equals(FORGED_NUMBER);
            return new Result(forged, "to the port: " + told.words() + alert(wire, mode));
        });
    }

    private static Result toCallManager(Lab lab, SecurityMode mode) throws Exception {
        Victim victim = lab.victim(mode);
        Wire wire = victim.registered();
        try (DatagramSocket thief = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            CompletableFuture<SimEvent.Unregistered> lost = lab.callManager()
                    .nextEvent(
                            SimEvent.Unregistered.class,
                            event -> event.device().equals(victim.port().name()));
            wire.tamper(
                    mode == SecurityMode.ENCRYPTED
                            ? flipOne(Direction.FROM_PORT)
                            : rewrite(mode, thief.getLocalPort()));
            return Calls.during(lab.phone(mode), victim.port().mailbox(), call -> {
                if (mode.secure()) {
                    String why = Records.refused(Lab.await(lost)).line();
                    Lab.await(call.ended());
                    int stolen = packets(thief, 1, 1);
                    return new Result(
                            stolen > 0,
                            "to the call manager: " + why
                                    + Records.alert(wire.seen(Direction.TO_PORT))
                                            .map(alert -> ", its " + alert)
                                            .orElse("")
                                    + ", " + stolen + " packets of the caller at the attacker's address");
                }
                int stolen = packets(thief, 10, (int) Seen.LIMIT.toMillis());
                return new Result(
                        stolen == 10, "to the call manager: " + stolen + " packets of the caller's voice went to him");
            });
        }
    }

    /** What the port said when it closed the connection, where that can be read. */
    private static String alert(Wire wire, SecurityMode mode) throws InterruptedException {
        if (mode != SecurityMode.AUTHENTICATED) {
            return "";
        }
        Piece alert = wire.seen()
                .await(
                        0,
                        piece -> piece.direction() == Direction.FROM_PORT
                                && Records.alert(List.of(piece.bytes())).isPresent(),
                        "the alert of the port");
        return ", its " + Records.alert(List.of(alert.bytes())).orElseThrow();
    }

    /** Text for text of the same length, wherever it stands. */
    private static Tampering replace(Direction where, String text, String other) {
        byte[] from = Search.ascii(text);
        byte[] to = Search.ascii(other);
        return (direction, bytes) -> {
            if (direction != where) {
                return List.of(bytes);
            }
            byte[] changed = bytes.clone();
            for (int at = Search.find(changed, from, 0); at >= 0; at = Search.find(changed, from, at + 1)) {
                System.arraycopy(to, 0, changed, at, to.length);
            }
            return List.of(changed);
        };
    }

    /** The last bit of the next record of that direction. */
    private static Tampering flipOne(Direction where) {
        AtomicBoolean done = new AtomicBoolean();
        return (direction, bytes) -> {
            if (direction != where || !Records.isData(bytes) || done.getAndSet(true)) {
                return List.of(bytes);
            }
            byte[] changed = bytes.clone();
            changed[changed.length - 1] ^= 1;
            return List.of(changed);
        };
    }

    /** The port listens where the attacker does. */
    private static Tampering rewrite(SecurityMode mode, int thief) {
        UnaryOperator<Message> redirect = message -> message instanceof OpenReceiveChannelAck ack
                ? new OpenReceiveChannelAck(
                        ack.status(),
                        InetAddress.getLoopbackAddress(),
                        thief,
                        ack.passThruPartyId(),
                        ack.callReference())
                : message;
        return (direction, bytes) -> {
            if (direction != Direction.FROM_PORT) {
                return List.of(bytes);
            }
            if (!mode.secure()) {
                return List.of(each(bytes, redirect));
            }
            byte[] said = Records.said(List.of(bytes));
            byte[] other = each(said, redirect);
            // Without the key he has to leave the MAC as it is.
            return Arrays.equals(said, other) ? List.of(bytes) : List.of(Records.dataWithWrongMac(other));
        };
    }

    private static byte[] each(byte[] stream, UnaryOperator<Message> change) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        for (Decoded decoded : Sccp.messages(stream)) {
            Message changed = change.apply(decoded.message());
            int length = Sccp.length(stream, at);
            if (changed.equals(decoded.message())) {
                out.write(stream, at, length);
            } else {
                out.writeBytes(Sccp.bytes(changed, decoded.headerVersion()));
            }
            at += length;
        }
        return out.toByteArray();
    }

    /** How many of so many packets come, each in that time. */
    private static int packets(DatagramSocket socket, int wanted, int millis) throws IOException {
        socket.setSoTimeout(millis);
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        for (int got = 0; got < wanted; got++) {
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException none) {
                return got;
            }
        }
        return wanted;
    }
}
