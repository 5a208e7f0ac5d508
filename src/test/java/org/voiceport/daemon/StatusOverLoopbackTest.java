package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.config.DaemonConfig;
import org.voiceport.config.HostPort;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.Fault;
import org.voiceport.event.MediaProtection;
import org.voiceport.event.PortEvent;
import org.voiceport.event.SecurityMode;
import org.voiceport.observe.Status;
import org.voiceport.observe.StatusServer;
import org.voiceport.sim.LeftMessage;

/** What is told of a daemon at work is what its ports really have. */
class StatusOverLoopbackTest {
    @TempDir
    private Path directory;

    @Test
    void ports_and_a_call_are_shown_with_what_really_protects_them() throws Exception {
        try (Exchange exchange = Exchange.start(Exchange.settings())) {
            Installation installation = Installation.in(directory).callManager(exchange.callManager());
            for (SecurityMode mode : SecurityMode.values()) {
                installation.port(mode);
            }
            Watch watch = new Watch(event -> {});
            watch.starts(installation.config());
            assertEquals(Status.State.STARTING, watch.get().state());
            try (TestDaemon daemon = TestDaemon.start(installation.config(), watch)) {
                watch.runs(daemon.daemon());
                for (SecurityMode mode : SecurityMode.values()) {
                    daemon.registered(mode);
                }
                Status status = watch.get();
                assertTrue(status.isReady(), () -> status.notReady().toString());
                assertEquals(3, status.count(Status.PortState.REGISTERED));
                assertEquals(1, status.setup().ctl().orElseThrow().callManagers());
                assertTrue(status.ctlSince().isPresent());
                for (Status.Port port : status.ports()) {
                    PortEvent.Registered told = daemon.registered(port.setup().mode());
                    assertEquals(
                            Optional.ofNullable(told.tls()),
                            port.link().orElseThrow().tls());
                    assertEquals(
                            port.setup().mode().secure(),
                            port.setup().certificate().isPresent());
                }
                CompletableFuture<LeftMessage> left = exchange.leave(SecurityMode.ENCRYPTED, SecurityMode.ENCRYPTED);
                daemon.talking(DemoLab.port(SecurityMode.ENCRYPTED));
                Status.Call call = watch.get().calls().get(0);
                assertEquals(DemoLab.port(SecurityMode.ENCRYPTED), call.port());
                assertEquals(Optional.of(MediaProtection.AES_CM_128_HMAC_SHA1_32), call.receive());
                assertEquals(Optional.of(MediaProtection.AES_CM_128_HMAC_SHA1_32), call.transmit());
                assertFalse(call.inClear());
                String text = String.join("\n", StatusText.lines(watch.get(), ZoneOffset.UTC));
                assertTrue(text.contains("SRTP AES_CM_128_HMAC_SHA1_32"), text);
                left.get(60, TimeUnit.SECONDS);
                daemon.ended(DemoLab.port(SecurityMode.ENCRYPTED));
                assertEquals(List.of(), watch.get().calls());
                assertEquals(1, watch.get().totals().callsEncrypted());
            }
            assertEquals(Status.State.STOPPING, watch.get().state());
        }
    }

    /** An installation that nobody connects with. */
    private DaemonConfig bare() {
        return Installation.in(directory)
                .callManager("127.0.0.1", 1, 2)
                .port(SecurityMode.NON_SECURE)
                .config();
    }

    /** Another one may hold the address for a while, such as the daemon that this one replaces. */
    @Test
    @SuppressWarnings("try") // what the door does is heard of
    void an_address_that_is_taken_is_told_once_and_served_when_it_is_free() throws Exception {
        Watch watch = new Watch(event -> {});
        watch.starts(bare());
        TestEvents events = new TestEvents(event -> {});
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        HostPort at = new HostPort("127.0.0.1", other.getLocalPort());
        HttpDoor door = HttpDoor.open(at, watch, watch.metrics(), events, Duration.ofMillis(20));
        try (other;
                door) {
            DaemonEvent.HttpUnavailable told = events.await(DaemonEvent.HttpUnavailable.class, any -> true);
            assertEquals(at.toString(), told.address());
            other.close();
            assertEquals(
                    "http://" + at + "/",
                    events.await(DaemonEvent.HttpServed.class, any -> true).url());
            assertEquals(
                    1,
                    events.all(DaemonEvent.HttpUnavailable.class, any -> true).size());
        }
        // Closed: the address is free again.
        StatusServer.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), at.port()),
                        watch,
                        watch.metrics().get())
                .close();
    }

    @Test
    void a_port_that_cannot_register_is_shown_with_what_to_do() throws Exception {
        Watch watch = new Watch(event -> {});
        watch.starts(bare());
        watch.accept(new PortEvent.Unregistered(
                DemoLab.port(SecurityMode.NON_SECURE),
                SecurityMode.NON_SECURE,
                "10.0.0.11:2000",
                new Fault.LinkLost("it doesn't answer", "see whether it runs"),
                0));
        List<String> lines = StatusText.lines(watch.get(), ZoneOffset.UTC);
        assertTrue(
                lines.contains("CiscoUM1-VI1: PORT-002 10.0.0.11:2000: it doesn't answer -> see whether it runs"),
                () -> String.join("\n", lines));
        assertTrue(
                lines.get(0).matches(".* started [0-9-]+ [0-9:]+ \\+00:00, starting since .* with .*"), lines.get(0));
        assertTrue(lines.get(1).startsWith("not ready: the daemon is starting"), lines.get(1));
        assertTrue(watch.get().startedAt().isBefore(Instant.now().plusSeconds(1)));
    }
}
