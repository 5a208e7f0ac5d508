package org.voiceport.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.voiceport.audio.Codec;
import org.voiceport.port.MediaEvent;
import org.voiceport.port.ReceiveSpec;

/** Keys in the sound of packets of 20 ms, of which some are lost; the key is always 5. */
class ToneReaderTest {
    private static final long INTERVAL = 20_000_000;
    private static final int FRAME = 160;
    private static final int LATER = 1_000_000;

    private final StringBuilder pressed = new StringBuilder();
    private final ToneReader tones = new ToneReader(true, key -> pressed.append(key.symbol()));
    private final Recording recording = recording(tones);

    private static Recording recording(ToneReader tones) {
        return new Recording(new short[PacketBuffers.MAX_PAYLOAD], new SplittableRandom(1), tones, e -> {
            throw e;
        });
    }

    @Test
    void hears_a_key_while_nothing_is_recorded() {
        tone(recording, 0, 10);
        assertEquals("5", pressed.toString());
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void hears_a_key_in_each_codec_while_it_is_recorded(Codec codec) {
        Speech.Recorder sink = new Speech.Recorder();
        recording.codec(codec);
        recording.start(sink, 0);
        Codec.Encoder encoder = codec.encoder();
        for (int at = 0; at < 10; at++) {
            byte[] payload = new byte[FRAME];
            encoder.encode(key(at), 0, payload, 0, FRAME);
            packet(recording, at, 0, payload);
        }
        assertEquals("5", pressed.toString());
        assertEquals(10 * FRAME, sink.all().length);
    }

    @Test
    void a_press_of_which_up_to_60_ms_are_lost_is_one() {
        for (int lost = 1; lost <= 3; lost++) {
            for (int from = 3; from < 12; from++) {
                pressed.setLength(0);
                tones.forget();
                tone(recording, 0, from);
                packet(recording, from + lost, lost, code(from + lost));
                tone(recording, from + lost + 1, 20);
                assertEquals("5", pressed.toString(), lost + " packets lost from " + from);
            }
        }
    }

    @Test
    void behind_a_longer_gap_it_is_the_next_press() {
        tone(recording, 0, 10);
        tone(recording, 14, 20);
        assertEquals("55", pressed.toString());
    }

    /** The guess for what is lost would repeat it. */
    @Test
    void what_is_made_up_for_lost_packets_is_no_key() {
        Speech.Recorder sink = new Speech.Recorder();
        recording.start(sink, 0);
        silence(0, 10);
        for (int at = 10; at < 50; at += 4) {
            packet(recording, at, at == 10 ? 0 : 2, code(at));
            packet(recording, at + 3, 2, quiet());
        }
        assertTrue(recording.concealed() > 0);
        assertEquals("", pressed.toString());
    }

    @Test
    void comfort_noise_ends_a_press() {
        tone(recording, 0, 10);
        recording.packet(PacketKind.NOISE, 10 * FRAME, 0, new byte[] {60}, 0, 1, 10 * INTERVAL);
        tone(recording, 10, 20);
        assertEquals("55", pressed.toString());
    }

    @Test
    void another_source_presses_anew() {
        tone(recording, 0, 10);
        recording.remap();
        tone(recording, 10, 20);
        assertEquals("55", pressed.toString());
    }

    @Test
    void timestamps_that_are_set_back_or_far_ahead_harm_nothing() {
        tone(recording, LATER, LATER + 10);
        tone(recording, 0, 10);
        tone(recording, Integer.MAX_VALUE / FRAME, Integer.MAX_VALUE / FRAME + 10);
        assertEquals("555", pressed.toString());
    }

    @Test
    void a_far_end_that_tells_keys_otherwise_is_heard_no_more_until_it_may_be_another() {
        tones.hush();
        assertFalse(tones.listens());
        tone(recording, 0, 10);
        assertEquals("", pressed.toString());
        recording.codec(Codec.G711U);
        assertTrue(tones.listens());
        tone(recording, 10, 20);
        assertEquals("5", pressed.toString());
    }

    @Test
    void hears_nothing_if_that_is_not_wanted() {
        ToneReader deaf = new ToneReader(false, key -> pressed.append(key.symbol()));
        assertFalse(deaf.listens());
        tone(recording(deaf), 0, 10);
        deaf.sound(key(0), FRAME, 0);
        assertEquals("", pressed.toString());
    }

    @Test
    void a_key_in_packets_is_told_while_nothing_is_recorded() {
        try (MediaLab lab = new MediaLab();
                Peer peer = new Peer()) {
            MediaLab.TestStream stream = lab.open();
            peer.sendAtOnce(lab, press(0), stream.listen(MediaLab.receivePlain()));
            assertEquals('5', stream.await(MediaEvent.Tone.class).key().symbol());
            stream.awaitArrived(10);
            assertTrue(stream.events.isEmpty());
        }
    }

    @Test
    void a_key_that_is_sent_as_an_event_too_is_told_as_that_alone() {
        try (MediaLab lab = new MediaLab();
                Peer peer = new Peer()) {
            MediaLab.TestStream stream = lab.open();
            InetSocketAddress local = stream.listen(
                    new ReceiveSpec(Codec.G711U, 20, Optional.empty(), 101, MediaLab.LOOPBACK, MediaLab.LOOPBACK));
            byte[] event = Peer.packet(Peer.SSRC, 1, FRAME, new byte[] {5, 10, 0, (byte) 160});
            event[1] = 101;
            List<byte[]> packets = press(0);
            packets.set(1, event);
            packets.addAll(press(20));
            peer.sendAtOnce(lab, packets, local);
            assertEquals('5', stream.await(MediaEvent.Digit.class).key().symbol());
            stream.awaitArrived(20);
            assertTrue(stream.events.isEmpty());
        }
    }

    /** Ten packets with the key from that place on. */
    private static List<byte[]> press(int from) {
        List<byte[]> packets = new ArrayList<>();
        for (int at = from; at < from + 10; at++) {
            packets.add(Peer.packet(Peer.SSRC, at, at * FRAME, code(at)));
        }
        return packets;
    }

    private static void tone(Recording to, int from, int end) {
        for (int at = from; at < end; at++) {
            packet(to, at, 0, code(at));
        }
    }

    private void silence(int from, int end) {
        for (int at = from; at < end; at++) {
            packet(recording, at, 0, quiet());
        }
    }

    private static void packet(Recording to, int at, int missing, byte[] payload) {
        to.packet(PacketKind.SOUND, at * FRAME, missing, payload, 0, payload.length, at * INTERVAL);
    }

    private static byte[] code(int at) {
        byte[] payload = new byte[FRAME];
        Codec.G711U.encoder().encode(key(at), 0, payload, 0, FRAME);
        return payload;
    }

    private static byte[] quiet() {
        byte[] payload = new byte[FRAME];
        Codec.G711U.encoder().encode(new short[FRAME], 0, payload, 0, FRAME);
        return payload;
    }

    /** Its sound in the packet at that place. */
    private static short[] key(int at) {
        short[] samples = new short[FRAME];
        for (int i = 0; i < FRAME; i++) {
            double angle = 2 * Math.PI * ((long) at * FRAME + i) / 8000;
            samples[i] = (short) (6000 * (Math.sin(770 * angle) + Math.sin(1336 * angle)));
        }
        return samples;
    }
}
