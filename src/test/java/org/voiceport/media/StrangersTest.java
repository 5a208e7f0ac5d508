package org.voiceport.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.voiceport.audio.Codec;
import org.voiceport.event.CallReport;
import org.voiceport.event.MediaProtection;
import org.voiceport.port.MediaEngine;
import org.voiceport.port.MediaEvent;
import org.voiceport.port.MediaKey;
import org.voiceport.port.MediaStatistics;
import org.voiceport.port.ReceiveSpec;
import org.voiceport.rtp.RtcpPacket;
import org.voiceport.rtp.RtpPacket;
import org.voiceport.srtp.MasterKey;
import org.voiceport.srtp.SrtpProfile;
import org.voiceport.srtp.SrtpSender;

/** Somebody else sends to the port of a call, before and after the far end does: the recording is the same to the sample. */
class StrangersTest {
    private static final InetAddress ELSEWHERE = new InetSocketAddress("127.0.0.2", 0).getAddress();
    private static final int BATCHES = 20;
    private static final int FLOOD = 90;

    private final MediaLab lab = new MediaLab();
    private final Peer peer = new Peer();
    private final Peer stranger = new Peer(ELSEWHERE);
    private final Speech.Recorder recorder = new Speech.Recorder();
    private final MediaLab.TestStream stream = lab.open();
    private InetSocketAddress local;

    @AfterEach
    void close() {
        peer.close();
        stranger.close();
        lab.close();
    }

    @Test
    void a_flood_on_a_call_in_clear_changes_nothing_and_is_told() throws InterruptedException {
        listen(plain(MediaLab.LOOPBACK));
        flood(false);
        assertRecorded(BATCHES * 3);
        CallReport.PacketsRefused told = (CallReport.PacketsRefused) lab.defects.poll(10, TimeUnit.SECONDS);
        assertEquals(7, told.reference());
        assertTrue(told.reasons().contains("malformed") && told.reasons().contains("from a stranger"), told::text);
        assertTrue(told.sender().startsWith("127.0.0.2:"), told::text);
    }

    @Test
    void a_flood_on_an_encrypted_call_changes_nothing_and_is_told() throws InterruptedException {
        listen(encrypted());
        flood(true);
        assertRecorded(BATCHES * 3);
        CallReport.PacketsRefused told = (CallReport.PacketsRefused) lab.defects.poll(10, TimeUnit.SECONDS);
        assertTrue(told.reasons().contains("malformed"), told::text);
        assertTrue(told.sender().startsWith("127.0.0.2:"), told::text);
    }

    @Test
    void who_is_first_on_an_encrypted_call_takes_nothing_over() {
        listen(encrypted());
        stranger.sendAtOnce(lab, packets(0, 20), local);
        stream.awaitArrived(20);
        peer.sendAtOnce(lab, protect(packets(0, 20)), local);
        MediaStatistics counts = stream.awaitArrived(40);
        assertEquals(List.of(20L, 20L), List.of(counts.packetsReceived(), counts.packetsRefused()));
        assertRecorded(20);
    }

    @Test
    void who_is_first_on_a_call_in_clear_takes_nothing_over_where_the_address_is_known() {
        listen(plain(MediaLab.LOOPBACK));
        stranger.sendAtOnce(lab, packets(0, 20), local);
        stream.awaitArrived(20);
        peer.sendAtOnce(lab, packets(0, 20), local);
        assertEquals(20, stream.awaitArrived(40).packetsReceived());
        assertRecorded(20);
    }

    @Test
    void a_copy_from_elsewhere_moves_no_encrypted_call() {
        listen(encrypted());
        List<byte[]> packets = protect(packets(0, 20));
        peer.sendAtOnce(lab, packets.subList(0, 10), local);
        stream.awaitArrived(10);
        stranger.sendAtOnce(lab, packets.subList(0, 10), local);
        stream.awaitArrived(20);
        peer.sendAtOnce(lab, packets.subList(10, 20), local);
        MediaStatistics counts = stream.awaitArrived(30);
        assertEquals(List.of(20L, 10L), List.of(counts.packetsReceived(), counts.packetsRefused()));
        assertRecorded(20);
    }

    @Test
    void the_sound_we_send_goes_on_to_where_the_call_manager_said() {
        listen(encrypted());
        stream.talk(MediaLab.transmit(peer.address(), key()));
        try (Peer moved = new Peer()) {
            moved.sendAtOnce(lab, protect(packets(0, 20)), local);
            assertEquals(20, stream.awaitArrived(20).packetsReceived());
            peer.receive();
            assertTrue(moved.nothingReceived());
        }
    }

    @Test
    void a_strangers_goodbye_and_reports_are_refused() {
        listen(plain(MediaLab.LOOPBACK));
        peer.sendAtOnce(lab, packets(0, 10), local);
        stream.awaitArrived(10);
        stranger.sendControl(goodbye(), local);
        assertEquals(1, stream.awaitArrived(11).packetsRefused());
        peer.sendAtOnce(lab, packets(0, 10), local);
        assertEquals(10, stream.awaitArrived(21).quality().duplicates(), "it is still the same source");
    }

    @Test
    void a_goodbye_without_the_key_is_refused() {
        listen(encrypted());
        List<byte[]> packets = protect(packets(0, 10));
        peer.sendAtOnce(lab, packets, local);
        stream.awaitArrived(10);
        peer.sendControl(goodbye(), local);
        assertEquals(1, stream.awaitArrived(11).packetsRefused());
    }

