package org.voiceport.media;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.voiceport.audio.Codec;
import org.voiceport.port.ReceiveSpec;
import org.voiceport.rtp.RtcpPacket;
import org.voiceport.rtp.RtpPacket;
import org.voiceport.srtp.SrtpReceiver;

/**
 * Decides which packets come in, from {@code listen} to the next {@code listen} or {@code deafen}. SRTP is judged by its
 * tag, wherever it comes from. RTP can only be judged by its sender: it must have the IP address that the call manager
 * announced; as long as that isn't known, the first good packet decides on address and port. Nothing here throws, and
 * a packet that is refused changes nothing.
 */
final class PacketGate implements AutoCloseable {
    /** {@link #admit}, {@link #admitControl}: the packet is dropped. */
    static final int REFUSED = -1;

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
        return RtpPacket.payloadType(packet, 0) == codec.payloadType() ? PacketKind.SOUND : PacketKind.EVENT;
    }

    /**
     * Judges the packet at the beginning of an array, and decrypts it there.
     *
     * @return the length of its payload, 1 to {@link PacketBuffers#MAX_PAYLOAD}, or {@link #REFUSED}
     */
    int admit(byte[] packet, int length, InetSocketAddress from) {
        if (RtpPacket.check(packet, 0, length) < 0 || !wanted(RtpPacket.payloadType(packet, 0))) {
            return REFUSED;
        }
        int plain = length;
        if (srtp != null) {
            plain = srtp.unprotect(packet, 0, length);
        } else if (!trusted(from)) {
            return REFUSED;
        }
        int payload = plain < 0 ? REFUSED : RtpPacket.payloadLength(packet, 0, plain);
        if (payload <= 0 || payload > PacketBuffers.MAX_PAYLOAD) {
            return REFUSED;
        }
        if (locked == null) {
            locked = from;
        }
        return payload;
    }

    /**
     * Judges the RTCP packet at the beginning of an array, and decrypts it there.
     *
     * @return its length, or {@link #REFUSED}
     */
    int admitControl(byte[] packet, int length, InetSocketAddress from) {
        int plain = length;
        if (srtp != null) {
            plain = srtp.unprotectControl(packet, 0, length);
        } else if (!trustedForControl(from)) {
            return REFUSED;
        }
        return plain > 0 && RtcpPacket.check(packet, 0, plain) > 0 ? plain : REFUSED;
    }

    private boolean wanted(int payloadType) {
        return payloadType == codec.payloadType() || (telephoneEvent != 0 && payloadType == telephoneEvent);
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
