package org.voiceport.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.voiceport.audio.Codec;
import org.voiceport.audio.Sources;
import org.voiceport.audio.Tones;
import org.voiceport.port.MediaEngine;
import org.voiceport.port.ReceiveSpec;
import org.voiceport.port.TransmitSpec;
import org.voiceport.rtp.RtpPacket;

/** Packets of every time that call managers ask for, and of those that others send, in each codec. */
class PacketTimesTest {
    /** 600 ms, a whole number of packets of each time. */
    private static final int SAMPLES = 4800;

    private final Peer peer = new Peer();

    @AfterEach
    void close() {
        peer.close();
    }

    static Stream<Arguments> sent() {
        return Arrays.stream(Codec.values())
                .flatMap(codec -> IntStream.of(10, 20, 30, 40, 50, 60).mapToObj(millis -> Arguments.of(codec, millis)));
    }

    /** The clock is the test's, so that this takes no time. */
    @ParameterizedTest
    @MethodSource("sent")
    void sends_packets_of_the_time_that_is_asked_for(Codec codec, int millis) throws NoSocket {
        short[] tone = Tones.sine(440, SAMPLES / 8, -12);
        Playback playback = new Playback(e -> {
            throw e;
        });
        playback.play(Sources.of(tone));
        int length = millis * 8;
        int packets = SAMPLES / length;
        byte[] payload = new byte[SAMPLES];
        SocketPair sockets = new UdpPorts(29300, 29399).open(MediaLab.LOOPBACK);
        try {
            PacketBuffers buffers = new PacketBuffers();
            TransmitSpec spec = new TransmitSpec(peer.address(), codec, millis, Optional.empty(), 0, 0);
            InetTarget target = new InetTarget(sockets, buffers, peer.address());
            Transmission transmission =
                    new Transmission(spec, target, buffers, new PacingError(), new SplittableRandom(7), 0);
            int timestamp = transmission.timestampAt(0);
            for (int i = 0; i < packets; i++) {
                transmission.tick(TimeUnit.MILLISECONDS.toNanos((long) i * millis), playback, source -> {});
                byte[] packet = peer.receive();
                assertEquals(RtpPacket.HEADER_LENGTH + length, packet.length);
                assertEquals(codec.payloadType(), RtpPacket.payloadType(packet, 0));
                assertEquals(timestamp + i * length, RtpPacket.timestamp(packet, 0));
                System.arraycopy(packet, RtpPacket.HEADER_LENGTH, payload, i * length, length);
            }
            assertEquals(packets, transmission.packets());
        } finally {
            sockets.close();
        }
        assertArrayEquals(encoded(codec, tone), payload);
    }

    static Stream<Arguments> received() {
        return Arrays.stream(Codec.values())
                .flatMap(codec -> IntStream.of(1, 5, 10, 20, 30, 40, 50, 60, 100, 200)
                        .mapToObj(millis -> Arguments.of(codec, millis)));
    }

    /** Whatever was agreed upon: 20 ms here. */
    @ParameterizedTest
    @MethodSource("received")
    void takes_packets_of_whatever_time(Codec codec, int millis) {
        int count = Math.max(3, 160 / millis);
        assertTaken(codec, count * millis * 8, () -> millis * 8);
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void takes_packets_that_change_their_time(Codec codec) {
        Random random = new Random(20);
        assertTaken(codec, 16_000, () -> 1 + random.nextInt(PacketBuffers.MAX_PAYLOAD));
    }

    @Test
    void the_longest_packet_is_one_of_200_ms() {
        assertEquals(200 * 8, PacketBuffers.MAX_PAYLOAD);
    }

    private void assertTaken(Codec codec, int samples, IntSupplier lengths) {
        byte[] payload = encoded(codec, Tones.sine(440, samples / 8, -12));
        Speech.Recorder expected = new Speech.Recorder();
        short[] decoded = new short[payload.length];
        codec.decoder().decode(payload, 0, decoded, 0, payload.length);
        expected.write(decoded, 0, decoded.length);
        Speech.Recorder recorder = new Speech.Recorder();
        List<byte[]> packets = packets(codec, payload, lengths);
        try (MediaLab lab = new MediaLab()) {
            MediaLab.TestStream stream = lab.open();
            InetSocketAddress local =
                    stream.listen(new ReceiveSpec(codec, 20, Optional.empty(), 0, MediaLab.ANY, MediaLab.LOOPBACK));
            stream.run(s -> s.record(recorder));
            peer.sendAtOnce(lab, packets, local);
            assertEquals(packets.size(), stream.awaitArrived(packets.size()).packetsReceived());
            stream.run(MediaEngine.Stream::stopRecording);
        }
        assertArrayEquals(expected.speech(), recorder.speech());
    }

    private static List<byte[]> packets(Codec codec, byte[] payload, IntSupplier lengths) {
        List<byte[]> packets = new ArrayList<>();
        for (int at = 0; at < payload.length; ) {
            int end = Math.min(at + lengths.getAsInt(), payload.length);
            byte[] packet = Peer.packet(Peer.SSRC, packets.size(), at, Arrays.copyOfRange(payload, at, end));
            packet[1] = (byte) codec.payloadType();
            packets.add(packet);
            at = end;
        }
        return packets;
    }

    private static byte[] encoded(Codec codec, short[] samples) {
        byte[] payload = new byte[samples.length];
        codec.encoder().encode(samples, 0, payload, 0, samples.length);
        return payload;
    }
}
