package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.voiceport.event.SecurityMode.ENCRYPTED;
import static org.voiceport.event.SecurityMode.NON_SECURE;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.event.SecurityMode;
import org.voiceport.media.TosCapture;
import org.voiceport.sim.LeftMessage;

/** What routers see of a daemon at work: how its packets are marked, captured on the loopback interface. */
class DscpTest {
    private static final int SIGNALING = 20;
    /** Asked for by the simulated call manager: expedited forwarding. */
    private static final int ASKED = 46;

    @TempDir
    private Path directory;

    @Test
    void signalling_in_clear_and_over_tls_and_the_media_of_a_call_are_marked() throws Exception {
        try (TosCapture capture = TosCapture.start(directory);
                Exchange exchange = Exchange.start(Exchange.settings());
                TestDaemon daemon = Installation.in(directory)
                        .callManager(exchange.callManager())
                        .port(ENCRYPTED)
                        .port(NON_SECURE)
                        .section("media", "{ address: 127.0.0.1, dscp: { audio: 8, signaling: " + SIGNALING + " } }")
                        .start()) {
            daemon.registered(ENCRYPTED);
            daemon.registered(NON_SECURE);
            LeftMessage left = exchange.leave(ENCRYPTED, ENCRYPTED).get(60, TimeUnit.SECONDS);
            assertEquals(LeftMessage.Outcome.LEFT, left.outcome());
            for (SecurityMode mode : List.of(ENCRYPTED, NON_SECURE)) {
                int callManager = exchange.callManager().address(mode).getPort();
                // Phones talk to the same port, but unmarked: the daemon's are those of the marked connections.
                Set<Integer> ours = connections(capture, callManager, SIGNALING << 2);
                assertEquals(1, ours.size(), () -> mode + ": " + ours);
                assertEquals(
                        Set.of(SIGNALING << 2),
                        marks(capture, 3, packet -> packet.to() == callManager && ours.contains(packet.from())),
                        mode + ", from the first packet on");
            }
            int media = port(daemon.talking(DemoLab.port(ENCRYPTED)).address());
            assertEquals(Set.of(ASKED << 2), marks(capture, 20, packet -> packet.from() == media), "RTP");
            assertEquals(Set.of(ASKED << 2), marks(capture, 1, packet -> packet.from() == media + 1), "RTCP");
        }
    }

    private static Set<Integer> connections(TosCapture capture, int callManager, int tos) throws InterruptedException {
        return capture.await(1, packet -> packet.to() == callManager && packet.tos() == tos).stream()
                .map(TosCapture.Packet::from)
                .collect(Collectors.toSet());
    }

    private static Set<Integer> marks(TosCapture capture, int least, Predicate<TosCapture.Packet> which)
            throws InterruptedException {
        List<TosCapture.Packet> packets = capture.await(least, which);
        assertTrue(packets.size() >= least, () -> packets.size() + " packets");
        return packets.stream().map(TosCapture.Packet::tos).collect(Collectors.toSet());
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }
}
