package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.voiceport.event.SecurityMode.ENCRYPTED;
import static org.voiceport.event.SecurityMode.NON_SECURE;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.audio.Similarity;
import org.voiceport.event.CallReport;
import org.voiceport.event.CallSummary;
import org.voiceport.event.DeviceName;
import org.voiceport.event.MediaProtection;
import org.voiceport.event.MessageEvent;
import org.voiceport.event.SecurityMode;
import org.voiceport.sim.LeftMessage;

/** The main job: a message is left, heard, protected and stored as the modes of port and phone demand. */
class HappyCallsTest {
    private static final double ALIKE = 0.97;
    /** Other speech stays under 0.3. On a machine that stalls, the greeting pauses in the middle, which costs more. */
    private static final double RECOGNIZED = 0.5;

    @TempDir
    Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    private record Message(
            SecurityMode port, SecurityMode phone, TestDaemon daemon, CompletableFuture<LeftMessage> left) {
        MediaProtection demanded() {
            return port == ENCRYPTED && phone == ENCRYPTED
                    ? MediaProtection.AES_CM_128_HMAC_SHA1_32
                    : MediaProtection.RTP;
        }
    }

    /** All at the same time, as calls take as long as they take. */
    @TestFactory
    Stream<DynamicTest> each_port_mode_with_each_phone_mode() {
        SecurityMode[] modes = SecurityMode.values();
        List<Site> sites = Stream.of(modes).map(any -> site(22, 17)).toList();
        List<Message> calls = new ArrayList<>();
        for (int turn = 0; turn < modes.length; turn++) {
            for (SecurityMode port : modes) {
                calls.add(sites.get(turn).call(port, Exchange.further(port, turn)));
            }
        }
        return calls.stream()
                .map(call -> dynamicTest(call.port() + " port, " + call.phone() + " phone", () -> check(call)));
    }

    @TestFactory
    Stream<DynamicTest> each_version_in_clear_and_encrypted() {
        Map<Integer, Site> sites = new LinkedHashMap<>();
        for (int version : new int[] {3, 5, 11, 17, 20, 22}) {
            // Whose version is the lower one decides, and both ways must work.
            sites.put(version, version % 2 == 0 ? site(version, 22) : site(22, version));
        }
        List<DynamicTest> tests = new ArrayList<>();
        sites.forEach((version, site) -> {
            Message clear = site.call(NON_SECURE, NON_SECURE);
            Message encrypted = site.call(ENCRYPTED, ENCRYPTED);
            int agreed = site.daemon.registered(ENCRYPTED).protocolVersion();
            tests.add(dynamicTest("version " + version + " is agreed on", () -> assertEquals(version, agreed)));
            tests.add(dynamicTest("version " + version + " in clear", () -> check(clear)));
            tests.add(dynamicTest("version " + version + " encrypted", () -> check(encrypted)));
        });
        return tests.stream();
    }

    private record Site(Exchange exchange, TestDaemon daemon) {
        Message call(SecurityMode port, SecurityMode phone) {
            daemon.registered(port);
            return new Message(port, phone, daemon, exchange.leave(phone, port));
        }
    }

    /** A call manager of one version, and a daemon that announces another, on its way to register. */
    private Site site(int callManager, int announced) {
        Exchange exchange = Exchange.start(Exchange.settings().maxVersion(callManager));
        open.add(exchange);
        Installation installation = Installation.in(directory).callManager(exchange.callManager());
        for (SecurityMode mode : SecurityMode.values()) {
            installation.port(mode);
        }
        TestDaemon daemon = installation
                .section("protocol", "{ version: " + announced + " }")
                .start();
        open.add(0, daemon);
        return new Site(exchange, daemon);
    }

    private static void check(Message call) {
        DeviceName port = DemoLab.port(call.port());
        LeftMessage left = Exchange.await(call.left());
        assertEquals(LeftMessage.Outcome.LEFT, left.outcome(), left::toString);
        MessageEvent.Stored stored = call.daemon().stored(port);
        CallReport.Ended ended = call.daemon().ended(port);

        assertEquals(call.demanded(), call.daemon().listening(port).protection());
        assertEquals(call.demanded(), call.daemon().talking(port).protection());
        assertEquals(List.of(call.demanded(), call.demanded()), List.of(ended.receive(), ended.transmit()));
        assertEquals(List.of(call.demanded(), call.demanded()), List.of(left.receive(), left.transmit()));
        assertEquals(Exchange.mailbox(call.port()), stored.mailbox());
        assertTrue(ended.packetsReceived() > 0 && ended.packetsSent() > 0, ended::text);
        assertEquals(CallSummary.Outcome.ANSWERED, ended.summary().outcome());
        assertEquals(call.port().secure(), ended.text().contains(ended.mode() + " (TLSv1."), ended::text);
        assertEquals(List.of(0L, 0L), List.of(ended.packetsRefused(), left.packetsRefused()));
        assertAlike("stored", Exchange.SPEECH, TestDaemon.sound(stored));
        assertTrue(Similarity.compare(Installation.GREETING, left.heard()).score() > RECOGNIZED);
    }

    private static void assertAlike(String what, short[] said, short[] heard) {
        double score = Similarity.compare(said, heard).score();
        assertTrue(score >= ALIKE, () -> what + " has a similarity of " + score);
    }
}
