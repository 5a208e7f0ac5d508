package org.voiceport.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.voiceport.audio.Codec;
import org.voiceport.audio.Source;
import org.voiceport.audio.Sources;
import org.voiceport.event.Fault;
import org.voiceport.port.MediaEngine;
import org.voiceport.port.MediaEvent;
import org.voiceport.port.MediaStatistics;
import org.voiceport.port.TransmitSpec;
import org.voiceport.rtp.RtpPacket;

/** What a plain UDP receiver gets to hear. */
class SendingTest {
    private final MediaLab lab = new MediaLab();
    private final Peer peer = new Peer();
    private final MediaLab.TestStream stream = lab.open();

    @AfterEach
    void close() {
        peer.close();
        lab.close();
    }

    @Test
    void what_plays_arrives_sample_by_sample() {
        stream.run(s -> s.play(Sources.of(Speech.samples(0, 800))));
        talk();
        assertArrayEquals(Speech.samples(0, 800), hear(5));
    }

    @Test
    void each_packet_is_one_sequence_number_and_its_samples_later() {
        talk();
        List<byte[]> packets = receive(10);
        for (int i = 1; i < 10; i++) {
            byte[] before = packets.get(i - 1);
            byte[] packet = packets.get(i);
            assertEquals(1, (char) (RtpPacket.sequence(packet, 0) - RtpPacket.sequence(before, 0)), "sequence");
            assertEquals(160, RtpPacket.timestamp(packet, 0) - RtpPacket.timestamp(before, 0), "timestamp");
            assertEquals(RtpPacket.ssrc(before, 0), RtpPacket.ssrc(packet, 0), "SSRC");
        }
    }

    @Test
    void only_the_first_packet_has_the_marker() {
        talk();
        List<Boolean> markers =
                receive(4).stream().map(packet -> RtpPacket.marker(packet, 0)).toList();
        assertEquals(List.of(true, false, false, false), markers);
    }

    @Test
    void packets_are_paced_by_the_clock() {
        long start = System.nanoTime();
        talk();
        receive(26);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertTrue(millis >= 500, () -> "after " + millis + " ms");
    }

