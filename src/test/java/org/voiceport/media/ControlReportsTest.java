package org.voiceport.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.voiceport.event.MediaQuality;
import org.voiceport.port.MediaEngine;
import org.voiceport.rtp.ReportBlock;
import org.voiceport.rtp.RtcpPacket;

/** The RTCP that we send, with a clock that the test moves, and what we make of the far end's. */
class ControlReportsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int SR_LENGTH = 28;

    private final Peer peer = new Peer();
    private final PacketBuffers buffers = new PacketBuffers();
    private final Playback playback = new Playback(e -> {
        throw e;
    });
    private final Recording recording =
            new Recording(buffers.received, new SplittableRandom(1), new ToneReader(true, key -> {}), e -> {
                throw e;
            });
    private final Reception reception =
            new Reception(buffers, recording, new KeyReader(key -> {}), MediaLab.refusals(e -> {}));
    private SocketPair sockets;
    private Transmission transmission;
    private ControlReports reports;

    @BeforeEach
    void open() throws NoSocket {
        sockets = new UdpPorts(29100, 29199).open(MediaLab.LOOPBACK);
        SplittableRandom random = new SplittableRandom(5);
        InetTarget target = new InetTarget(sockets, buffers, peer.address());
        transmission =
                new Transmission(MediaLab.transmitPlain(peer.address()), target, buffers, new PacingError(), random, 0);
        Clock clock = Clock.fixed(Instant.ofEpochSecond(1_000_000), ZoneOffset.UTC);
        reports = new ControlReports(transmission, reception, buffers, random, clock, "someone", 0);
    }

    @AfterEach
    void close() {
        peer.close();
        sockets.close();
    }

    @Test
    void a_sender_reports_what_it_has_sent() {
        transmission.tick(0, playback, source -> {});
        reports.tick(4 * SECOND);
        byte[] packet = peer.receiveControl();
        assertEquals(2, RtcpPacket.check(packet, 0, packet.length), "SR, SDES");
        assertEquals(RtcpPacket.SENDER_REPORT, RtcpPacket.type(packet, 0));
        assertEquals(transmission.ssrc(), RtcpPacket.ssrc(packet, 0));
        assertEquals(1, RtcpPacket.senderPackets(packet, 0));
        assertEquals(160, RtcpPacket.senderOctets(packet, 0));
        assertEquals(RtcpPacket.ntpTimestamp(Instant.ofEpochSecond(1_000_000)), RtcpPacket.ntpTimestamp(packet, 0));
        assertEquals(transmission.timestampAt(4 * SECOND), RtcpPacket.rtpTimestamp(packet, 0));
        assertEquals("someone", RtcpPacket.cname(packet, SR_LENGTH));
    }

    @Test
    void one_that_has_sent_nothing_since_is_a_receiver() {
        transmission.tick(0, playback, source -> {});
        reports.tick(4 * SECOND);
        peer.receiveControl();
        reports.tick(12 * SECOND);
        assertEquals(RtcpPacket.RECEIVER_REPORT, RtcpPacket.type(peer.receiveControl(), 0));
    }

    @Test
    void reports_come_every_five_seconds_on_average() {
        for (long now = 0; now < 600 * SECOND; now += SECOND / 10) {
            reports.tick(now);
        }
        int count = 0;
        while (!peer.noControlReceived()) {
            count++;
        }
        int reported = count;
        assertTrue(reported > 100 && reported < 140, () -> reported + " in 600 s");
    }

    @Test
    void the_end_is_a_goodbye() {
        reports.bye(SECOND);
        byte[] packet = peer.receiveControl();
        assertEquals(3, RtcpPacket.check(packet, 0, packet.length), "RR, SDES, BYE");
        assertEquals(RtcpPacket.BYE, RtcpPacket.type(packet, packet.length - 8));
        assertEquals(transmission.ssrc(), RtcpPacket.ssrc(packet, packet.length - 8));
    }

    @Test
    void what_we_receive_is_reported_with_the_far_ends_last_report() {
        try (MediaLab lab = new MediaLab()) {
            MediaLab.TestStream stream = lab.open();
            InetSocketAddress local = stream.listen(MediaLab.receivePlain());
            stream.talk(MediaLab.transmitPlain(peer.address()));
            peer.send(Peer.packet(100, 0), local);
            peer.send(Peer.packet(102, 2), local);
            stream.awaitArrived(2);
            peer.sendControl(senderReport(0x0123_4567_89AB_CDEFL), local);
            ReportBlock block = goodbyeWithReport(stream, 0x4567_89AB);
            assertEquals(Peer.SSRC, block.ssrc());
            assertEquals(102, block.highestSequence());
            assertEquals(1, block.lost());
        }
    }

    @Test
    void control_packets_of_no_sense_are_dropped() {
        try (MediaLab lab = new MediaLab()) {
            MediaLab.TestStream stream = lab.open();
            InetSocketAddress local = stream.listen(MediaLab.receivePlain());
            stream.talk(MediaLab.transmitPlain(peer.address()));
            peer.send(Peer.packet(100, 0), local);
            stream.awaitArrived(1);
            byte[] report = senderReport(0x0123_4567_89AB_CDEFL);
            for (int length = 0; length < report.length; length++) {
                if (length != SR_LENGTH) { // an SR alone does make sense
                    peer.sendControl(Arrays.copyOf(report, length), local);
                }
            }
            peer.sendControl(senderReport(0x1111_2222_3333_4444L), local);
            assertEquals(Peer.SSRC, goodbyeWithReport(stream, 0x2222_3333).ssrc());
        }
    }

    @Test
    void the_round_trip_is_measured_from_our_report_to_the_far_ends() {
        transmission.tick(0, playback, source -> {});
        reports.tick(4 * SECOND);
        byte[] sent = peer.receiveControl();
        int named = RtcpPacket.middle(RtcpPacket.ntpTimestamp(sent, 0));
        byte[] report = receiverReport(transmission.ssrc(), named, 0x8000); // kept for half a second
        reports.received(report, 0, 4 * SECOND + 600_000_000);
        assertEquals(100, reports.roundTripMillis());
        assertEquals(1, reports.lostAtFarEnd(), "no more than were sent");
        reports.received(receiverReport(transmission.ssrc(), named + 1, 0), 0, 5 * SECOND);
        reports.received(receiverReport(transmission.ssrc() + 1, named, 0), 0, 5 * SECOND);
        reports.received(receiverReport(transmission.ssrc(), named, 0x10_0000), 0, 5 * SECOND);
        reports.received(receiverReport(transmission.ssrc(), named, 0), 0, 500 * SECOND);
        assertEquals(100, reports.roundTripMillis(), "none of these makes sense");
    }

    @Test
    void without_a_report_of_the_far_end_the_round_trip_is_unknown() {
        reports.received(receiverReport(transmission.ssrc(), 0, 0), 0, SECOND);
        assertEquals(MediaQuality.UNKNOWN, reports.roundTripMillis());
    }

    /** Of a far end that has lost 3 packets. */
    private static byte[] receiverReport(int source, int lastReport, long kept) {
        byte[] buffer = new byte[100];
        int end = RtcpPacket.writeReceiverReport(buffer, 0, Peer.SSRC);
        ReportBlock other = new ReportBlock(99, 0, 7, 0, 0, 0, 0);
        end = RtcpPacket.writeReportBlock(buffer, 0, end, other);
        ReportBlock block = new ReportBlock(source, 0, 3, 0, 0, lastReport, kept);
        end = RtcpPacket.writeReportBlock(buffer, 0, end, block);
        return Arrays.copyOf(buffer, end);
    }

    /** Mutes and talks until a goodbye shows that the report with that time has been read. */
    private ReportBlock goodbyeWithReport(MediaLab.TestStream stream, int lastSenderReport) {
        for (int i = 0; i < 1000; i++) {
            stream.run(MediaEngine.Stream::mute);
            ReportBlock block = RtcpPacket.reportBlock(peer.receiveControl(), 0, 0);
            if (block.lastSenderReport() == lastSenderReport) {
                return block;
            }
            assertEquals(0, block.lastSenderReport());
            stream.talk(MediaLab.transmitPlain(peer.address()));
        }
        throw new AssertionError("the report was never read");
    }

    private static byte[] senderReport(long ntpTimestamp) {
        byte[] buffer = new byte[100];
        int end = RtcpPacket.writeSenderReport(buffer, 0, Peer.SSRC, ntpTimestamp, 0, 2, 320);
        return Arrays.copyOf(buffer, RtcpPacket.writeCname(buffer, end, Peer.SSRC, "far"));
    }

    @Test
    void names_are_random() {
        SplittableRandom random = new SplittableRandom(1);
        assertFalse(ControlReports.freshName(random).equals(ControlReports.freshName(random)));
    }
}
