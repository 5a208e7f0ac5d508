package org.voiceport.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.voiceport.event.Fault;
import org.voiceport.event.SecurityMode;
import org.voiceport.port.Server;

class KnockTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final EventLoops loops = EventLoops.start(1);
    private final EventLoop loop = loops.next();

    @AfterEach
    void close() {
        loops.close();
    }

    @ParameterizedTest
    @EnumSource
    void connects_to_the_port_of_the_mode_and_leaves_without_a_word(SecurityMode mode) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            int port = listener.getLocalPort();
            Server server = mode.secure() ? new Server("127.0.0.1", 1, port) : new Server("127.0.0.1", port, 1);
            Knock.Answer answer = knock(loops.resolver(), server, mode, LONG);
            assertEquals(Optional.of(InetAddress.getLoopbackAddress()), answer.resolved());
            assertEquals(Optional.empty(), answer.fault());
            try (Socket accepted = listener.accept()) {
                assertEquals(accepted.getPort(), answer.local().orElseThrow().getPort());
                assertEquals(-1, accepted.getInputStream().read());
            }
        }
    }

    @Test
    void tells_that_nobody_listens() throws Exception {
        int closed;
        try (ServerSocket brief = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = brief.getLocalPort();
        }
        Knock.Answer answer = knock(loops.resolver(), new Server("localhost", 1, closed), SecurityMode.ENCRYPTED, LONG);
        assertTrue(answer.resolved().isPresent());
        assertEquals(Optional.empty(), answer.local());
        Fault fault = answer.fault().orElseThrow();
        assertEquals("localhost (127.0.0.1):" + closed + " refused the connection", fault.what());
        assertTrue(fault.todo().contains("mixed mode"), fault.todo());
    }

    @Test
    void tells_that_a_name_is_unknown() throws Exception {
        try (Resolver resolver = new Resolver(host -> {
            throw new UnknownHostException(host);
        })) {
            Knock.Answer answer = knock(resolver, new Server("cm1.invalid", 2000, 2443), SecurityMode.NON_SECURE, LONG);
            assertEquals(Optional.empty(), answer.resolved());
            assertEquals(
                    "the host name cm1.invalid can't be resolved",
                    answer.fault().orElseThrow().what());
        }
    }

    @Test
    void gives_up_in_time() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (Resolver resolver = new Resolver(host -> {
            awaited(never);
            throw new UnknownHostException(host);
        })) {
            Knock.Answer answer = knock(
                    resolver, new Server("cm1.invalid", 2000, 2443), SecurityMode.NON_SECURE, Duration.ofMillis(100));
            assertEquals(
                    "the host name cm1.invalid wasn't resolved in 100 ms",
                    answer.fault().orElseThrow().what());
        } finally {
            never.countDown();
        }
    }

    private Knock.Answer knock(Resolver resolver, Server server, SecurityMode mode, Duration limit) throws Exception {
        return Knock.at(loop, resolver, server, mode, limit).get(30, TimeUnit.SECONDS);
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }
}
