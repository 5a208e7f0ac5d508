package org.voiceport.media;

import org.jspecify.annotations.Nullable;
import org.voiceport.audio.Sink;
import org.voiceport.rtp.ReceptionStatistics;
import org.voiceport.rtp.ReportBlock;
import org.voiceport.rtp.RtcpPacket;
import org.voiceport.rtp.RtpPacket;

/**
 * What becomes of the packets that a {@link PacketGate} admits: counted, put in order, recorded. Lives as long as its
 * stream, through changes of gate and of source.
 */
final class Reception {
    private final PacketBuffers buffers;
    private final Recording recording;
    private final JitterBuffer order;
    private @Nullable ReceptionStatistics statistics;
    private int ssrc;
    private boolean ssrcKnown;
    private int lastSenderReport;
    private long lastSenderReportAt;
    private long packets;
    private long octets;
    private long lostBefore;
    private long refused;

    Reception(PacketBuffers buffers, Recording recording) {
        this.buffers = buffers;
        this.recording = recording;
        this.order = new JitterBuffer(recording);
    }

    /** A gate opens: what comes from now on is counted and ordered anew. */
    void begin(PacketGate gate, long now) {
        leaveSource(now);
        recording.codec(gate.codec());
    }

    /** A gate closes: what waits is all that will come. */
    void end(long now) {
        order.flush(now);
    }

    /** Judges and takes the packet of that length in {@link PacketBuffers#in}. */
    void packet(PacketGate gate, int length, long now) {
        byte[] packet = buffers.in;
        int payload = gate.admit(packet, length, buffers.sender());
        if (payload < 0 || !take(gate.kind(packet), packet, payload, now)) {
            refused++;
            return;
        }
        packets++;
        octets += payload;
    }

    private boolean take(PacketKind kind, byte[] packet, int length, long now) {
        ReceptionStatistics counts = follow(RtpPacket.ssrc(packet, 0), now);
        int sequence = RtpPacket.sequence(packet, 0);
        int timestamp = RtpPacket.timestamp(packet, 0);
        if (!counts.onPacket(sequence, timestamp, (int) RtpClock.samples(now))) {
            return false;
        }
        if (kind == PacketKind.SOUND) {
            recording.heard(now);
        }
        return order.offer(kind, sequence, timestamp, packet, RtpPacket.payloadOffset(packet, 0), length, now);
    }

    /** The counts of that source; a new source ends the one before. */
    private ReceptionStatistics follow(int source, long now) {
        if (!ssrcKnown || source != ssrc) {
            leaveSource(now);
            recording.remap();
            ssrc = source;
            ssrcKnown = true;
        }
        if (statistics == null) {
            statistics = new ReceptionStatistics();
        }
        return statistics;
    }

    private void leaveSource(long now) {
        lostBefore = lost();
        statistics = null;
        lastSenderReport = 0;
        order.restart(now);
    }

    /** Judges and takes the RTCP packet of that length in {@link PacketBuffers#in}. */
    void control(PacketGate gate, int length, long now) {
        byte[] packet = buffers.in;
        int plain = gate.admitControl(packet, length, buffers.sender());
        for (int at = 0; at < plain; at += RtcpPacket.packetLength(packet, at)) {
            if (RtcpPacket.type(packet, at) == RtcpPacket.SENDER_REPORT
                    && ssrcKnown
                    && RtcpPacket.ssrc(packet, at) == ssrc) {
                lastSenderReport = RtcpPacket.middle(RtcpPacket.ntpTimestamp(packet, at));
                lastSenderReportAt = now;
            }
        }
    }

    /** What our RTCP says of the source; null if there is none. */
    @Nullable
    ReportBlock report(long now) {
        if (statistics == null) {
            return null;
        }
        long delay = lastSenderReport == 0 ? 0 : (((now - lastSenderReportAt) / 1000) << 16) / 1_000_000;
        return ReportBlock.of(ssrc, statistics, lastSenderReport, delay);
    }

    void tick(long now) {
        order.tick(now);
        recording.tick(now);
    }

    void record(Sink sink, long now) {
        stopRecording(now);
        recording.start(sink, now);
    }

    void stopRecording(long now) {
        order.flush(now);
        recording.stop(now);
    }

    /** Packets that were accepted. */
    long packets() {
        return packets;
    }

    /** Payload octets in them. */
    long octets() {
        return octets;
    }

    long lost() {
        return lostBefore + (statistics == null ? 0 : Math.max(0, statistics.lost()));
    }

    /** Packets dropped for whatever reason. */
    long refused() {
        return refused + recording.overruns();
    }

    int jitterMillis() {
        return statistics == null ? 0 : (int) (statistics.jitter() / RtpClock.SAMPLES_PER_MILLI);
    }
}
