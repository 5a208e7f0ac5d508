package org.voiceport.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.voiceport.audio.Codec;
import org.voiceport.audio.Dtmf;
import org.voiceport.audio.Sources;
import org.voiceport.event.MediaProtection;
import org.voiceport.port.MediaKey;
import org.voiceport.port.TransmitSpec;
import org.voiceport.rtp.RtpPacket;
import org.voiceport.rtp.SequenceNumbers;
import org.voiceport.rtp.TelephoneEvent;
import org.voiceport.srtp.MasterKey;
import org.voiceport.srtp.SrtpProfile;
import org.voiceport.srtp.SrtpReceiver;

/** Keys in a stream that we send, as a far end receives them. */
class KeySenderTest {
    private static final int EVENTS = 101;
    private static final long INTERVAL = 20_000_000;

    private final Peer peer = new Peer();
    private final PacketBuffers buffers = new PacketBuffers();
    private final Playback playback = new Playback(e -> {
        throw e;
    });
    private SocketPair sockets;
    private Transmission transmission;
    private long now;

    @BeforeEach
    void open() throws NoSocket {
        sockets = new UdpPorts(29300, 29399).open(MediaLab.LOOPBACK);
        transmission = talk(EVENTS, Optional.empty());
    }

    @AfterEach
    void close() {
        transmission.close();
        peer.close();
        sockets.close();
    }

    @Test
    void a_key_is_told_each_20_ms_for_160_ms_and_its_end_three_times() {
        transmission.press(Dtmf.of('#'));
        List<byte[]> packets = receive(12);
        int began = RtpPacket.timestamp(packets.get(0), 0);
        for (int i = 0; i < 10; i++) {
            byte[] packet = packets.get(i);
            assertEquals(EVENTS, RtpPacket.payloadType(packet, 0));
            assertEquals(i == 0, RtpPacket.marker(packet, 0), "marker of packet " + i);
            assertEquals(began, RtpPacket.timestamp(packet, 0));
            boolean end = i >= 7;
            byte[] event = new byte[TelephoneEvent.LENGTH];
            TelephoneEvent.write(event, 0, 11, end, 10, Math.min(160 * (i + 1), 1280));
            assertArrayEquals(event, Arrays.copyOfRange(packet, RtpPacket.HEADER_LENGTH, packet.length));
        }
        assertEquals(0, RtpPacket.payloadType(packets.get(10), 0), "then sound again");
        assertEquals(began + 10 * 160, RtpPacket.timestamp(packets.get(10), 0), "of its time");
        assertInSequence(packets);
    }

    @Test
    void what_plays_is_halted_and_nothing_of_it_is_lost() {
        short[] speech = Speech.samples(0, 20 * 160);
        playback.play(Sources.of(speech));
        List<byte[]> packets = receive(5);
        transmission.press(Dtmf.of('1'));
        packets.addAll(receive(25));
        List<byte[]> sound = packets.stream()
                .filter(packet -> RtpPacket.payloadType(packet, 0) == 0)
                .toList();
        assertEquals(20, sound.size());
        for (int i = 0; i < 20; i++) {
            byte[] payload = Arrays.copyOfRange(sound.get(i), RtpPacket.HEADER_LENGTH, sound.get(i).length);
            assertArrayEquals(Speech.codes(i * 160, 160), payload, "packet " + i);
        }
    }

    @Test
    void keys_wait_for_each_other_and_for_the_pause() {
        "42".chars().forEach(key -> transmission.press(Dtmf.of((char) key)));
        List<byte[]> packets = receive(30);
        List<Integer> starts = packets.stream()
                .filter(packet -> RtpPacket.payloadType(packet, 0) == EVENTS && RtpPacket.marker(packet, 0))
                .map(packet -> RtpPacket.timestamp(packet, 0))
                .toList();
        assertEquals(2, starts.size());
        assertEquals(KeySender.DURATION + KeySender.PAUSE, starts.get(1) - starts.get(0));
        assertEquals("42", read(packets));
    }

