package org.voiceport.port;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.Fault;
import org.voiceport.event.PortEvent;
import org.voiceport.event.TlsFacts;

/**
 * Which protocol version the port announces to each of its call managers: the configured one, and a lower one (17, 11, 5;
 * wire reference 2.5) where the call manager has shown that it can't do the higher one. Shown it is by
 *
 * <ul>
 *   <li>a rejection that speaks of the protocol or the version, or
 *   <li>two tries in a row in which the call manager closed the connection after Register without an answer. Once might
 *       be a call manager that was just going down. Over TLS 1.3 it says nothing: there a refused certificate looks the
 *       same.
 * </ul>
 *
 * Silence, a lost network and whatever else shows nothing. If the lowest version fares no better, the version wasn't the
 * reason, and the configured one has its turn again. What was found out counts for a day, as a call manager may get newer
 * software. The security mode has no part in any of this.
 */
final class Versions {
    /** How long what was found out counts. */
    static final Duration KEPT = Duration.ofHours(24);

    /** Closed connections that show something. */
    private static final int ENOUGH = 2;

    private static final List<Integer> LOWER = List.of(17, 11, 5);
    private static final String TLS_1_3 = "TLSv1.3";

    private final PortSettings settings;
    /** For each server, what is announced to it. */
    private final int[] announced;
    /** For each server, how many tries in a row it closed the connection without an answer. */
    private final int[] closed;
    /** For each server, the lowest version that was told since it last registered the port. */
    private final int[] told;

    Versions(PortSettings settings) {
        this.settings = settings;
        int servers = settings.servers().size();
        announced = new int[servers];
        closed = new int[servers];
        told = new int[servers];
        forget();
    }

    /** The version to announce to {@code server} now. */
    int of(int server) {
        return announced[server];
    }

    /** All call managers may have newer software by now. */
    void forget() {
        Arrays.fill(announced, settings.protocolVersion());
        Arrays.fill(closed, 0);
        Arrays.fill(told, settings.protocolVersion());
    }

    /** The call manager took the version. */
    void accepted(int server) {
        closed[server] = 0;
        told[server] = announced[server];
    }

    /** The call manager answered Register with a rejection. */
    void rejected(int server, String text, Actions out) {
        closed[server] = 0;
        if (RejectReason.of(text) == RejectReason.PROTOCOL_VERSION) {
            stepDown(server, "it refuses the registration with '" + text + "'", out);
        }
    }

    /** The connection ended after Register, before an answer to it; {@code tls} is null in clear. */
    void closed(int server, Fault fault, @Nullable TlsFacts tls, Actions out) {
        boolean shows = fault instanceof Fault.LinkLost
                && (tls == null || !tls.protocol().equals(TLS_1_3));
        closed[server] = shows ? closed[server] + 1 : 0;
        if (closed[server] >= ENOUGH) {
            closed[server] = 0;
            stepDown(
                    server,
                    "it closed the connection " + ENOUGH + " times in a row without an answer to Register",
                    out);
        }
    }

    /** A try came to nothing in a way that has nothing to do with versions. */
    void failedOtherwise(int server) {
        closed[server] = 0;
    }

    private void stepDown(int server, String why, Actions out) {
        int from = announced[server];
        int to = LOWER.stream().filter(version -> version < from).findFirst().orElse(settings.protocolVersion());
        announced[server] = to;
        if (to >= from) {
            return;
        }
        out.start(Timer.Kind.VERSIONS, KEPT);
        if (to < told[server]) {
            told[server] = to;
            out.report(new PortEvent.VersionLowered(
                    settings.device(), settings.servers().get(server).nameFor(settings.mode()), from, to, why));
        }
    }
}
