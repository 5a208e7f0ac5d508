package org.voiceport.sim;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One file on its way to one client. Owned by the loop. */
final class TftpSending extends SimpleChannelInboundHandler<DatagramPacket> {
    private static final int DATA = 3;
    private static final int ACKNOWLEDGEMENT = 4;
    private static final int ERROR = 5;
    private static final int OPTIONS = 6;
    private static final int BLOCK = 512;
    private static final int LONG_BLOCK = 1024;
    private static final int RESENDS = 5;
    private static final long RESEND_SECONDS = 1;
    private static final byte[] ELSEWHERE = {127, 0, 0, 2};

    private final EventLoop loop;
    private final InetAddress address;
    private final InetSocketAddress client;
    private final byte[] file;
    private final TftpConduct conduct;
    private final NioDatagramChannel own;
    private final @Nullable NioDatagramChannel other;
    private @Nullable ScheduledFuture<?> resend;
    private int block = 1;
    private int resends;
    private int heard;

    TftpSending(EventLoop loop, InetSocketAddress server, InetSocketAddress client, byte[] file, TftpConduct conduct)
            throws IOException {
        this.loop = loop;
        this.address = server.getAddress();
        this.client = client;
        this.file = file.clone();
        this.conduct = conduct;
        InetAddress elsewhere = InetAddress.getByAddress(ELSEWHERE);
        this.own = channel(conduct == TftpConduct.ANSWERS_FROM_ELSEWHERE ? elsewhere : address);
        this.other = switch (conduct) {
            case ECHOED_BY_ANOTHER_PORT -> channel(address);
            case ECHOED_FROM_ELSEWHERE -> channel(elsewhere);
            default -> null;
        };
    }

    private static NioDatagramChannel channel(InetAddress address) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.bind(new InetSocketAddress(address, 0));
        return new NioDatagramChannel(channel);
    }

    /** Says why there is no file, from a port of its own as everything but a request; then the channel closes. */
    static Channel refuse(EventLoop loop, InetSocketAddress server, InetSocketAddress client, int code, String reason)
            throws IOException {
        NioDatagramChannel own = channel(server.getAddress());
        var unused = loop.register(own).addListener(registered -> {
            send(own, error(code, reason), client);
            // Behind the packet, on the same loop.
            end(own);
        });
        return own;
    }

    /** Sends the first block; the channel closes when the client has all, or is gone. */
    Channel start() {
        own.pipeline().addLast(this);
        if (other != null) {
            var unused = loop.register(other);
            unused = own.closeFuture().addListener(closed -> end(other));
        }
        var unused = loop.register(own).addListener(registered -> {
            if (conduct == TftpConduct.OPTIONS) {
                send(
                        own,
                        Unpooled.buffer()
                                .writeShort(OPTIONS)
                                .writeBytes("blksize,1024,".replace(',', '\0').getBytes(StandardCharsets.US_ASCII)));
            } else {
                sendBlock();
            }
        });
        return own;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket datagram) {
        ByteBuf packet = datagram.content();
        if (!datagram.sender().equals(client) || packet.readableBytes() < 4) {
            return;
        }
        int operation = packet.readUnsignedShort();
        if (operation == ERROR) {
            end(own);
        } else if (operation == ACKNOWLEDGEMENT && packet.readUnsignedShort() == (block & 0xFFFF)) {
            acknowledged();
        }
    }

    private void acknowledged() {
        heard++;
        if (conduct == TftpConduct.STALLS || (conduct == TftpConduct.LOSES && heard % 3 == 0)) {
            return;
        }
        if (conduct == TftpConduct.BREAKS_OFF) {
            send(own, error(0, "The disk is on fire"));
            end(own);
            return;
        }
        if (conduct != TftpConduct.ENDLESS && length(block) < size()) {
            end(own);
            return;
        }
        block++;
        resends = 0;
        sendBlock();
    }

    private int size() {
        return conduct == TftpConduct.LONG_BLOCKS ? LONG_BLOCK : BLOCK;
    }

    private int length(int number) {
        return Math.max(0, Math.min(size(), file.length - (number - 1) * size()));
    }

    private ByteBuf data(int number) {
        ByteBuf data = Unpooled.buffer().writeShort(DATA).writeShort(number);
        return conduct == TftpConduct.ENDLESS
                ? data.writeZero(BLOCK)
                : data.writeBytes(file, Math.min(file.length, (number - 1) * size()), length(number));
    }

    private void sendBlock() {
        if (!own.isOpen()) {
            return;
        }
        disturb();
        send(own, data(block));
        if (conduct == TftpConduct.REPEATS) {
            send(own, data(block));
            if (block > 1) {
                send(own, data(block - 1));
            }
        }
        if (resend != null) {
            resend.cancel(false);
        }
        resend = loop.schedule(this::again, RESEND_SECONDS, TimeUnit.SECONDS);
    }

    private void again() {
        if (++resends > RESENDS) {
            end(own);
        } else if (conduct != TftpConduct.STALLS) {
            sendBlock();
        }
    }

    private void disturb() {
        if (conduct == TftpConduct.GARBLES) {
            send(own, Unpooled.EMPTY_BUFFER);
            send(own, Unpooled.buffer().writeByte(0));
            send(own, Unpooled.buffer().writeShort(0xBEEF).writeInt(block));
            send(own, Unpooled.buffer().writeShort(DATA).writeByte(block));
        } else if (other != null) {
            byte[] lie = new byte[length(block)];
            Arrays.fill(lie, (byte) 'X');
            // The first right block must be on its way before: until then any port may be the server's.
            if (block > 1 || conduct == TftpConduct.ECHOED_FROM_ELSEWHERE) {
                send(other, Unpooled.buffer().writeShort(DATA).writeShort(block).writeBytes(lie));
                send(other, error(0, "nothing to be had here"));
            }
        }
    }

    private void send(Channel from, ByteBuf packet) {
        send(from, packet, client);
    }

    private static void send(Channel from, ByteBuf packet, InetSocketAddress to) {
        var unused = from.writeAndFlush(new DatagramPacket(packet, to), from.voidPromise());
    }

    private static void end(Channel channel) {
        var unused = channel.close();
    }

    private static ByteBuf error(int code, String reason) {
        return Unpooled.buffer()
                .writeShort(ERROR)
                .writeShort(code)
                .writeBytes((reason + "\0").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A client that has gone (ICMP): its transfer ends by the limit of resends.
    }
}
