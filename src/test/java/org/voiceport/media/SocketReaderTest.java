package org.voiceport.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two sockets on one loop: which packets are read, and in what order. */
class SocketReaderTest {
    private final MediaLab lab = new MediaLab();
    private final Peer peer = new Peer();
    private final PacketBuffers buffers = new PacketBuffers();
    private final BlockingQueue<String> read = new LinkedBlockingQueue<>();
    private SocketPair one;
    private SocketPair other;

    @BeforeEach
    void open() throws NoSocket {
        UdpPorts ports = new UdpPorts(29300, 29399);
        one = watched(ports, "one");
        other = watched(ports, "other");
    }

    private SocketPair watched(UdpPorts ports, String name) throws NoSocket {
        SocketPair pair = ports.open(MediaLab.LOOPBACK);
        lab.onLoop(() -> SocketReader.start(
                lab.loop(), pair.rtp(), buffers, (length, now) -> read.add(name + " " + buffers.in[0])));
        return pair;
    }

    @AfterEach
    void close() {
        peer.close();
        lab.close();
        one.close();
        other.close();
    }

    @Test
    void a_stall_of_a_second_loses_no_packet_of_10_ms() throws InterruptedException {
        List<byte[]> packets = new ArrayList<>();
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            byte[] packet = new byte[12 + 80 + 10];
            packet[0] = (byte) i;
            packets.add(packet);
            sent.add("one " + i);
        }
        peer.sendAtOnce(lab, packets, one.local());
        assertEquals(sent, take(100));
    }

    @Test
    void who_floods_one_socket_keeps_nobody_waiting_for_long() throws InterruptedException {
        lab.onLoop(() -> {
            for (int i = 0; i < 150; i++) {
                peer.send(new byte[] {1}, one.local());
            }
            peer.send(new byte[] {2}, other.local());
            return "";
        });
        List<String> order = take(151);
        int before = order.indexOf("other 2");
        assertTrue(before >= 0 && before <= 2 * SocketReader.BATCH, () -> before + " packets of the flood came first");
    }

    @Test
    void what_a_flood_leaves_no_room_for_is_lost_to_its_own_socket_alone() throws InterruptedException {
        lab.onLoop(() -> {
            for (int i = 0; i < 5_000; i++) {
                peer.send(new byte[172], one.local());
            }
            for (int i = 0; i < 10; i++) {
                peer.send(new byte[] {(byte) i}, other.local());
            }
            return "";
        });
        List<String> others = new ArrayList<>();
        int flooded = 0;
        while (others.size() < 10) {
            String next = take(1).get(0);
            if (next.startsWith("other")) {
                others.add(next);
            } else {
                flooded++;
            }
        }
        assertEquals(List.of("other 0", "other 9"), List.of(others.get(0), others.get(9)));
        int bound = flooded;
        assertTrue(flooded < 2_500, () -> bound + " packets were kept");
    }

    private List<String> take(int count) throws InterruptedException {
        List<String> taken = new ArrayList<>();
        while (taken.size() < count) {
            String next = read.poll(10, TimeUnit.SECONDS);
            assertTrue(next != null, () -> "only " + taken.size() + " packets came: " + taken);
            taken.add(next);
        }
        return taken;
    }
}
