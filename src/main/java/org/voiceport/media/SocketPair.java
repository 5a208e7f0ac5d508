package org.voiceport.media;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;

/** The two UDP sockets of one stream: RTP on an even port, RTCP on the odd one above (RFC 3550 §11). Non-blocking. */
final class SocketPair implements AutoCloseable {
    /**
     * Octets of packets that the system keeps for each socket. It counts what they take in its memory, and Linux doubles
     * the number: 300 packets at the least, six seconds of G.711 and three of packets of 10 ms. More would only be kept
     * for who floods us.
     */
    private static final int RECEIVE_BUFFER = 128 << 10;

    private final DatagramChannel rtp;
    private final DatagramChannel rtcp;
    private final InetSocketAddress local;
    private final Runnable released;

    private SocketPair(DatagramChannel rtp, DatagramChannel rtcp, InetSocketAddress local, Runnable released) {
        this.rtp = rtp;
        this.rtcp = rtcp;
        this.local = local;
        this.released = released;
    }

    /**
     * Binds both or none.
     *
     * @param released runs once, when the pair is closed
     * @throws java.net.BindException if one of the two ports is in use, or the address is not of this machine
     */
    static SocketPair bind(InetAddress address, int evenPort, Runnable released) throws IOException {
        DatagramChannel rtp = bound(address, evenPort);
        try {
            DatagramChannel rtcp = bound(address, evenPort + 1);
            return new SocketPair(rtp, rtcp, new InetSocketAddress(address, evenPort), released);
        } catch (IOException e) {
            rtp.close();
            throw e;
        }
    }

    /** A non-blocking socket at that address; port 0 is any free one. */
    static DatagramChannel bound(InetAddress address, int port) throws IOException {
        DatagramChannel channel = DatagramChannel.open(
                address instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
            return channel.bind(new InetSocketAddress(address, port));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    DatagramChannel rtp() {
        return rtp;
    }

    DatagramChannel rtcp() {
        return rtcp;
    }

    /** Where RTP is received. */
    InetSocketAddress local() {
        return local;
    }

    /** Marks what is sent from now on; a system that refuses it sends unmarked, which is better than no call. */
    void mark(int tos) {
        for (DatagramChannel channel : new DatagramChannel[] {rtp, rtcp}) {
            try {
                channel.setOption(StandardSocketOptions.IP_TOS, tos);
            } catch (IOException | UnsupportedOperationException e) {
                return;
            }
        }
    }

    /** Closes both. A channel that a selector watches keeps its port until the selector's next turn. */
    @Override
    public void close() {
        closeQuietly(rtp);
        closeQuietly(rtcp);
        released.run();
    }

    private static void closeQuietly(DatagramChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing is left to be done with a socket that can't be closed.
        }
    }
}
