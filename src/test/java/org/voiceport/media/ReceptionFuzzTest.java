package org.voiceport.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Optional;
import java.util.SplittableRandom;
import org.voiceport.audio.Codec;
import org.voiceport.port.ReceiveSpec;

/**
 * Whatever packets a call in clear gets, each is counted once, nothing is thrown, and the recording doesn't outrun time. An
 * input is a series of packets, each behind an octet for the time since the one before, in 4 ms, and two for its length.
 */
class ReceptionFuzzTest {
    private static final PacketBuffers BUFFERS = withSender();
    private static final long STEP = 4_000_000;

    @FuzzTest
    void any_packets_are_taken_or_refused_and_each_is_counted(byte[] input) {
        Speech.Recorder heard = new Speech.Recorder();
        Recording recording =
                new Recording(BUFFERS.received, new SplittableRandom(1), new ToneReader(true, key -> {}), e -> {
                    throw e;
                });
        int[] keys = new int[1];
        Reception reception =
                new Reception(BUFFERS, recording, new KeyReader(key -> keys[0]++), MediaLab.refusals(e -> {}));
        PacketGate gate = new PacketGate(
                new ReceiveSpec(Codec.G711U, 20, Optional.empty(), 101, MediaLab.LOOPBACK, MediaLab.LOOPBACK));
        reception.begin(gate, 0);
        reception.record(heard, 0);
        ByteBuffer series = ByteBuffer.wrap(input);
        long now = 0;
        long packets = 0;
        while (series.remaining() >= 3) {
            now += (series.get() & 0xFF) * STEP;
            int length = Math.min(Math.min(series.getShort() & 0xFFFF, series.remaining()), PacketBuffers.SIZE);
            series.get(BUFFERS.in, 0, length);
            reception.tick(now);
            reception.packet(gate, length, now);
            packets++;
        }
        long counted = reception.packets()
                + reception.refused()
                - recording.overruns()
                + reception.quality(0, 0).late()
                + reception.quality(0, 0).duplicates();
        assertEquals(packets, counted);
        assertTrue(reception.lost() >= 0);
        assertTrue(keys[0] <= 8 * packets);
        reception.stopRecording(now);
        assertTrue(heard.count() <= RtpClock.samples(now) + Recording.MAX_AHEAD + PacketBuffers.MAX_PAYLOAD);
    }

    /** Buffers that know who sent last, as they do when a packet is judged. */
    private static PacketBuffers withSender() {
        try (DatagramChannel channel = SocketPair.bound(MediaLab.LOOPBACK, 0);
                DatagramSocket far = new DatagramSocket(new InetSocketAddress(MediaLab.LOOPBACK, 0))) {
            far.send(new DatagramPacket(new byte[1], 1, channel.getLocalAddress()));
            PacketBuffers buffers = new PacketBuffers();
            while (buffers.receive(channel) == PacketBuffers.NOTHING) {
                Thread.onSpinWait();
            }
            return buffers;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
