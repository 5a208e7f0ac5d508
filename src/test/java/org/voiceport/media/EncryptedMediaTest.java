package org.voiceport.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.voiceport.audio.Codec;
import org.voiceport.audio.Sources;
import org.voiceport.event.MediaProtection;
import org.voiceport.port.MediaEngine;
import org.voiceport.port.MediaEvent;
import org.voiceport.port.MediaKey;
import org.voiceport.port.MediaStatistics;
import org.voiceport.rtp.RtcpPacket;
import org.voiceport.rtp.RtpPacket;
import org.voiceport.srtp.MasterKey;
import org.voiceport.srtp.SrtpProfile;
import org.voiceport.srtp.SrtpReceiver;
import org.voiceport.srtp.SrtpSender;

/** SRTP in both directions, against contexts of the far end that the test keeps. */
class EncryptedMediaTest {
    private static final SrtpProfile PROFILE = SrtpProfile.AES_CM_128_HMAC_SHA1_80;

    private final MediaLab lab = new MediaLab();
    private final Peer peer = new Peer();
    private final Speech.Recorder recorder = new Speech.Recorder();
    private final MediaLab.TestStream stream = lab.open();

    @AfterEach
    void close() {
        peer.close();
        lab.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = MediaProtection.class,
            names = {"AES_CM_128_HMAC_SHA1_32", "AES_CM_128_HMAC_SHA1_80"})
    void what_plays_arrives_encrypted(MediaProtection suite) {
        stream.run(s -> s.play(Sources.of(Speech.samples(0, 800))));
        stream.talk(MediaLab.transmit(peer.address(), key(suite, 1)));
        SrtpReceiver far = SrtpReceiver.create(SrtpProfile.valueOf(suite.name()), master(1));
        assertArrayEquals(Speech.samples(0, 800), hear(far, 5));
    }

    @ParameterizedTest
    @EnumSource(
            value = MediaProtection.class,
            names = {"AES_CM_128_HMAC_SHA1_32", "AES_CM_128_HMAC_SHA1_80"})
    void what_comes_encrypted_is_recorded(MediaProtection suite) {
        InetSocketAddress local = listen(key(suite, 2));
        SrtpSender far = SrtpSender.create(SrtpProfile.valueOf(suite.name()), master(2));
        peer.sendAtOnce(lab, protect(far, 0, 50), local);
        stream.awaitArrived(50);
        assertRecorded(Speech.samples(0, 8000));
    }

    @Test
    void each_direction_has_its_own_key() {
        InetSocketAddress local = listen(key(2));
        stream.run(s -> s.play(Sources.of(Speech.samples(0, 800))));
        stream.talk(MediaLab.transmit(peer.address(), key(1)));
        peer.sendAtOnce(lab, protect(sender(2), 0, 20), local);
        assertArrayEquals(Speech.samples(0, 800), hear(receiver(1), 5));
        stream.awaitArrived(20);
        assertRecorded(Speech.samples(0, 3200));
    }

    @Test
    void sound_leaves_never_in_clear_under_a_key() {
        stream.run(s -> s.play(Sources.of(Speech.samples(0, 800))));
        stream.talk(MediaLab.transmit(peer.address(), key(1)));
        byte[] packet = peer.receive();
        assertEquals(12 + 160 + 10, packet.length);
        assertFalse(Arrays.equals(packet, 12, 172, Speech.codes(0, 160), 0, 160));
    }

    @Test
    void plain_packets_on_an_encrypted_stream_are_refused() {
        InetSocketAddress local = listen(key(2));
        List<byte[]> packets = protect(sender(2), 0, 20);
        packets.add(11, Peer.packet(Peer.SSRC, 11, 11 * 160, Speech.codes(5, 160))); // just before the true one
        peer.sendAtOnce(lab, packets, local);
        MediaStatistics counts = stream.awaitArrived(21);
        assertEquals(1, counts.packetsRefused());
        assertRecorded(Speech.samples(0, 3200));
    }

