package org.voiceport.media;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.voiceport.audio.Sink;
import org.voiceport.event.MediaQuality;
import org.voiceport.rtp.ReceptionStatistics;
import org.voiceport.rtp.ReportBlock;
import org.voiceport.rtp.RtcpPacket;
import org.voiceport.rtp.RtpPacket;

/**
 * What becomes of the packets that a {@link PacketGate} admits: counted, put in order, recorded. Lives as long as its
 * stream, through changes of gate and of source.
 */
final class Reception {
    /** After a change of keys, packets of the old ones are still on their way. */
    private static final long KEYS_SETTLE = TimeUnit.SECONDS.toNanos(1);

    private final PacketBuffers buffers;
    private final Recording recording;
    private final JitterBuffer order;
    private final KeyReader keys;
    private final Refusals refusals;
    private @Nullable ReceptionStatistics statistics;
    private int ssrc;
    private boolean ssrcKnown;
    private int lastSenderReport;
    private long lastSenderReportAt;
    private long packets;
    private long octets;
    private long jitterBefore;
    private long keysSettleAt;

    Reception(PacketBuffers buffers, Recording recording, KeyReader keys, Refusals refusals) {
        this.buffers = buffers;
        this.recording = recording;
        this.keys = keys;
        this.refusals = refusals;
        this.order = new JitterBuffer(recording);
    }

    /** A gate opens: what comes from now on is counted and ordered anew. */
    void begin(PacketGate gate, long now) {
        leaveSource(now);
        recording.codec(gate.codec());
        keysSettleAt = now + KEYS_SETTLE;
    }

    /** A gate closes: what waits is all that will come. */
    void end(long now) {
        order.flush(now);
    }

    /** The call is over. */
    void close(long now) {
        refusals.end(now);
    }

    /** Judges and takes the packet of that length in {@link PacketBuffers#in}. */
    void packet(PacketGate gate, int length, long now) {
        byte[] packet = buffers.in;
        int payload = gate.admit(packet, length, buffers.sender());
        if (payload < 0) {
            refuse(Refusal.of(payload), now);
            return;
        }
        PacketKind kind = gate.kind(packet);
        if (kind == PacketKind.EVENT) {
            keys.packet(packet, payload);
        }
        if (kind == PacketKind.EVENT && ssrcKnown && !isSource(RtpPacket.ssrc(packet, 0))) {
            // Events with a source of their own have no place among the numbers of the sound.
            packets++;
            octets += payload;
        } else {
            take(kind, packet, payload, now);
        }
    }

    private void take(PacketKind kind, byte[] packet, int payload, long now) {
        ReceptionStatistics counts = follow(RtpPacket.ssrc(packet, 0), now);
        int sequence = RtpPacket.sequence(packet, 0);
        int timestamp = RtpPacket.timestamp(packet, 0);
        boolean counted = kind == PacketKind.EVENT
                ? counts.onUntimedPacket(sequence)
                : counts.onPacket(sequence, timestamp, (int) RtpClock.samples(now));
        if (!counted) {
            refuse(Refusal.STRAY, now);
            return;
        }
        if (kind != PacketKind.EVENT) {
            recording.heard(now);
        }
        if (order.offer(kind, sequence, timestamp, packet, RtpPacket.payloadOffset(packet, 0), payload, now)) {
            packets++;
            octets += payload;
        }
    }

    private void refuse(Refusal why, long now) {
        if (why == Refusal.FORGED && now - keysSettleAt < 0) {
            refusals.countExpected(why);
        } else {
            refusals.count(why, buffers.sender());
        }
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
        jitterBefore = jitter();
        statistics = null;
        lastSenderReport = 0;
        order.restart(now);
    }

    /**
     * Judges and takes the RTCP packet of that length in {@link PacketBuffers#in}.
     *
     * @param reports ours, to which the far end's belong; null if we send nothing
     */
    void control(PacketGate gate, int length, @Nullable ControlReports reports, long now) {
        byte[] packet = buffers.in;
        int plain = gate.admitControl(packet, length, buffers.sender());
        if (plain < 0) {
            refuse(Refusal.of(plain), now);
            return;
        }
        for (int at = 0; at < plain; at += RtcpPacket.packetLength(packet, at)) {
            int type = RtcpPacket.type(packet, at);
            if (type == RtcpPacket.SENDER_REPORT && isSource(RtcpPacket.ssrc(packet, at))) {
                lastSenderReport = RtcpPacket.middle(RtcpPacket.ntpTimestamp(packet, at));
                lastSenderReportAt = now;
            } else if (type == RtcpPacket.BYE && ssrcKnown && RtcpPacket.byeOf(packet, at, ssrc)) {
                goodbye(now);
            }
            if (reports != null && (type == RtcpPacket.SENDER_REPORT || type == RtcpPacket.RECEIVER_REPORT)) {
                reports.received(packet, at, now);
            }
        }
    }

    private boolean isSource(int sender) {
        return ssrcKnown && sender == ssrc;
    }

    /** The source is gone (RFC 3550 §6.6): nothing missing will come. If it is heard again it is a new one. */
    private void goodbye(long now) {
        leaveSource(now);
        ssrcKnown = false;
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
        refusals.tick(now);
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
        return order.lost();
    }

    /** Packets dropped as they don't belong to the call, or came faster than time. */
    long refused() {
        return refusals.total() + recording.overruns();
    }

    /** In units of the timestamp; of the source before if there is none now. */
    private long jitter() {
        return statistics == null ? jitterBefore : statistics.jitter();
    }

    /** What is known of the way here; what the far end says of the way there is added. */
    MediaQuality quality(int roundTripMillis, long lostAtFarEnd) {
        return new MediaQuality(
                order.late(),
                order.duplicates(),
                order.reordered(),
                recording.concealed() / RtpClock.SAMPLES_PER_MILLI,
                (int) (jitter() / RtpClock.SAMPLES_PER_MILLI),
                roundTripMillis,
                lostAtFarEnd);
    }
}
