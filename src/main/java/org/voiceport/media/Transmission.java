package org.voiceport.media;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.voiceport.audio.Codec;
import org.voiceport.audio.Dtmf;
import org.voiceport.audio.Source;
import org.voiceport.port.TransmitSpec;
import org.voiceport.rtp.RtpPacket;
import org.voiceport.srtp.SrtpSender;

/**
 * One direction out, from {@code talk} to the next {@code talk} or {@code mute}: an RTP source with a random SSRC,
 * sequence number and timestamp of its own (RFC 3550 §5.1), also if the call manager gives the same key again: with
 * another SSRC the keystream is another one.
 */
final class Transmission implements AutoCloseable {
    /** Packets that are sent late after a stall; what is due before them is left out. */
    static final int MAX_CATCH_UP = 5;

    private final InetTarget target;
    private final int payloadType;
    private final Codec.Encoder encoder;
    private final int samples;
    private final long interval;
    private final KeySender keys;
    private final PacketBuffers buffers;
    private final PacingError pacing;
    private final @Nullable SrtpSender srtp;
    private final int ssrc;
    private int sequence;
    private int timestamp;
    private boolean marker = true;
    private long due;
    private long packets;
    private long octets;

    /**
     * Takes over the key.
     *
     * @param pacing is told how late packets are
     * @param first when the first packet is due, in terms of {@link System#nanoTime()}
     */
    Transmission(
            TransmitSpec spec,
            InetTarget target,
            PacketBuffers buffers,
            PacingError pacing,
            RandomGenerator random,
            long first) {
        this.target = target;
        this.payloadType = spec.codec().payloadType();
        this.encoder = spec.codec().encoder();
        this.samples = spec.packetMillis() * RtpClock.SAMPLES_PER_MILLI;
        this.interval = TimeUnit.MILLISECONDS.toNanos(spec.packetMillis());
        this.keys = new KeySender(spec.telephoneEventPayload());
        this.buffers = buffers;
        this.pacing = pacing;
        this.srtp = spec.key().map(SrtpContexts::sender).orElse(null);
        this.ssrc = random.nextInt();
        // In the lower half, so that a receiver that loses the first packets still guesses the rollover counter
        // right (RFC 3711 §3.3.1).
        this.sequence = random.nextInt(1 << 15);
        this.timestamp = random.nextInt();
        this.due = first;
    }

    /** Sends what is due, {@value #MAX_CATCH_UP} packets at most. */
    void tick(long now, Playback playback, Consumer<Source> played) {
        for (int sent = 0; now - due >= 0; sent++) {
            if (sent == MAX_CATCH_UP) {
                leaveOut((now - due) / interval + 1);
                return;
            }
            send(playback, played);
            due += interval;
        }
    }

    private void send(Playback playback, Consumer<Source> played) {
        byte[] packet = buffers.out;
        Source ended = null;
        int payload = keys.write(packet, sequence, timestamp, ssrc, samples);
        if (payload == 0) {
            RtpPacket.writeHeader(packet, 0, payloadType, marker, sequence, timestamp, ssrc);
            ended = playback.fill(encoder, buffers.toSend, packet, RtpPacket.HEADER_LENGTH, samples);
            payload = samples;
            marker = false;
        }
        int length = RtpPacket.HEADER_LENGTH + payload;
        if (srtp != null) {
            length = srtp.protect(packet, 0, length);
        }
        if (length > 0 && target.sendMedia(length)) {
            packets++;
            octets += payload;
        }
        pacing.sent(System.nanoTime() - due);
        sequence++;
        timestamp += samples;
        if (ended != null) {
            played.accept(ended);
        }
    }

    /** Sends a key once those before it are sent; what plays is halted meanwhile. False if it can't be sent. */
    boolean press(Dtmf key) {
        return keys.press(key);
    }

    /** Time passes, sequence numbers don't: for the receiver it is a pause (RFC 3551 §4.1). */
    private void leaveOut(long missed) {
        pacing.leftOut(missed);
        due += missed * interval;
        timestamp += (int) (missed * samples);
        marker = true;
    }

    /** Sends the RTCP packet of that length in {@link PacketBuffers#out}, as SRTCP if there is a key. */
    void sendControl(int length) {
        int sent = srtp == null ? length : srtp.protectControl(buffers.out, 0, length);
        if (sent > 0) {
            target.sendControl(sent);
        }
    }

    int ssrc() {
        return ssrc;
    }

    /** Where the stream's clock stands at {@code now}. */
    int timestampAt(long now) {
        return timestamp - (int) RtpClock.samples(due - now);
    }

    long packets() {
        return packets;
    }

    /** Payload octets. */
    long octets() {
        return octets;
    }

    /** Wipes the keys. */
    @Override
    public void close() {
        if (srtp != null) {
            srtp.close();
        }
    }
}