    @Test
    void a_source_that_has_said_goodbye_may_begin_anew() {
        listen(plain(MediaLab.LOOPBACK));
        peer.sendAtOnce(lab, packets(0, 10), local);
        stream.awaitArrived(10);
        peer.sendControl(goodbye(), local);
        MediaStatistics counts = stream.statistics();
        for (int sent = 11; counts.packetsReceived() == 10 && sent < 1000; sent++) {
            peer.send(packets(9, 10).get(0), local); // a copy until the goodbye has been read
            counts = stream.awaitArrived(sent);
        }
        assertEquals(11, counts.packetsReceived());
    }

    @Test
    void keys_of_the_telephone_come_through_a_flood_once_each() {
        listen(new ReceiveSpec(Codec.G711U, 20, Optional.empty(), 101, MediaLab.LOOPBACK, MediaLab.LOOPBACK));
        byte[] press = Peer.packet(Peer.SSRC, 10, 1600, new byte[] {5, 10, 0, (byte) 160});
        press[1] = 101;
        peer.sendAtOnce(lab, packets(0, 10), local);
        stranger.sendAtOnce(lab, List.of(press), local);
        peer.sendAtOnce(lab, List.of(press, press), local);
        stream.awaitArrived(13);
        assertEquals('5', stream.await(MediaEvent.Digit.class).key().symbol());
        assertTrue(stream.events.isEmpty());
    }

    /** Three good packets, then what makes {@link #FLOOD} bad ones, again and again: little enough for a socket's buffer. */
    private void flood(boolean encrypted) {
        SplittableRandom random = new SplittableRandom(5);
        List<byte[]> clear = packets(0, 3 * BATCHES);
        List<byte[]> good = encrypted ? protect(clear) : clear;
        List<byte[]> bad = rubbish(random, clear);
        lab.onLoop(() -> {
            bad.forEach(packet -> stranger.send(packet, local));
            return "";
        });
        stream.awaitArrived(FLOOD);
        for (int batch = 0; batch < BATCHES; batch++) {
            List<byte[]> mine = good.subList(3 * batch, 3 * batch + 3);
            lab.onLoop(() -> {
                bad.subList(0, FLOOD / 2).forEach(packet -> stranger.send(packet, local));
                mine.forEach(packet -> peer.send(packet, local));
                bad.subList(FLOOD / 2, FLOOD).forEach(packet -> stranger.send(packet, local));
                return "";
            });
            stream.awaitArrived((batch + 2L) * FLOOD + 3L * (batch + 1));
        }
        MediaStatistics counts = stream.statistics();
        assertEquals(3 * BATCHES, counts.packetsReceived());
        assertEquals((BATCHES + 1L) * FLOOD, counts.packetsRefused());
        assertEquals(0, counts.packetsLost());
    }

    /** Noise of each length, huge packets, wrong versions, cut ones, other payload types, and the far end's own in clear. */
    private static List<byte[]> rubbish(SplittableRandom random, List<byte[]> good) {
        List<byte[]> packets = new ArrayList<>();
        for (int i = 0; packets.size() < FLOOD; i++) {
            byte[] packet = good.get(i % good.size()).clone();
            switch (i % 6) {
                case 0 -> {
                    packet = new byte[random.nextInt(300)];
                    random.nextBytes(packet);
                }
                case 1 -> packet = Arrays.copyOf(packet, 2048 + random.nextInt(5000));
                case 2 -> packet[0] = (byte) (random.nextInt(2) << 6);
                case 3 -> packet = Arrays.copyOf(packet, random.nextInt(RtpPacket.HEADER_LENGTH));
                case 4 -> packet[1] = (byte) 120;
                default -> {
                    // As it is: only its sender, or the missing tag, tells.
                }
            }
            packets.add(packet);
        }
        return packets;
    }

    private void listen(ReceiveSpec spec) {
        local = stream.listen(spec);
        stream.run(s -> s.record(recorder));
    }

    /** All packets up to there, whatever time passed between two batches. */
    private void assertRecorded(int packets) {
        stream.run(MediaEngine.Stream::stopRecording);
        short[] heard = recorder.all();
        short[] speech = new short[heard.length];
        int count = 0;
        for (short sample : heard) {
            if (sample != 0) {
                speech[count++] = sample;
            }
        }
        assertArrayEquals(Speech.samples(0, packets * 160), Arrays.copyOf(speech, count));
        assertEquals(0, stream.statistics().quality().concealedMillis());
    }

    private static List<byte[]> packets(int from, int to) {
        List<byte[]> packets = new ArrayList<>();
        for (int place = from; place < to; place++) {
            packets.add(Peer.packet(place, place));
        }
        return packets;
    }

    private static List<byte[]> protect(List<byte[]> clear) {
        try (MasterKey master = new MasterKey(new byte[16], new byte[14]);
                SrtpSender far = SrtpSender.create(SrtpProfile.AES_CM_128_HMAC_SHA1_80, master)) {
            return clear.stream()
                    .map(packet -> {
                        byte[] buffer = Arrays.copyOf(packet, packet.length + 16);
                        return Arrays.copyOf(buffer, far.protect(buffer, 0, packet.length));
                    })
                    .toList();
        }
    }

    private static byte[] goodbye() {
        byte[] buffer = new byte[100];
        int end = RtcpPacket.writeReceiverReport(buffer, 0, Peer.SSRC);
        return Arrays.copyOf(buffer, RtcpPacket.writeBye(buffer, end, Peer.SSRC));
    }

    private static ReceiveSpec plain(InetAddress source) {
        return new ReceiveSpec(Codec.G711U, 20, Optional.empty(), 0, source, MediaLab.LOOPBACK);
    }

    private static ReceiveSpec encrypted() {
        return MediaLab.receive(key());
    }

    private static MediaKey key() {
        return new MediaKey(MediaProtection.AES_CM_128_HMAC_SHA1_80, new byte[16], new byte[14], 0);
    }
}
