package org.voiceport.media;

import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.voiceport.event.MediaQuality;
import org.voiceport.rtp.ReportBlock;
import org.voiceport.rtp.RtcpPacket;

/**
 * The RTCP that a transmission sends: SR or RR and SDES about every 5 s, BYE at its end (RFC 3550 §6). Two parties never
 * come near the 5 % of bandwidth by which the RFC would stretch the interval. Nothing is sent before talking, since
 * only then it is known where to. Keeps what the far end reports of the transmission.
 */
final class ControlReports {
    static final long INTERVAL = TimeUnit.SECONDS.toNanos(5);

    /** A longer round trip is none. */
    private static final long MAX_TRIP_MILLIS = 10_000;

    private final Transmission transmission;
    private final Reception reception;
    private final PacketBuffers buffers;
    private final RandomGenerator random;
    private final Clock clock;
    private final String cname;
    private long due;
    private long packetsReported;
    /** The middle of the latest SR's NTP timestamp, by which the far end names it; 0 if there is none. */
    private int lastReport;

    private long lastReportAt;
    private int roundTripMillis = MediaQuality.UNKNOWN;
    private long lostAtFarEnd;

    ControlReports(
            Transmission transmission,
            Reception reception,
            PacketBuffers buffers,
            RandomGenerator random,
            Clock clock,
            String cname,
            long now) {
        this.transmission = transmission;
        this.reception = reception;
        this.buffers = buffers;
        this.random = random;
        this.clock = clock;
        this.cname = cname;
        // The first report comes after half the interval (RFC 3550 §6.2).
        this.due = now + interval() / 2;
    }

    /** A name that says nothing on the machine and lives as long as its call (RFC 7022 §4.2). */
    static String freshName(RandomGenerator random) {
        byte[] bits = new byte[12];
        random.nextBytes(bits);
        return Base64.getEncoder().encodeToString(bits);
    }

    void tick(long now) {
        if (now - due >= 0) {
            due = now + interval();
            transmission.sendControl(write(now));
        }
    }

    /** The source leaves. */
    void bye(long now) {
        transmission.sendControl(RtcpPacket.writeBye(buffers.out, write(now), transmission.ssrc()));
    }

    /**
     * Looks whether the SR or RR at {@code offset} reports on what we send. The round trip is ours to measure, from
     * sending an SR to hearing of it, less the time that the far end kept it (RFC 3550 §6.4.1): by our own clock alone, and
     * only by the SR sent last.
     */
    void received(byte[] packet, int offset, long now) {
        int number = RtcpPacket.reportOn(packet, offset, transmission.ssrc());
        if (number < 0) {
            return;
        }
        ReportBlock block = RtcpPacket.reportBlock(packet, offset, number);
        lostAtFarEnd = Math.max(0, Math.min(block.lost(), transmission.packets()));
        if (lastReport != 0 && block.lastSenderReport() == lastReport) {
            long kept = (block.delaySinceLastSenderReport() * 1000) >> 16;
            long trip = (now - lastReportAt) / 1_000_000 - kept;
            // The far end rounds, and may be wrong.
            if (trip >= -1 && trip <= MAX_TRIP_MILLIS) {
                roundTripMillis = (int) Math.max(0, trip);
            }
        }
    }

    /** {@link MediaQuality#UNKNOWN} until the far end has reported on an SR. */
    int roundTripMillis() {
        return roundTripMillis;
    }

    /** Packets of this transmission. */
    long lostAtFarEnd() {
        return lostAtFarEnd;
    }

    /** 0.5 to 1.5 of the interval, so that calls that begin together don't report together (RFC 3550 §6.2). */
    private long interval() {
        return (long) (INTERVAL * (0.5 + random.nextDouble()));
    }

    private int write(long now) {
        byte[] out = buffers.out;
        int ssrc = transmission.ssrc();
        int end;
        if (transmission.packets() > packetsReported) {
            long wallClock = RtcpPacket.ntpTimestamp(Instant.now(clock));
            lastReport = RtcpPacket.middle(wallClock);
            lastReportAt = now;
            end = RtcpPacket.writeSenderReport(
                    out, 0, ssrc, wallClock, transmission.timestampAt(now), (int) transmission.packets(), (int)
                            transmission.octets());
        } else {
            end = RtcpPacket.writeReceiverReport(out, 0, ssrc);
        }
        packetsReported = transmission.packets();
        ReportBlock block = reception.report(now);
        if (block != null) {
            end = RtcpPacket.writeReportBlock(out, 0, end, block);
        }
        return RtcpPacket.writeCname(out, end, ssrc, cname);
    }
}
