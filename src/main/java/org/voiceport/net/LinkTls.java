package org.voiceport.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.voiceport.event.Fault;
import org.voiceport.event.TlsFacts;
import org.voiceport.trust.TlsClient;

/** The TLS of one connection: the rules are the client's, the driving is Netty's. */
final class LinkTls {
    private final TlsClient client;
    private final SslHandler handler;
    private boolean answered;

    private LinkTls(TlsClient client, SslHandler handler) {
        this.client = client;
        this.handler = handler;
    }

    static LinkTls to(String host, InetSocketAddress remote, TlsClient client, Duration handshakeLimit) {
        SslHandler handler = new SslHandler(client.engine(host, remote));
        handler.setHandshakeTimeout(handshakeLimit.toNanos(), TimeUnit.NANOSECONDS);
        return new LinkTls(client, handler);
    }

    /** Puts TLS at the end of a pipeline. */
    void lay(ChannelPipeline pipeline) {
        pipeline.addLast(new FirstRead()).addLast(handler);
    }

    /** True once a byte has come, of TLS or not. */
    boolean answered() {
        return answered;
    }

    TlsFacts facts() {
        return client.facts(handler.engine());
    }

    Fault faultOf(Throwable failure) {
        return client.faultOf(failure, handler.engine());
    }

    private final class FirstRead extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object read) {
            answered = true;
            ctx.pipeline().remove(this);
            ctx.fireChannelRead(read);
        }
    }
}