    @Test
    void packets_under_another_key_are_refused() {
        InetSocketAddress local = listen(key(2));
        List<byte[]> packets = protect(sender(2), 0, 20);
        packets.addAll(5, protect(sender(9), 0, 20));
        peer.sendAtOnce(lab, packets, local);
        MediaStatistics counts = stream.awaitArrived(40);
        assertEquals(20, counts.packetsRefused());
        assertRecorded(Speech.samples(0, 3200));
    }

    @Test
    void a_flood_from_a_stranger_leaves_the_recording_as_it_is() {
        InetSocketAddress local = listen(key(2));
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
        List<byte[]> good = protect(sender(2), 0, 60);
        try (Peer stranger = new Peer()) {
            for (int i = 0; i < 20; i++) {
                List<byte[]> batch = new ArrayList<>(good.subList(3 * i, 3 * i + 3));
                stranger.sendAtOnce(lab, forgeries(random, 97, i), local);
                peer.sendAtOnce(lab, batch, local);
                stream.awaitArrived(100L * (i + 1)); // so that the socket's buffer never overflows
            }
        }
        MediaStatistics counts = stream.statistics();
        assertEquals(60, counts.packetsReceived());
        assertEquals(20 * 97, counts.packetsRefused());
        assertEquals(0, counts.packetsLost());
        stream.run(MediaEngine.Stream::stopRecording);
        assertArrayEquals(Speech.samples(0, 60 * 160), withoutPauses(recorder.all()));
    }

    @Test
    void replayed_packets_are_refused() {
        InetSocketAddress local = listen(key(2));
        List<byte[]> packets = protect(sender(2), 0, 20);
        packets.addAll(new ArrayList<>(packets));
        peer.sendAtOnce(lab, packets, local);
        MediaStatistics counts = stream.awaitArrived(40);
        assertEquals(20, counts.packetsRefused());
        assertRecorded(Speech.samples(0, 3200));
    }

    @Test
    void the_far_end_may_move_to_another_address() {
        InetSocketAddress local = listen(key(2));
        List<byte[]> packets = protect(sender(2), 0, 20);
        try (Peer moved = new Peer()) {
            lab.onLoop(() -> {
                packets.subList(0, 10).forEach(packet -> peer.send(packet, local));
                packets.subList(10, 20).forEach(packet -> moved.send(packet, local));
                return "";
            });
            stream.awaitArrived(20);
        }
        assertRecorded(Speech.samples(0, 3200));
    }

    @Test
    void a_second_listen_brings_a_new_key() {
        InetSocketAddress local = listen(key(2));
        peer.sendAtOnce(lab, protect(sender(2), 0, 10), local);
        stream.awaitArrived(10);
        stream.listen(MediaLab.receive(key(3)));
        peer.sendAtOnce(lab, protect(sender(2), 10, 15), local);
        peer.sendAtOnce(lab, protect(sender(3), 10, 20), local);
        MediaStatistics counts = stream.awaitArrived(25);
        assertEquals(5, counts.packetsRefused());
        stream.run(MediaEngine.Stream::stopRecording);
        assertArrayEquals(Speech.samples(0, 3200), withoutPauses(recorder.all()));
    }

    @Test
    void a_second_talk_brings_a_new_key_and_a_new_source() {
        stream.talk(MediaLab.transmit(peer.address(), key(1)));
        int first = RtpPacket.ssrc(peer.receive(), 0);
        stream.talk(MediaLab.transmit(peer.address(), key(4)));
        SrtpReceiver far = receiver(4);
        byte[] packet = peer.receive();
        while (far.unprotect(packet, 0, packet.length) < 0) {
            assertEquals(first, RtpPacket.ssrc(packet, 0), "what the new key does not open is of the old source");
            packet = peer.receive();
        }
        assertNotEquals(first, RtpPacket.ssrc(packet, 0));
    }

    @Test
    void keys_are_wiped_once_they_are_taken() {
        MediaKey in = key(2);
        MediaKey out = key(1);
        stream.run(s -> {
            s.listen(MediaLab.receive(in));
            s.talk(MediaLab.transmit(peer.address(), out), MediaLab.LOOPBACK);
            assertWiped(in);
            assertWiped(out);
        });
    }

