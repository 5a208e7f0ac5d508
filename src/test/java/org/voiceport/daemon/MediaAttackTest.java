package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.voiceport.daemon.Exchange.await;
import static org.voiceport.event.SecurityMode.ENCRYPTED;
import static org.voiceport.event.SecurityMode.NON_SECURE;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
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

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> who_floods_a_call_does_not_get_into_its_recording() {
        return Stream.of(
                flood("RTP from elsewhere", NON_SECURE, ELSEWHERE),
                flood("plain RTP from the phone's address to SRTP", ENCRYPTED, "127.0.0.1"))
                .toList() // both calls go on at the same time
                .stream();
    }

    private DynamicTest flood(String what, SecurityMode mode, String from) {
        DeviceName port = DemoLab.port(mode);
        Exchange exchange = Exchange.start();
        TestDaemon daemon = Installation.in(directory)
                .callManager(exchange.callManager())
                .port(mode)
                .start();
        open.addAll(List.of(daemon, exchange));
        daemon.registered(mode);
        CompletableFuture<LeftMessage> left = exchange.leave(mode, mode);
        daemon.talking(port);
        Stranger stranger = new Stranger(from, daemon.listening(port).address());
        open.add(0, stranger);
        // What is sent behind the end of the call, while other calls are set up, is refused by nobody.
        CompletableFuture<LeftMessage> over = left.whenCompleteAsync((message, failure) -> stranger.close());
        return dynamicTest(what, () -> {
            assertEquals(LeftMessage.Outcome.LEFT, await(over).outcome());
            CallReport.Ended ended = daemon.ended(port);
            assertTrue(stranger.sent() > 500, "the stranger sent only " + stranger.sent());
            assertTrue(ended.packetsRefused() > stranger.sent() / 2, () -> ended.text() + ", of " + stranger.sent());
            short[] stored = TestDaemon.sound(daemon.stored(port));
            double score = Similarity.compare(Exchange.SPEECH, stored).score();
            assertTrue(score >= 0.97, () -> "similarity " + score + ", " + ended.text());
        });
    }
}