    @Test
    void a_stall_makes_a_key_longer_and_no_second_one() {
        transmission.press(Dtmf.of('8'));
        List<byte[]> packets = receive(1);
        now += 3_000_000_000L;
        tick();
        for (int i = 0; i < Transmission.MAX_CATCH_UP; i++) {
            packets.add(peer.receive());
        }
        now += INTERVAL;
        packets.addAll(receive(10));
        assertEquals("8", read(packets));
        assertTrue(TelephoneEvent.end(lastEvent(packets), RtpPacket.HEADER_LENGTH), "it ends");
        int lasted = TelephoneEvent.duration(lastEvent(packets), RtpPacket.HEADER_LENGTH);
        assertTrue(lasted >= 3 * 8000, () -> "lasted " + lasted);
    }

    @Test
    void packets_of_60_ms_tell_a_key_in_three() {
        transmission.close();
        transmission = talk(new TransmitSpec(peer.address(), Codec.G711U, 60, Optional.empty(), EVENTS, 0));
        transmission.press(Dtmf.of('5'));
        List<byte[]> packets = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            tick();
            packets.add(peer.receive());
            now += 3 * INTERVAL;
        }
        assertEquals("5", read(packets));
        assertEquals(1440, TelephoneEvent.duration(lastEvent(packets), RtpPacket.HEADER_LENGTH));
    }

    @Test
    void keys_of_an_encrypted_call_are_encrypted() {
        transmission.close();
        transmission = talk(EVENTS, Optional.of(key()));
        transmission.press(Dtmf.of('7'));
        List<byte[]> packets = receive(10);
        try (MasterKey master = new MasterKey(new byte[16], new byte[14]);
                SrtpReceiver receiver = SrtpReceiver.create(SrtpProfile.AES_CM_128_HMAC_SHA1_80, master)) {
            List<byte[]> plain = new ArrayList<>();
            for (byte[] packet : packets) {
                byte[] original = packet.clone();
                int length = receiver.unprotect(packet, 0, packet.length);
                assertEquals(16, length);
                assertFalse(Arrays.equals(packet, 12, 16, original, 12, 16), "in clear");
                plain.add(Arrays.copyOf(packet, length));
            }
            assertEquals("7", read(plain));
        }
    }

    @Test
    void without_a_payload_type_there_are_no_keys() {
        for (int none : new int[] {0, 128, -1}) {
            transmission.close();
            transmission = talk(none, Optional.empty());
            assertFalse(transmission.press(Dtmf.of('1')));
        }
    }

    @Test
    void so_many_may_wait_and_no_more() {
        for (int i = 0; i < KeySender.MOST; i++) {
            assertTrue(transmission.press(Dtmf.of('1')));
        }
        assertFalse(transmission.press(Dtmf.of('1')));
    }

    private Transmission talk(int payloadType, Optional<MediaKey> key) {
        return talk(new TransmitSpec(peer.address(), Codec.G711U, 20, key, payloadType, 0));
    }

    private Transmission talk(TransmitSpec spec) {
        return new Transmission(
                spec,
                new InetTarget(sockets, buffers, peer.address()),
                buffers,
                new PacingError(),
                new SplittableRandom(3),
                now);
    }

    private List<byte[]> receive(int count) {
        List<byte[]> packets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tick();
            packets.add(peer.receive());
            now += INTERVAL;
        }
        return packets;
    }

    private void tick() {
        transmission.tick(now, playback, source -> {});
    }

    private static byte[] lastEvent(List<byte[]> packets) {
        return packets.stream()
                .filter(packet -> RtpPacket.payloadType(packet, 0) == EVENTS)
                .reduce((one, next) -> next)
                .orElseThrow();
    }

    /** What {@link KeyReader} makes of them. */
    private static String read(List<byte[]> packets) {
        StringBuilder pressed = new StringBuilder();
        KeyReader reader = new KeyReader(key -> pressed.append(key.symbol()));
        packets.stream()
                .filter(packet -> RtpPacket.payloadType(packet, 0) == EVENTS)
                .forEach(packet -> reader.packet(packet, packet.length - RtpPacket.HEADER_LENGTH));
        return pressed.toString();
    }

    private static void assertInSequence(List<byte[]> packets) {
        for (int i = 1; i < packets.size(); i++) {
            assertEquals(
                    SequenceNumbers.next(RtpPacket.sequence(packets.get(i - 1), 0)),
                    RtpPacket.sequence(packets.get(i), 0));
        }
    }

    private static MediaKey key() {
        return new MediaKey(MediaProtection.AES_CM_128_HMAC_SHA1_80, new byte[16], new byte[14], 0);
    }
}