    @Test
    void keys_are_wiped_too_if_nothing_comes_of_it() {
        MediaKey in = key(2);
        MediaKey out = key(1);
        MediaKey late = key(5);
        stream.run(s -> {
            s.talk(MediaLab.transmit(new InetSocketAddress(MediaLab.ANY, 9), out), MediaLab.LOOPBACK);
            assertWiped(out);
            s.close();
            s.listen(MediaLab.receive(in));
            s.talk(MediaLab.transmit(peer.address(), late), MediaLab.LOOPBACK);
            assertWiped(in);
            assertWiped(late);
        });
    }

    @Test
    void the_goodbye_of_an_encrypted_call_is_encrypted() {
        stream.talk(MediaLab.transmit(peer.address(), key(1)));
        peer.receive();
        stream.run(MediaEngine.Stream::close);
        byte[] packet = peer.receiveControl();
        int length = receiver(1).unprotectControl(packet, 0, packet.length);
        assertEquals(3, RtcpPacket.check(packet, 0, length), "SR, SDES, BYE");
    }

    private static void assertWiped(MediaKey key) {
        assertArrayEquals(new byte[16], key.key());
        assertArrayEquals(new byte[14], key.salt());
    }

    /** Forgeries of all kinds: of the source's own SSRC, random, too short, without a tag. */
    private static List<byte[]> forgeries(RandomGenerator random, int count, int place) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    byte[] payload = new byte[random.nextInt(300)];
                    random.nextBytes(payload);
                    if (i % 3 == 0) {
                        return payload;
                    }
                    return Peer.packet(i % 3 == 1 ? Peer.SSRC : random.nextInt(), 3 * place + i, i, payload);
                })
                .toList();
    }

    private InetSocketAddress listen(MediaKey key) {
        InetSocketAddress local = stream.listen(MediaLab.receive(key));
        stream.run(s -> s.record(recorder));
        return local;
    }

    private void assertRecorded(short[] speech) {
        stream.run(MediaEngine.Stream::stopRecording);
        assertArrayEquals(speech, recorder.speech());
        assertTrue(stream.events.stream().noneMatch(MediaEvent.Failed.class::isInstance));
    }

    /** What is written while the test waits between two batches is not its matter. */
    private static short[] withoutPauses(short[] samples) {
        short[] speech = new short[samples.length];
        int count = 0;
        for (short sample : samples) {
            if (sample != 0) {
                speech[count++] = sample;
            }
        }
        return Arrays.copyOf(speech, count);
    }

    private static List<byte[]> protect(SrtpSender far, int from, int to) {
        List<byte[]> packets = new ArrayList<>();
        for (int place = from; place < to; place++) {
            byte[] packet = Peer.packet(place, place);
            byte[] buffer = Arrays.copyOf(packet, packet.length + 16);
            packets.add(Arrays.copyOf(buffer, far.protect(buffer, 0, packet.length)));
        }
        return packets;
    }

    private short[] hear(SrtpReceiver far, int packets) {
        short[][] parts = new short[packets][];
        for (int i = 0; i < packets; i++) {
            byte[] packet = peer.receive();
            int length = far.unprotect(packet, 0, packet.length) - RtpPacket.HEADER_LENGTH;
            parts[i] = new short[length];
            Codec.G711U.decoder().decode(packet, RtpPacket.HEADER_LENGTH, parts[i], 0, length);
        }
        return Speech.join(parts);
    }

    private static SrtpSender sender(int number) {
        return SrtpSender.create(PROFILE, master(number));
    }

    private static SrtpReceiver receiver(int number) {
        return SrtpReceiver.create(PROFILE, master(number));
    }

    private static MediaKey key(int number) {
        return key(MediaProtection.AES_CM_128_HMAC_SHA1_80, number);
    }

    private static MediaKey key(MediaProtection suite, int number) {
        return new MediaKey(suite, bytes(16, number), bytes(14, number + 100));
    }

    private static MasterKey master(int number) {
        return new MasterKey(bytes(16, number), bytes(14, number + 100));
    }

    private static byte[] bytes(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
