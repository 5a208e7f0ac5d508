package org.voiceport.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.voiceport.audio.Codec;
import org.voiceport.audio.Level;
import org.voiceport.port.MediaEngine;
import org.voiceport.port.MediaStatistics;
import org.voiceport.port.ReceiveSpec;

/** What is recorded of plain RTP, in whatever state it comes. */
class ReceivingTest {
    private static final int FIRST = 65_500; // so that all of this wraps

    private final MediaLab lab = new MediaLab();
    private final Peer peer = new Peer();
    private final Speech.Recorder recorder = new Speech.Recorder();
    private final MediaLab.TestStream stream = lab.open();
    private InetSocketAddress local = stream.listen(MediaLab.receivePlain());

    @BeforeEach
    void record() {
        stream.run(s -> s.record(recorder));
    }

    @AfterEach
    void close() {
        peer.close();
        lab.close();
    }

    @Test
    void speech_is_recorded_sample_by_sample() {
        sendAll(places(0, 100));
        assertRecorded(Speech.samples(0, 16_000));
    }

    @Test
    void lost_packets_are_concealed_and_the_rest_is_where_it_was() {
        List<Integer> places = places(0, 50);
        places.removeAll(List.of(7, 20, 21, 22, 40));
        assertEquals(5, sendAll(places).packetsLost());
        assertRecordedBut(Speech.samples(0, 8000), 7, 20, 21, 22, 40);
        assertEquals(100, stream.statistics().quality().concealedMillis());
    }

    @Test
    void exchanged_packets_are_put_in_order() {
        List<Integer> places = places(0, 50);
        Collections.swap(places, 5, 6);
        Collections.swap(places, 20, 23);
        Collections.swap(places, 36, 40);
        MediaStatistics counts = sendAll(places);
        assertRecorded(Speech.samples(0, 8000));
        assertEquals(
                List.of(0L, 8L), List.of(counts.packetsLost(), counts.quality().reordered()));
    }

    @Test
    void duplicates_are_dropped_and_counted() {
        List<Integer> places = places(0, 50);
        places.addAll(10, List.of(9, 8));
        MediaStatistics counts = sendAll(places);
        assertRecorded(Speech.samples(0, 8000));
        assertEquals(List.of(2L, 0L), List.of(counts.quality().duplicates(), counts.packetsRefused()));
    }

    @Test
    void a_packet_that_comes_too_late_is_dropped_and_counted() {
        List<Integer> places = places(0, 50);
        places.remove(Integer.valueOf(10));
        places.add(45, 10);
        MediaStatistics counts = sendAll(places);
        assertRecordedBut(Speech.samples(0, 8000), 10);
        assertEquals(List.of(1L, 0L), List.of(counts.quality().late(), counts.packetsLost()));
        assertEquals(0, counts.packetsRefused());
    }

    @Test
    void what_waits_for_a_missing_packet_is_recorded_when_recording_stops() {
        sendAll(List.of(0, 1, 3));
        assertRecordedBut(Speech.samples(0, 640), 2);
    }

    @Test
    void comfort_noise_fills_the_pause_that_it_announces() {
        byte[] noise = Peer.packet(Peer.SSRC, (FIRST + 10) & 0xFFFF, 1600, new byte[] {40});
        noise[1] = 13;
        byte[] speech = Peer.packet(Peer.SSRC, (FIRST + 11) & 0xFFFF, 60 * 160, Speech.codes(60 * 160, 160));
        List<byte[]> packets = new ArrayList<>(packets(places(0, 10)));
        packets.addAll(List.of(noise, speech));
        peer.sendAtOnce(lab, packets, local);
        assertEquals(0, stream.awaitArrived(12).packetsLost());
        stream.run(MediaEngine.Stream::stopRecording);
        short[] heard = recorder.speech();
        assertArrayEquals(Speech.samples(0, 1600), Arrays.copyOf(heard, 1600));
        assertEquals(-40, Level.dbov(heard, 1600, 8000), 1);
        assertArrayEquals(Speech.samples(9600, 160), Arrays.copyOfRange(heard, 9600, 9760));
    }

