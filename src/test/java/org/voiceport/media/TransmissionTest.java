package org.voiceport.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.voiceport.audio.Source;
import org.voiceport.rtp.RtpPacket;

/** When packets are due, with a clock that the test moves. */
class TransmissionTest {
    private static final long START = -1_000_000_000_000L;

    private final Peer peer = new Peer();
    private final Playback playback = new Playback(e -> {
        throw e;
    });
    private final List<Source> played = new ArrayList<>();
    private final PacketBuffers buffers = new PacketBuffers();
    private final PacingError pacing = new PacingError();
    private SocketPair sockets;
    private Transmission transmission;

    @BeforeEach
    void open() throws NoSocket {
        sockets = new UdpPorts(29000, 29099).open(MediaLab.LOOPBACK);
        transmission = new Transmission(
                MediaLab.transmitPlain(peer.address()),
                new InetTarget(sockets, buffers, peer.address()),
                buffers,
                pacing,
                new SplittableRandom(1),
                START);
    }

    @AfterEach
    void close() {
        peer.close();
        sockets.close();
    }

    @Test
    void a_packet_is_due_every_20_ms() {
        for (int millis = 0; millis < 1000; millis += 10) {
            tick(millis);
            assertEquals(millis / 20 + 1, transmission.packets(), "after " + millis + " ms");
        }
    }

    @Test
    void a_source_begins_anywhere_in_the_lower_half_of_its_sequence_numbers() {
        Set<Integer> sequences = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            InetTarget target = new InetTarget(sockets, buffers, peer.address());
            new Transmission(
                            MediaLab.transmitPlain(peer.address()),
                            target,
                            buffers,
                            pacing,
                            new SplittableRandom(seed),
                            START)
                    .tick(START, playback, played::add);
            sequences.add(RtpPacket.sequence(peer.receive(), 0));
        }
        assertTrue(sequences.size() > 15, sequences::toString);
        assertTrue(sequences.stream().allMatch(sequence -> sequence < 0x8000), sequences::toString);
    }

    @Test
    void late_ticks_delay_no_later_packet() {
        for (int millis = 0; millis < 1000; millis += 20) {
            tick(millis + 9);
        }
        tick(1000);
        assertEquals(51, transmission.packets());
    }

    @Test
    void a_short_stall_is_made_up_for() {
        tick(0);
        tick(80);
        assertEquals(5, transmission.packets());
    }

    @Test
    void a_long_stall_is_a_pause_not_a_burst() {
        tick(0);
        tick(1000);
        assertEquals(1 + Transmission.MAX_CATCH_UP, transmission.packets());
        tick(1010);
        assertEquals(1 + Transmission.MAX_CATCH_UP, transmission.packets());
        tick(1020);
        List<byte[]> packets =
                IntStream.range(0, 7).mapToObj(i -> peer.receive()).toList();
        byte[] first = packets.get(0);
        byte[] last = packets.get(6);
        assertEquals(6, (char) (RtpPacket.sequence(last, 0) - RtpPacket.sequence(first, 0)));
        assertEquals(8160, RtpPacket.timestamp(last, 0) - RtpPacket.timestamp(first, 0), "1020 ms");
        assertTrue(RtpPacket.marker(last, 0));
    }

    @Test
    void lateness_is_counted_from_the_moment_at_which_a_packet_was_due() {
        long now = System.nanoTime();
        Transmission late = new Transmission(
                MediaLab.transmitPlain(peer.address()),
                new InetTarget(sockets, buffers, peer.address()),
                buffers,
                pacing,
                new SplittableRandom(1),
                now - TimeUnit.MILLISECONDS.toNanos(250));
        late.tick(now, playback, played::add);
        PacingError.Counts counts = pacing.counts();
        assertEquals(Transmission.MAX_CATCH_UP, counts.sent());
        assertEquals(8, counts.leftOut(), "of the 13 packets that are due in 250 ms");
        assertTrue(counts.lateness(1) >= TimeUnit.MILLISECONDS.toNanos(250));
        assertTrue(counts.lateness(0.2) >= TimeUnit.MILLISECONDS.toNanos(170));
    }

    @Test
    void the_timestamp_of_a_moment_follows_the_clock() {
        int start = transmission.timestampAt(at(0));
        tick(0);
        tick(20);
        assertEquals(start + 200, transmission.timestampAt(at(25)));
    }

    private void tick(int millis) {
        transmission.tick(at(millis), playback, played::add);
    }

    private static long at(int millis) {
        return START + TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
