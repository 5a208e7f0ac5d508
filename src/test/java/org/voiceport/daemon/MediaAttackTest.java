package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.voiceport.daemon.Exchange.await;
import static org.voiceport.event.SecurityMode.ENCRYPTED;
import static org.voiceport.event.SecurityMode.NON_SECURE;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.audio.Similarity;
import org.voiceport.event.CallReport;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;
import org.voiceport.sim.LeftMessage;

/** A stranger floods the UDP port of a call that is being recorded. */
class MediaAttackTest {
    /** Another address of loopback, so that the stranger isn't taken for the phone. */
    private static final String ELSEWHERE = "127.0.0.2";

    @TempDir
    Path directory;

    @Test
    void rtp_from_elsewhere_does_not_get_into_a_recording() {
        flood(NON_SECURE, ELSEWHERE);
    }

    @Test
    void plain_rtp_from_the_phones_own_address_does_not_get_into_an_srtp_recording() {
        flood(ENCRYPTED, "127.0.0.1");
    }

    private void flood(SecurityMode mode, String from) {
        DeviceName port = DemoLab.port(mode);
        try (Exchange exchange = Exchange.start();
                TestDaemon daemon = Installation.in(directory)
                        .callManager(exchange.callManager())
                        .port(mode)
                        .start()) {
            daemon.registered(mode);
            CompletableFuture<LeftMessage> left = exchange.leave(mode, mode);
            daemon.talking(port);
            long sent;
            try (Stranger stranger = new Stranger(from, daemon.listening(port).address())) {
                assertEquals(LeftMessage.Outcome.LEFT, await(left).outcome());
                sent = stranger.sent();
            }

            CallReport.Ended ended = daemon.ended(port);
            assertTrue(sent > 1000, "the stranger sent only " + sent);
            assertTrue(ended.packetsRefused() > sent / 2, () -> ended.text() + ", of " + sent);
            short[] stored = TestDaemon.sound(daemon.stored(port));
            double score = Similarity.compare(Exchange.SPEECH, stored).score();
            assertTrue(score >= 0.97, () -> "similarity " + score + ", " + ended.text());
        }
    }
}
