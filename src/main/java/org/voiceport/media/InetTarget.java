package org.voiceport.media;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The far end of a transmission as seen from our sockets: RTP there, RTCP one port above. */
final class InetTarget {
    private final SocketPair sockets;
    private final PacketBuffers buffers;
    private final InetSocketAddress media;
    private final @Nullable InetSocketAddress control;

    InetTarget(SocketPair sockets, PacketBuffers buffers, InetSocketAddress media) {
        this.sockets = sockets;
        this.buffers = buffers;
        this.media = media;
        this.control = media.getPort() == 65535 ? null : new InetSocketAddress(media.getAddress(), media.getPort() + 1);
    }

    /** Sends the packet in {@link PacketBuffers#out}; false if the system did not take it. */
    boolean sendMedia(int length) {
        return buffers.send(sockets.rtp(), length, media);
    }

    void sendControl(int length) {
        if (control != null) {
            buffers.send(sockets.rtcp(), length, control);
        }
    }
}
