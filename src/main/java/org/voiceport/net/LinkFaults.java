package org.voiceport.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.time.Duration;
import java.util.Locale;
import org.voiceport.event.Fault;
import org.voiceport.event.SecurityMode;
import org.voiceport.port.Server;
import org.voiceport.sccp.MalformedMessage;

/**
 * Words for what can go wrong on a link to {@code place}.
 *
 * @param place {@code host:port} for the texts
 * @param served true if a call manager has spoken there before, so that it isn't the setting that is wrong
 */
record LinkFaults(Server server, SecurityMode mode, String place, boolean served) {

    static LinkFaults to(Server server, SecurityMode mode) {
        return to(server, mode, false);
    }

    static LinkFaults to(Server server, SecurityMode mode, boolean served) {
        return new LinkFaults(server, mode, server.nameFor(mode), served);
    }

    /** The same once the address is known, as {@code cm1.example.com (10.0.0.11):2443}. */
    LinkFaults at(InetAddress address) {
        String numeric = address.getHostAddress();
        return server.host().equals(numeric)
                ? this
                : new LinkFaults(server, mode, server.host() + " (" + numeric + "):" + server.portFor(mode), served);
    }

    Fault unknownHost() {
        // Not a fault of the configuration for good: name servers fail for a while.
        return new Fault.LinkLost(
                "the host name " + server.host() + " can't be resolved", "correct callManagers, or the name server");
    }

    Fault notResolved(Duration limit) {
        return new Fault.LinkLost(
                "the host name " + server.host() + " wasn't resolved in " + text(limit),
                "check the name server, or configure the IP address");
    }

    Fault notConnected(Duration limit) {
        return new Fault.LinkLost(
                place + " didn't answer in " + text(limit),
                "check the address, the network and firewalls, and that the call manager runs");
    }

    Fault connectFailed(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof NoRouteToHostException || lower(message).contains("unreachable")) {
            return new Fault.LinkLost("no route to " + place, "check the address and the network");
        }
        if (cause instanceof ConnectException && lower(message).contains("refused")) {
            return new Fault.LinkLost(
                    place + " refused the connection",
                    served
                            ? "the CallManager service there has stopped, or can't be reached any more: see that it runs;"
                                    + " the port comes back by itself"
                            : "check that the CallManager service runs there, and " + portSetting()
                                    + (mode.secure()
                                            ? "; nothing listens there unless the cluster is in mixed mode"
                                            : ""));
        }
        return new Fault.LinkLost("can't connect to " + place + ": " + message, "check the address and the network");
    }

    Fault handshakeTimeout(Duration limit, boolean answered) {
        String what = "TLS handshake with " + place + " not finished in " + text(limit);
        return answered
                ? new Fault.LinkLost(what, "check the network, and that the call manager isn't overloaded")
                : new Fault.LinkLost(
                        what + ": it takes the connection and says nothing",
                        "check " + portSetting() + ", and that the CallManager service isn't stuck");
    }

    /** The stream has ended or broken, over TLS before the call manager said a word. */
    Fault endedAfterHandshake() {
        // TLS 1.3: the client is done before the server has looked at its certificate.
        return new Fault.LinkLost(
                place + " ended the connection right after the TLS handshake",
                "it may have refused the certificate of this port: upload the root (voiceportd certs export-root) as"
                        + " CallManager-trust on every node and restart the CallManager service on every node");
    }

    Fault closedByPeer() {
        return new Fault.LinkLost(
                place + " closed the connection", "look into the call manager's traces if this comes again");
    }

    Fault broken(IOException cause) {
        String message = String.valueOf(cause.getMessage());
        return lower(message).contains("reset") || lower(message).contains("broken pipe")
                ? new Fault.LinkLost(
                        place + " reset the connection", "check the call manager, and firewalls on the way")
                : new Fault.LinkLost("the connection to " + place + " broke: " + message, "check the network");
    }

    Fault restMissing(int bytes, Duration limit) {
        return new Fault.LinkLost(
                place + " sent only the first " + bytes + " bytes of a message; the rest didn't come in " + text(limit),
                "check the network, and " + portSetting());
    }

    /** {@code tls} is true if what came looks like the first record of TLS. */
    Fault unframed(MalformedMessage lost, boolean tls) {
        return tls && !mode.secure()
                ? new Fault.PeerIncompatible(
                        place + " speaks TLS, not SCCP in clear",
                        "check " + portSetting()
                                + "; for TLS the port's securityMode must be authenticated or encrypted")
                : new Fault.Malformed(
                        place + " sent what can't be cut into messages: " + lost.what(), "check " + portSetting());
    }

    Fault malformed(MalformedMessage malformed) {
        return new Fault.Malformed(
                place + " sent a message that can't be read: " + malformed.what(),
                "if calls suffer, report it with a capture and the call manager's version");
    }

    Fault tooManyMalformed(MalformedMessage last, int count) {
        return new Fault.Malformed(
                place + " sent " + count + " messages in a row that can't be read, the last: " + last.what(),
                "set protocol.version to one that this call manager speaks, or report it with a capture");
    }

    Fault notRead(int bytes) {
        return new Fault.LinkLost(
                place + " takes no more messages: " + bytes / 1024 + " KiB are waiting", "check the call manager");
    }

    Fault internal(Throwable cause) {
        return new Fault.LinkLost(
                "internal error on the link to " + place + ": "
                        + cause.getClass().getSimpleName(),
                "report it with the log around it");
    }

    private String portSetting() {
        return mode.secure()
                ? "that securePort " + server.securePort() + " is the call manager's TLS port (usually 2443)"
                : "that port " + server.clearPort() + " is the call manager's port for SCCP in clear (usually 2000)";
    }

    private static String text(Duration limit) {
        return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
