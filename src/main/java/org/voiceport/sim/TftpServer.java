package org.voiceport.sim;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The TFTP server of a call manager (RFC 1350): gives files, takes none, knows no options. Every transfer has a UDP port
 * of its own. It misbehaves on demand. It runs on one thread of its own; its methods are for any other thread.
 */
public final class TftpServer implements AutoCloseable {
    private static final int READ_REQUEST = 1;
    private static final int FILE_NOT_FOUND = 1;
    private static final int ILLEGAL_OPERATION = 4;
    private static final int LONGEST_REQUEST = 512;
    private static final int MOST_TRANSFERS = 64;

    private final Function<String, Optional<byte[]>> files;
    private final SimLoop loop = new SimLoop("sim-tftp");
    private final ChannelGroup transfers;
    private final Channel requests;
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger heard = new AtomicInteger();
    private volatile TftpConduct conduct = TftpConduct.GOOD;

    private TftpServer(InetSocketAddress listen, Function<String, Optional<byte[]>> files) throws IOException {
        this.files = files;
        this.transfers = new DefaultChannelGroup(loop.loop(), true);
        var binding = new Bootstrap()
                .group(loop.loop())
                .channel(NioDatagramChannel.class)
                .handler(new Requests())
                .bind(listen)
                .awaitUninterruptibly();
        if (!binding.isSuccess()) {
            loop.close();
            throw new IOException("can't listen on UDP " + listen.getAddress().getHostAddress() + ":" + listen.getPort()
                    + ": " + binding.cause().getMessage());
        }
        this.requests = binding.channel();
    }

    /**
     * A server that listens.
     *
     * @param listen port 0 for a free one
     * @param files the content of a file by its name, asked anew for every request, on the server's thread
     * @throws IOException if it can't listen there
     */
    public static TftpServer start(InetSocketAddress listen, Function<String, Optional<byte[]>> files)
            throws IOException {
        return new TftpServer(listen, files);
    }

    /** Where it listens for requests. */
    public InetSocketAddress address() {
        return (InetSocketAddress) requests.localAddress();
    }

    /** How it behaves from the next request on. */
    public void behave(TftpConduct next) {
        heard.set(0);
        conduct = next;
    }

    /** How many requests for a file that it has it took up. */
    public int answered() {
        return answered.get();
    }

    @Override
    public void close() {
        var unused = requests.close();
        var unusedToo = transfers.close();
        loop.close();
    }

    private final class Requests extends SimpleChannelInboundHandler<DatagramPacket> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket datagram) throws IOException {
            TftpConduct now = conduct;
            boolean lost = now == TftpConduct.LOSES && heard.getAndIncrement() == 0;
            int length = datagram.content().readableBytes();
            if (now == TftpConduct.SILENT || lost || length < 4 || length > LONGEST_REQUEST) {
                return;
            }
            if (datagram.content().readUnsignedShort() != READ_REQUEST) {
                refuse(datagram, ILLEGAL_OPERATION, "only reading is possible");
                return;
            }
            String[] words =
                    datagram.content().toString(StandardCharsets.US_ASCII).split("\0", -1);
            if (words.length < 3 || !words[1].toLowerCase(Locale.ROOT).equals("octet")) {
                refuse(datagram, ILLEGAL_OPERATION, "only octet mode is possible");
                return;
            }
            Optional<byte[]> file = files.apply(words[0]);
            if (file.isEmpty()) {
                refuse(datagram, FILE_NOT_FOUND, "File not found");
            } else if (transfers.size() < MOST_TRANSFERS) {
                answered.incrementAndGet();
                transfers.add(new TftpSending(loop.loop(), address(), datagram.sender(), file.get(), now).start());
            }
        }

        private void refuse(DatagramPacket request, int code, String reason) throws IOException {
            if (transfers.size() < MOST_TRANSFERS) {
                transfers.add(TftpSending.refuse(loop.loop(), address(), request.sender(), code, reason));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // A client that has gone (ICMP), or no free port: the client asks again.
        }
    }
}
