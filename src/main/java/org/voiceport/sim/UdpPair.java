package org.voiceport.sim;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An even UDP port for RTP and the odd one above it for RTCP (RFC 3550 §11). Owned by the loop. */
final class UdpPair {
    private static final int ATTEMPTS = 200;
    private static final int LARGEST_PACKET = 2048;

    private final NioDatagramChannel media;
    private final NioDatagramChannel control;
    private final int port;
    private final byte[] packet = new byte[LARGEST_PACKET];
    private @Nullable PhoneReceiver receiver;

    private UdpPair(DatagramChannel media, DatagramChannel control, int port) {
        this.media = new NioDatagramChannel(media);
        this.control = new NioDatagramChannel(control);
        this.port = port;
    }

    /** Free ports on that address. */
    static UdpPair open(InetAddress address, EventLoop loop) throws IOException {
        for (int i = 0; i < ATTEMPTS; i++) {
            DatagramChannel media = DatagramChannel.open();
            DatagramChannel control = DatagramChannel.open();
            try {
                media.bind(new InetSocketAddress(address, 0));
                int port = ((InetSocketAddress) media.getLocalAddress()).getPort();
                if (port % 2 == 0) {
                    control.bind(new InetSocketAddress(address, port + 1));
                    UdpPair pair = new UdpPair(media, control, port);
                    pair.start(loop);
                    return pair;
                }
            } catch (BindException taken) {
                // The next attempt has another port.
            }
            media.close();
            control.close();
        }
        throw new IOException("no pair of free UDP ports on " + address.getHostAddress());
    }

    private void start(EventLoop loop) {
        media.pipeline().addLast(new Incoming(true));
        control.pipeline().addLast(new Incoming(false));
        for (Channel channel : List.of(media, control)) {
            var unused = loop.register(channel);
        }
    }

    int port() {
        return port;
    }

    /** Who gets what comes in from now on; nobody if null. */
    void receiver(@Nullable PhoneReceiver next) {
        if (receiver != null) {
            receiver.close();
        }
        receiver = next;
    }

    void send(byte[] from, int length, InetSocketAddress to) {
        var unused = media.writeAndFlush(new DatagramPacket(Unpooled.copiedBuffer(from, 0, length), to));
    }

    void close() {
        receiver(null);
        for (Channel channel : List.of(media, control)) {
            var unused = channel.close();
        }
    }

    private final class Incoming extends SimpleChannelInboundHandler<DatagramPacket> {
        private final boolean rtp;

        private Incoming(boolean rtp) {
            this.rtp = rtp;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket datagram) {
            int length = Math.min(datagram.content().readableBytes(), LARGEST_PACKET);
            datagram.content().readBytes(packet, 0, length);
            if (receiver == null) {
                return;
            }
            if (rtp) {
                receiver.media(packet, length);
            } else {
                receiver.control(packet, length);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // A far end that has closed its port already (ICMP) is no concern of a phone.
        }
    }
}