    @Test
    void garbage_is_dropped_and_counted_and_harms_nothing() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        List<byte[]> packets = new ArrayList<>();
        for (int place = 0; place < 40; place++) {
            packets.add(Peer.packet((FIRST + place) & 0xFFFF, place));
            byte[] garbage = new byte[random.nextInt(400)];
            random.nextBytes(garbage);
            if (garbage.length > 1) {
                garbage[1] |= 0x7F; // no payload type of ours, whatever the rest looks like
            }
            packets.add(garbage);
        }
        peer.sendAtOnce(lab, packets, local);
        MediaStatistics counts = stream.awaitArrived(80);
        assertRecorded(Speech.samples(0, 6400));
        assertEquals(40, counts.packetsRefused());
    }

    @Test
    void other_payload_types_are_refused() {
        byte[] alaw = Peer.packet(1, 0);
        alaw[1] = 8;
        peer.send(alaw, local);
        assertEquals(1, stream.awaitArrived(1).packetsRefused());
    }

    @Test
    void a_stranger_is_ignored_once_the_far_end_has_been_heard() {
        try (Peer stranger = new Peer()) {
            sendAll(places(0, 5));
            stranger.send(Peer.packet(0x0BAD, 6, 6 * 160, Speech.codes(0, 160)), local);
            assertEquals(1, stream.awaitArrived(6).packetsRefused());
        }
        assertRecorded(Speech.samples(0, 800));
    }

    @Test
    void only_the_announced_address_is_heard() throws Exception {
        relisten(InetAddress.getByName("127.0.0.2"));
        peer.send(Peer.packet(1, 0), local);
        assertEquals(1, stream.awaitArrived(1).packetsRefused());
    }

    @Test
    void the_announced_address_is_heard_from_any_port() {
        relisten(MediaLab.LOOPBACK);
        try (Peer other = new Peer()) {
            peer.send(Peer.packet(1, 0), local);
            other.send(Peer.packet(2, 1), local);
            assertEquals(2, stream.awaitArrived(2).packetsReceived());
        }
    }

    @Test
    void the_address_we_talk_to_is_the_one_that_is_heard() {
        InetSocketAddress elsewhere = new InetSocketAddress("127.0.0.2", 9);
        stream.talk(MediaLab.transmitPlain(elsewhere));
        peer.send(Peer.packet(1, 0), local);
        assertEquals(1, stream.awaitArrived(1).packetsRefused());
    }

    @Test
    void telephone_events_are_no_sound_and_no_loss() {
        relisten(new ReceiveSpec(Codec.G711U, 20, Optional.empty(), 101, MediaLab.ANY, MediaLab.LOOPBACK));
        byte[] event = Peer.packet(Peer.SSRC, 3, 320, new byte[4]);
        event[1] = 101;
        peer.sendAtOnce(lab, List.of(Peer.packet(1, 0), Peer.packet(2, 1), event, Peer.packet(4, 2)), local);
        MediaStatistics counts = stream.awaitArrived(4);
        assertRecorded(Speech.samples(0, 480));
        assertEquals(0, counts.packetsLost() + counts.packetsRefused());
    }

    @Test
    void nothing_is_heard_after_deafening_and_time_goes_on() {
        sendAll(places(0, 5));
        stream.run(MediaEngine.Stream::deafen);
        peer.sendAtOnce(lab, packets(places(5, 10)), local);
        int count = recorder.count();
        long limit = System.nanoTime() + 10_000_000_000L;
        while (recorder.count() < count + 400) {
            assertTrue(System.nanoTime() < limit, "no silence is written");
            Thread.onSpinWait();
        }
        assertRecorded(Speech.samples(0, 800));
        assertEquals(5, stream.statistics().packetsReceived());
    }

    @Test
    void a_second_recording_begins_where_the_first_ends() {
        sendAll(places(0, 5));
        Speech.Recorder second = new Speech.Recorder();
        stream.run(s -> s.record(second));
        peer.sendAtOnce(lab, packets(places(5, 10)), local);
        stream.awaitArrived(10);
        stream.run(MediaEngine.Stream::stopRecording);
        assertArrayEquals(Speech.samples(800, 800), second.speech());
        assertRecorded(Speech.samples(0, 800));
    }

    @Test
    void a_sink_that_throws_is_reported_as_a_defect_and_the_call_goes_on() throws InterruptedException {
        stream.run(s -> s.record((samples, offset, count) -> {
            throw new IllegalStateException("disk full");
        }));
        sendAll(places(0, 5));
        assertTrue(lab.defects.take().text().contains("disk full"));
        assertEquals(5, stream.statistics().packetsReceived());
    }

    @Test
    void counts_stay_after_close() {
        sendAll(places(0, 5));
        stream.run(MediaEngine.Stream::close);
        assertEquals(5, stream.statistics().packetsReceived());
        assertEquals(800, stream.statistics().octetsReceived());
    }

    @Test
    void closing_gives_the_sink_what_has_come() {
        sendAll(List.of(0, 1, 3));
        stream.run(MediaEngine.Stream::close);
        assertRecordedBut(Speech.samples(0, 640), 2);
    }

    private void relisten(InetAddress source) {
        relisten(new ReceiveSpec(Codec.G711U, 20, Optional.empty(), 0, source, MediaLab.LOOPBACK));
    }

    private void relisten(ReceiveSpec spec) {
        local = stream.listen(spec);
    }

    private MediaStatistics sendAll(List<Integer> places) {
        peer.sendAtOnce(lab, packets(places), local);
        return stream.awaitArrived(places.size());
    }

    private static List<byte[]> packets(List<Integer> places) {
        return places.stream()
                .map(place -> Peer.packet((FIRST + place) & 0xFFFF, place))
                .toList();
    }

    private static List<Integer> places(int from, int to) {
        return new ArrayList<>(IntStream.range(from, to).boxed().toList());
    }

    private void assertRecorded(short[] speech) {
        stream.run(MediaEngine.Stream::stopRecording);
        assertArrayEquals(speech, recorder.speech());
    }

    /** All of it, but what was made up for those packets, and the 10 ms after each over which sound is faded in. */
    private void assertRecordedBut(short[] speech, int... lost) {
        stream.run(MediaEngine.Stream::stopRecording);
        short[] heard = recorder.speech();
        assertEquals(speech.length, heard.length);
        for (int place : lost) {
            int from = place * 160;
            assertFalse(Arrays.equals(new short[80], Arrays.copyOfRange(heard, from, from + 80)), "not concealed");
            int to = Math.min(from + 240, speech.length);
            System.arraycopy(heard, from, speech, from, to - from);
        }
        assertArrayEquals(speech, heard);
    }
}
