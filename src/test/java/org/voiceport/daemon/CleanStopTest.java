package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.voiceport.daemon.Exchange.await;
import static org.voiceport.event.SecurityMode.ENCRYPTED;
import static org.voiceport.event.SecurityMode.NON_SECURE;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.event.DaemonEvent;
import org.voiceport.net.LeakWatch;
import org.voiceport.sccp.RegistrationMessage.Register;
import org.voiceport.sim.LeftMessage;
import org.voiceport.sim.Misbehaviour;

/** After stop nothing is left: no thread, no socket, no buffer. */
@ExtendWith(LeakWatch.class)
class CleanStopTest {
    private static final int FIRST_UDP = 15_000;
    private static final int LAST_UDP = 15_007;

    @TempDir
    Path directory;

    @Test
    void leaves_no_thread_and_no_udp_port() throws IOException, InterruptedException {
        Set<Thread> before = Set.copyOf(Thread.getAllStackTraces().keySet());
        try (Exchange exchange = Exchange.start();
                TestDaemon daemon = Installation.in(directory)
                        .callManager(exchange.callManager())
                        .port(ENCRYPTED)
                        .port(NON_SECURE)
                        .section("media", "{ address: 127.0.0.1, udpPorts: " + FIRST_UDP + "-" + LAST_UDP + " }")
                        .start()) {
            daemon.registered(ENCRYPTED);
            daemon.registered(NON_SECURE);
            CompletableFuture<LeftMessage> over = exchange.leave(ENCRYPTED, ENCRYPTED);
            var going = exchange.phoneOf(NON_SECURE).call(Exchange.mailbox(NON_SECURE));
            await(going.beep());
            await(over);
            assertTrue(daemon.stop());

            assertTrue(
                    daemon.events().await(DaemonEvent.Stopped.class, e -> true).clean());
            assertEquals(List.of(), daemonThreads(before));
            for (int port = FIRST_UDP; port <= LAST_UDP; port++) {
                new DatagramSocket(port, InetAddress.getLoopbackAddress()).close();
            }
        }
    }

    @Test
    void does_not_wait_for_call_managers_that_say_nothing() {
        try (Exchange exchange = Exchange.start()) {
            exchange.callManager().misbehave(Misbehaviour.SILENT_AFTER_REGISTER);
            try (TestDaemon daemon = Installation.in(directory)
                    .callManager(exchange.callManager())
                    .port(ENCRYPTED)
                    .port(NON_SECURE)
                    .timings("registerAck: 1h, firstRetryLeast: 1h, firstRetryMost: 1h, retryMost: 1h")
                    .start()) {
                await(exchange.callManager().receivedFrom(DemoLab.port(ENCRYPTED), Register.class, m -> true));
                long begun = System.nanoTime();

                assertTrue(daemon.stop());
                assertTrue(System.nanoTime() - begun < Duration.ofSeconds(3).toNanos());
            }
        }
    }

    /** Threads of the daemon that don't end within a moment. */
    private static List<String> daemonThreads(Set<Thread> before) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            boolean ours = thread.getName().startsWith("voiceport-")
                    || thread.getName().startsWith("call-");
            if (ours && !before.contains(thread)) {
                thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
            }
        }
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> name.startsWith("voiceport-") || name.startsWith("call-"))
                .collect(Collectors.toList());
    }
}
