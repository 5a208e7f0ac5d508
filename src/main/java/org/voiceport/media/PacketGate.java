package org.voiceport.media;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.voiceport.audio.Codec;
import org.voiceport.audio.ComfortNoise;
import org.voiceport.port.ReceiveSpec;
import org.voiceport.rtp.RtcpPacket;
import org.voiceport.rtp.RtpPacket;
import org.voiceport.srtp.SrtpReceiver;

/**
 * Decides which packets come in, from {@code listen} to the next {@code listen} or {@code deafen}. SRTP is judged by its
 * tag, wherever it comes from: so a far end may move to another address, and nobody else can take its place. RTP can only
 * be judged by its sender: it must have the IP address that the call manager announced; as long as that isn't known, the
 * first good packet decides on address and port. What costs least is asked first. Nothing here throws, and a packet that
 * is refused changes nothing.
 */
final class PacketGate implements AutoCloseable {
    private final Codec codec;
    private final int telephoneEvent;
    private final @Nullable SrtpReceiver srtp;
    private final @Nullable InetAddress announced;
    private @Nullable InetAddress remote;
    private @Nullable InetSocketAddress locked;

    /** Takes over the key. */
    PacketGate(ReceiveSpec spec) {
        this.codec = spec.codec();
        this.telephoneEvent = spec.telephoneEventPayload();
        this.srtp = spec.key().map(SrtpContexts::receiver).orElse(null);
        this.announced = spec.source().isAnyLocalAddress() ? null : spec.source();
    }

    /** Where we send to is where packets come from, unless the call manager named a source. */
    void sendingTo(InetAddress address) {
        remote = address;
    }

    Codec codec() {
        return codec;
    }

    /** What a packet that was admitted carries. */
    PacketKind kind(byte[] packet) {
        int type = RtpPacket.payloadType(packet, 0);
        if (type == codec.payloadType()) {
            return PacketKind.SOUND;
        }
        return type == telephoneEvent ? PacketKind.EVENT : PacketKind.NOISE;
    }

    /**
     * Judges the packet at the beginning of an array, and decrypts it there.
     *
     * @return the length of its payload, 1 to {@link PacketBuffers#MAX_PAYLOAD}, or a {@link Refusal#verdict()}
     */
    int admit(byte[] packet, int length, InetSocketAddress from) {
        if (length >= PacketBuffers.SIZE || RtpPacket.check(packet, 0, length) < 0) {
            return Refusal.MALFORMED.verdict();
        }
        if (!wanted(RtpPacket.payloadType(packet, 0))) {
            return Refusal.PAYLOAD_TYPE.verdict();
        }
        int plain = length;
        if (srtp != null) {
            plain = srtp.unprotect(packet, 0, length);
        } else if (!trusted(from)) {
            return Refusal.STRANGER.verdict();
        }
        if (plain < 0) {
            return Refusal.ofSrtp(plain).verdict();
        }
        int payload = RtpPacket.payloadLength(packet, 0, plain);
        if (payload <= 0 || payload > PacketBuffers.MAX_PAYLOAD) {
            return Refusal.MALFORMED.verdict();
        }
        if (locked == null) {
            locked = from;
        }
        return payload;
    }

    /**
     * Judges the RTCP packet at the beginning of an array, and decrypts it there.
     *
     * @return its length, 8 or more, or a {@link Refusal#verdict()}
     */
    int admitControl(byte[] packet, int length, InetSocketAddress from) {
        if (length >= PacketBuffers.SIZE) {
            return Refusal.MALFORMED.verdict();
        }
        int plain = length;
        if (srtp != null) {
            plain = srtp.unprotectControl(packet, 0, length);
        } else if (!trustedForControl(from)) {
            return Refusal.STRANGER.verdict();
        }
        if (plain < 0) {
            return Refusal.ofSrtp(plain).verdict();
        }
        return RtcpPacket.check(packet, 0, plain) > 0 ? plain : Refusal.MALFORMED.verdict();
    }

    private boolean wanted(int payloadType) {
        return payloadType == codec.payloadType()
                || payloadType == ComfortNoise.PAYLOAD_TYPE
                || (telephoneEvent != 0 && payloadType == telephoneEvent);
    }

    private boolean trusted(InetSocketAddress from) {
        InetAddress expected = expected();
        if (expected != null) {
            return expected.equals(from.getAddress());
        }
        return locked == null || locked.equals(from);
    }

    /** RTCP comes from another port, and decides nothing. */
    private boolean trustedForControl(InetSocketAddress from) {
        InetAddress expected = expected();
        if (expected != null) {
            return expected.equals(from.getAddress());
        }
        return locked != null && locked.getAddress().equals(from.getAddress());
    }

    private @Nullable InetAddress expected() {
        return announced != null ? announced : remote;
    }

    /** Wipes the keys. */
    @Override
    public void close() {
        if (srtp != null) {
            srtp.close();
        }
    }
}
