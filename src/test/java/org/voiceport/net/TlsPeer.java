package org.voiceport.net;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.voiceport.trust.TlsServer;

/** A TLS server that counts what it accepts and writes down what it reads. */
final class TlsPeer implements AutoCloseable {
    private static final int LIMIT_SECONDS = 10;

    private final AtomicInteger bytesRead = new AtomicInteger();
    private final BlockingQueue<Channel> ready = new LinkedBlockingQueue<>();
    private final Channel listener;

    TlsPeer(EventLoop loop, TlsServer tls) {
        listener = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel accepted) {
                        accepted.pipeline().addLast(new SslHandler(tls.engine()), new Recorder());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** Waits for a connection on which the server finds TLS in order. */
    Channel ready() throws InterruptedException {
        Channel channel = ready.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertNotNull(channel, "no TLS handshake in " + LIMIT_SECONDS + " s");
        return channel;
    }

    /** Bytes of messages that ports have sent. */
    int bytesRead() {
        return bytesRead.get();
    }

    @Override
    public void close() {
        listener.close().syncUninterruptibly();
    }

    private final class Recorder extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
                ready.add(ctx.channel());
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object read) {
            ByteBuf bytes = (ByteBuf) read;
            bytesRead.addAndGet(bytes.readableBytes());
            bytes.release();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            var unused = ctx.close();
        }
    }
}
