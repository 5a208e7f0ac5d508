package org.voiceport.media;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;

/**
 * The buffers that a packet passes through, one set for all streams of an event loop, since a loop works on one packet
 * at a time. The native buffer is what the system call reads and writes; the arrays are what everything else works on.
 * No method allocates, but that the JDK makes an address for a packet from another sender than the one before.
 */
final class PacketBuffers {
    /** Longer than any packet that is taken: one that fills it was cut off. */
    static final int SIZE = 2048;
    /** Octets of payload that a packet may have: 200 ms, of which an Ethernet frame takes 185. */
    static final int MAX_PAYLOAD = 1600;
    /** {@link #receive}: the socket has nothing more, or is closed. */
    static final int NOTHING = -1;

    /** The packet received last. */
    final byte[] in = new byte[SIZE];
    /** The packet to be sent. */
    final byte[] out = new byte[SIZE];
    /** Samples on their way from a source into a packet. */
    final short[] toSend = new short[MAX_PAYLOAD];
    /** Samples on their way from a packet into a sink. */
    final short[] received = new short[MAX_PAYLOAD];

    private final ByteBuffer direct = ByteBuffer.allocateDirect(SIZE);
    private @Nullable InetSocketAddress sender;

    /** Takes one packet into {@link #in}; returns its length, 0 or more, or {@link #NOTHING}. */
    int receive(DatagramChannel channel) {
        direct.clear();
        try {
            sender = (InetSocketAddress) channel.receive(direct);
        } catch (IOException e) {
            return NOTHING;
        }
        if (sender == null) {
            return NOTHING;
        }
        int length = direct.position();
        direct.flip().get(in, 0, length);
        return length;
    }

    /** Who sent the packet received last. */
    InetSocketAddress sender() {
        if (sender == null) {
            throw new IllegalStateException("no packet was received");
        }
        return sender;
    }

    /** Sends {@code length} octets of {@link #out}; false if the system did not take them, which is as good as lost. */
    boolean send(DatagramChannel channel, int length, InetSocketAddress to) {
        direct.clear().put(out, 0, length).flip();
        try {
            return channel.send(direct, to) > 0;
        } catch (IOException e) {
            return false;
        }
    }
}
