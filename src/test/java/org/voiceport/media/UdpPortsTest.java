package org.voiceport.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.voiceport.audio.Codec;
import org.voiceport.event.Fault;
import org.voiceport.port.MediaEngine;
import org.voiceport.port.MediaEvent;
import org.voiceport.port.ReceiveSpec;

/** Each test looks for a range that nobody uses, below what the system gives out by itself. */
class UdpPortsTest {
    @Test
    void gives_an_even_port_and_the_odd_one_above() throws Exception {
        int first = freeRange(5);
        try (SocketPair pair = new UdpPorts(first + 1, first + 9).open(MediaLab.LOOPBACK)) {
            int rtp = port(pair);
            assertEquals(0, rtp % 2);
            assertTrue(rtp >= first + 2 && rtp <= first + 8, () -> "port " + rtp);
            assertEquals(rtp + 1, ((InetSocketAddress) pair.rtcp().getLocalAddress()).getPort());
        }
    }

    @Test
    void marks_what_both_sockets_send() throws Exception {
        try (SocketPair pair = range(5).open(MediaLab.LOOPBACK)) {
            pair.mark(46 << 2);
            assertEquals(184, pair.rtp().getOption(StandardSocketOptions.IP_TOS));
            assertEquals(184, pair.rtcp().getOption(StandardSocketOptions.IP_TOS));
        }
    }

    @Test
    void goes_round_before_a_port_is_used_again() throws Exception {
        UdpPorts ports = range(5);
        Set<Integer> used = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            try (SocketPair pair = ports.open(MediaLab.LOOPBACK)) {
                used.add(port(pair));
            }
        }
        assertEquals(5, used.size());
    }

    @Test
    void passes_over_a_pair_whose_upper_port_is_in_use() throws Exception {
        int first = freeRange(2);
        try (DatagramSocket other = new DatagramSocket(new InetSocketAddress(MediaLab.LOOPBACK, first + 1))) {
            UdpPorts ports = new UdpPorts(first, first + 3);
            for (int i = 0; i < 4; i++) {
                try (SocketPair pair = ports.open(MediaLab.LOOPBACK)) {
                    assertEquals(first + 2, port(pair), () -> "beside " + other.getLocalPort());
                }
            }
        }
    }

    @Test
    void says_when_all_are_in_use() throws Exception {
        int first = freeRange(2);
        UdpPorts ports = new UdpPorts(first, first + 3);
        try (SocketPair one = ports.open(MediaLab.LOOPBACK);
                SocketPair two = ports.open(MediaLab.LOOPBACK)) {
            assertNotEquals(port(one), port(two));
            Fault fault = assertThrows(NoSocket.class, () -> ports.open(MediaLab.LOOPBACK))
                    .fault();
            assertTrue(
                    fault.line().contains(first + "-" + (first + 3))
                            && fault.line().contains("media.udpPorts"),
                    fault::line);
        }
        ports.open(MediaLab.LOOPBACK).close();
    }

    @Test
    void says_when_the_address_is_not_ours() throws Exception {
        InetAddress elsewhere = InetAddress.getByName("192.0.2.1");
        Fault fault = assertThrows(NoSocket.class, () -> new UdpPorts(28040, 28999).open(elsewhere))
                .fault();
        assertTrue(fault.what().contains("192.0.2.1") && fault.todo().contains("media.address"), fault::line);
    }

    @Test
    void a_range_without_a_pair_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> new UdpPorts(28001, 28002));
        assertThrows(IllegalArgumentException.class, () -> new UdpPorts(0, 10));
        assertThrows(IllegalArgumentException.class, () -> new UdpPorts(65534, 65536));
    }

    @Test
    void loops_that_share_a_range_never_get_the_same_pair() throws Exception {
        UdpPorts ports = range(80);
        Set<Integer> open = ConcurrentHashMap.newKeySet();
        List<SocketPair> pairs = new ArrayList<>();
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(i -> new Thread(() -> {
                    for (int j = 0; j < 20; j++) {
                        try {
                            SocketPair pair = ports.open(MediaLab.LOOPBACK);
                            synchronized (pairs) {
                                pairs.add(pair);
                            }
                            open.add(port(pair));
                        } catch (NoSocket e) {
                            open.add(-1);
                        }
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        pairs.forEach(SocketPair::close);
        assertFalse(open.contains(-1));
        assertEquals(80, open.size());
    }

    @Test
    void a_stream_without_a_port_fails_and_says_why() {
        try (MediaLab lab = new MediaLab(range(1))) {
            lab.open().listen(MediaLab.receivePlain());
            MediaLab.TestStream second = lab.open();
            second.run(s -> s.listen(MediaLab.receivePlain()));
            MediaEvent.Failed failed = second.await(MediaEvent.Failed.class);
            assertTrue(failed.receiving());
            assertTrue(failed.fault() instanceof Fault.Misconfigured);
        }
    }

    @Test
    void a_stream_at_an_address_that_is_not_ours_fails() throws Exception {
        InetAddress elsewhere = InetAddress.getByName("192.0.2.1");
        try (MediaLab lab = new MediaLab()) {
            MediaLab.TestStream stream = lab.open();
            stream.run(s -> s.listen(new ReceiveSpec(Codec.G711U, 20, Optional.empty(), 0, MediaLab.ANY, elsewhere)));
            stream.await(MediaEvent.Failed.class);
        }
    }

    @Test
    void ports_are_free_again_after_close() {
        try (MediaLab lab = new MediaLab(range(2))) {
            for (int i = 0; i < 10; i++) {
                MediaLab.TestStream stream = lab.open();
                int port = stream.listen(MediaLab.receivePlain()).getPort();
                stream.run(MediaEngine.Stream::close);
                awaitFree(port);
            }
        }
    }

    /** The port is free at the next turn of the loop's selector. */
    private static void awaitFree(int port) {
        long limit = System.nanoTime() + 5_000_000_000L;
        while (true) {
            try (DatagramSocket rtp = new DatagramSocket(new InetSocketAddress(MediaLab.LOOPBACK, port));
                    DatagramSocket rtcp = new DatagramSocket(new InetSocketAddress(MediaLab.LOOPBACK, port + 1))) {
                assertTrue(rtp.isBound() && rtcp.isBound());
                return;
            } catch (SocketException e) {
                assertTrue(System.nanoTime() < limit, () -> "port " + port + " is still in use");
                Thread.onSpinWait();
            }
        }
    }

    private static UdpPorts range(int pairs) {
        int first = freeRange(pairs);
        return new UdpPorts(first, first + 2 * pairs - 1);
    }

    /** The even port that begins so many pairs of which none is in use. */
    private static int freeRange(int pairs) {
        for (int tries = 0; tries < 100; tries++) {
            int first = 2 * ThreadLocalRandom.current().nextInt(14_000, 16_000);
            List<DatagramSocket> sockets = new ArrayList<>();
            try {
                for (int port = first; port < first + 2 * pairs; port++) {
                    sockets.add(new DatagramSocket(new InetSocketAddress(MediaLab.LOOPBACK, port)));
                }
                return first;
            } catch (SocketException e) {
                // Somebody uses one of them: look elsewhere.
            } finally {
                sockets.forEach(DatagramSocket::close);
            }
        }
        throw new AssertionError("no " + pairs + " pairs of UDP ports in a row are free");
    }

    private static int port(SocketPair pair) {
        return pair.local().getPort();
    }
}
