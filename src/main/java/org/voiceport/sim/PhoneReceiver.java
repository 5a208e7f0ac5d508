package org.voiceport.sim;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.voiceport.audio.Codec;
import org.voiceport.rtp.RtcpPacket;
import org.voiceport.rtp.RtpPacket;
import org.voiceport.srtp.SrtpReceiver;

/** The media that comes in: checked, decrypted, decoded, recorded. Owned by the loop. */
final class PhoneReceiver implements AutoCloseable {
    private static final int LONGEST_PAYLOAD = 2048;

    private final int payloadType;
    private final Codec.Decoder decoder;
    private final @Nullable SrtpReceiver srtp;
    private final Recording recording;
    private final BeepDetector beeps;
    private final Runnable beepHeard;
    private final Counters counters;
    private final short[] samples = new short[LONGEST_PAYLOAD];

    PhoneReceiver(
            Codec codec,
            Optional<PhoneKey> key,
            Recording recording,
            BeepDetector beeps,
            Runnable beepHeard,
            Counters counters) {
        this.payloadType = codec.payloadType();
        this.decoder = codec.decoder();
        this.srtp = key.map(PhoneKey::receiver).orElse(null);
        this.recording = recording;
        this.beeps = beeps;
        this.beepHeard = beepHeard;
        this.counters = counters;
    }

    /** A packet from the RTP port; changes the array. */
    void media(byte[] packet, int length) {
        int plain = srtp == null ? length : srtp.unprotect(packet, 0, length);
        if (plain < 0 || RtpPacket.check(packet, 0, plain) < 0) {
            counters.countRefused();
            return;
        }
        int payload = RtpPacket.payloadLength(packet, 0, plain);
        if (payload < 0 || RtpPacket.payloadType(packet, 0) != payloadType) {
            counters.countRefused();
            return;
        }
        counters.countReceived(payload);
        decoder.decode(packet, RtpPacket.payloadOffset(packet, 0), samples, 0, payload);
        recording.write(RtpPacket.ssrc(packet, 0), RtpPacket.timestamp(packet, 0), samples, payload);
        if (beeps.hears(samples, payload)) {
            beepHeard.run();
        }
    }

    /** A packet from the RTCP port; changes the array. */
    void control(byte[] packet, int length) {
        int plain = srtp == null ? length : srtp.unprotectControl(packet, 0, length);
        if (plain >= 0 && RtcpPacket.check(packet, 0, plain) >= 0) {
            counters.countControl();
        }
    }

    @Override
    public void close() {
        if (srtp != null) {
            srtp.close();
        }
    }
}