    @Test
    void the_first_audible_packet_leaves_within_40_ms_of_being_told_to_talk() {
        stream.run(s -> s.play(Sources.of(Speech.samples(0, 100_000))));
        long soonest = Long.MAX_VALUE;
        for (int tries = 0; tries < 10 && soonest >= TimeUnit.MILLISECONDS.toNanos(40); tries++) {
            // The machine may be busy once or twice; a schedule that is too slow is so each time.
            long told = System.nanoTime();
            talk();
            short[] first = hear(1);
            soonest = Math.min(soonest, System.nanoTime() - told);
            assertTrue(IntStream.range(0, 160).allMatch(i -> first[i] != 0), "the first packet is audible");
            stream.run(MediaEngine.Stream::mute);
            while (!peer.nothingReceived()) {
                // What was sent before muting.
            }
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(soonest);
        assertTrue(millis < 40, () -> "after " + millis + " ms");
    }

    @Test
    void silence_is_sent_while_nothing_plays() {
        talk();
        assertArrayEquals(Speech.silence(320), hear(2));
    }

    @Test
    void each_talk_is_a_source_of_its_own() {
        talk();
        int first = RtpPacket.ssrc(peer.receive(), 0);
        talk();
        List<byte[]> packets = receive(20);
        byte[] last = packets.get(packets.size() - 1);
        assertNotEquals(first, RtpPacket.ssrc(last, 0));
    }

    @Test
    void playing_to_the_end_is_reported_after_its_last_packet() {
        Source source = Sources.of(Speech.samples(0, 500));
        stream.run(s -> s.play(source));
        talk();
        assertSame(source, stream.await(MediaEvent.Played.class).source());
        short[] heard = hear(4);
        assertArrayEquals(Speech.join(Speech.samples(0, 500), Speech.silence(140)), heard);
    }

    @Test
    void an_empty_source_is_played_at_once() {
        stream.run(s -> s.play(Sources.of(new short[0])));
        talk();
        stream.await(MediaEvent.Played.class);
    }

    @Test
    void a_source_that_is_not_ready_is_waited_for_in_silence() {
        int[] reads = {0};
        stream.run(s -> s.play((into, offset, count) -> {
            if (reads[0]++ == 0) {
                return 0;
            }
            into[offset] = 1000;
            return 1;
        }));
        talk();
        assertArrayEquals(Speech.silence(160), hear(1));
        assertEquals(988, hear(1)[159], "the middle of the interval of 1000");
    }

    @Test
    void another_source_replaces_what_plays() {
        stream.run(s -> s.play((into, offset, count) -> {
            throw new AssertionError("is never read");
        }));
        Source source = Sources.of(Speech.samples(0, 160));
        stream.run(s -> s.play(source));
        talk();
        assertSame(source, stream.await(MediaEvent.Played.class).source());
    }

    @Test
    void stopping_plays_no_more_and_reports_nothing() {
        stream.run(s -> s.play(Sources.of(Speech.samples(0, 80_000))));
        talk();
        peer.receive();
        stream.run(MediaEngine.Stream::stopPlaying);
        while (hear(1)[0] != 0) {
            assertTrue(stream.events.isEmpty());
        }
    }

    @Test
    void muting_pauses_what_plays_until_the_next_talk() {
        short[] speech = Speech.samples(0, 3200);
        stream.run(s -> s.play(Sources.of(speech)));
        talk();
        receive(3);
        stream.run(MediaEngine.Stream::mute);
        assertTrue(stream.events.isEmpty(), "played already");
        long sent = stream.statistics().packetsSent();
        short[] before = hear((int) sent - 3);
        talk();
        short[] after = hear(20 - (int) sent);
        assertArrayEquals(
                Speech.samples(480, 2720), Speech.join(before, after), "nothing is lost and nothing is said twice");
    }

    @Test
    void nothing_leaves_before_talking() {
        stream.listen(MediaLab.receivePlain());
        stream.run(s -> s.play(Sources.of(Speech.samples(0, 1600))));
        // Another stream of the same loop talks for 100 ms; so this one had its ticks too.
        try (Peer other = new Peer()) {
            MediaLab.TestStream talker = lab.open();
            talker.talk(MediaLab.transmitPlain(other.address()));
            IntStream.range(0, 6).forEach(i -> other.receive());
        }
        assertTrue(peer.nothingReceived());
        assertEquals(0, stream.statistics().packetsSent());
    }

    @Test
    void talking_and_listening_share_one_port() {
        InetSocketAddress listening = stream.listen(MediaLab.receivePlain());
        assertEquals(listening, talk());
    }

    @Test
    void what_was_sent_is_counted() {
        talk();
        receive(5);
        MediaStatistics counts = stream.statistics();
        assertTrue(counts.packetsSent() >= 5);
        assertEquals(160 * counts.packetsSent(), counts.octetsSent());
    }

    @Test
    void packets_have_the_length_and_the_codec_asked_for() {
        TransmitSpec spec = new TransmitSpec(peer.address(), Codec.G711A, 30, Optional.empty(), 0, 0);
        stream.talk(spec);
        byte[] packet = peer.receive();
        assertEquals(12 + 240, packet.length);
        assertEquals(8, RtpPacket.payloadType(packet, 0));
        assertEquals((byte) 0xD5, packet[100], "silence");
    }

    @Test
    void a_packet_length_out_of_range_is_refused() {
        TransmitSpec spec = new TransmitSpec(peer.address(), Codec.G711U, 200, Optional.empty(), 0, 0);
        stream.run(s -> s.talk(spec, MediaLab.LOOPBACK));
        MediaEvent.Failed failed = stream.await(MediaEvent.Failed.class);
        assertFalse(failed.receiving());
        assertTrue(failed.fault().what().contains("200 ms"), failed.fault()::line);
    }

    @Test
    void an_address_that_no_one_can_have_is_refused() {
        stream.run(s -> s.talk(MediaLab.transmitPlain(new InetSocketAddress(MediaLab.ANY, 4000)), MediaLab.LOOPBACK));
        assertTrue(stream.await(MediaEvent.Failed.class).fault() instanceof Fault.PeerIncompatible);
    }

    @Test
    void a_source_that_throws_has_been_played_and_is_reported_as_a_defect() throws InterruptedException {
        stream.run(s -> s.play((into, offset, count) -> {
            throw new IllegalStateException("broken");
        }));
        talk();
        stream.await(MediaEvent.Played.class);
        String text = lab.defects.take().text();
        assertTrue(text.contains("CiscoUM1-VI1") && text.contains("broken"), text);
    }

    @Test
    void nothing_is_sent_or_reported_after_close() {
        stream.run(s -> s.play(Sources.of(Speech.samples(0, 1600))));
        talk();
        stream.run(s -> {
            s.close();
            s.talk(MediaLab.transmitPlain(peer.address()), MediaLab.LOOPBACK);
            s.play(Sources.of(new short[0]));
        });
        long sent = stream.statistics().packetsSent();
        receive((int) sent);
        assertTrue(peer.nothingReceived());
        assertTrue(stream.events.isEmpty());
    }

    @Test
    void what_is_still_to_be_reported_at_close_never_is() {
        stream.run(s -> {
            s.listen(MediaLab.receivePlain());
            s.close();
        });
        stream.statistics(); // on the loop, behind what was reported
        assertTrue(stream.events.isEmpty());
    }

    @Test
    void fifty_streams_all_talk_at_the_same_pace() {
        List<Peer> peers = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                Peer one = new Peer();
                peers.add(one);
                MediaLab.TestStream talker = lab.open();
                talker.run(s -> s.play(Sources.of(Speech.samples(0, 1600))));
                talker.talk(MediaLab.transmitPlain(one.address()));
            }
            for (Peer one : peers) {
                assertArrayEquals(Speech.samples(0, 1600), hear(one, 10));
            }
        } finally {
            peers.forEach(Peer::close);
        }
    }

    private InetSocketAddress talk() {
        return stream.talk(MediaLab.transmitPlain(peer.address()));
    }

    private List<byte[]> receive(int packets) {
        return IntStream.range(0, packets).mapToObj(i -> peer.receive()).toList();
    }

    private short[] hear(int packets) {
        return hear(peer, packets);
    }

    private static short[] hear(Peer peer, int packets) {
        short[][] parts = new short[packets][];
        for (int i = 0; i < packets; i++) {
            byte[] packet = peer.receive();
            parts[i] = new short[packet.length - RtpPacket.HEADER_LENGTH];
            Codec.G711U.decoder().decode(packet, RtpPacket.HEADER_LENGTH, parts[i], 0, parts[i].length);
        }
        return Speech.join(parts);
    }
}
