package org.voiceport.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.Fault;

/** Tells a link when its connection stands, and why it ends. The last handler of its pipeline. */
final class LinkWatch extends ChannelInboundHandlerAdapter {
    private final NettyLink link;
    private final LinkFaults faults;
    private final @Nullable LinkTls tls;
    private final Duration handshakeLimit;

    private boolean handshakeDone;

    /** A watch for {@code link}; {@code tls} is null in clear. */
    LinkWatch(NettyLink link, LinkFaults faults, @Nullable LinkTls tls, Duration handshakeLimit) {
        this.link = link;
        this.faults = faults;
        this.tls = tls;
        this.handshakeLimit = handshakeLimit;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        link.connected();
        if (tls == null) {
            link.opened(null);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && tls != null) {
            if (handshake.isSuccess()) {
                handshakeDone = true;
                link.opened(tls.facts());
            } else {
                link.fail(ofTls(tls, handshake.cause()));
            }
        } else if (event instanceof SslCloseCompletionEvent) {
            link.fail(ofEnd());
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (!ctx.channel().isWritable()) {
            link.fail(faults.notRead(LinkLimits.MOST_UNTAKEN));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        link.fail(ofEnd());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable caught) {
        Throwable cause = caught instanceof DecoderException && caught.getCause() != null ? caught.getCause() : caught;
        if (tls != null && (cause instanceof SSLException || !handshakeDone)) {
            // TLS 1.3 says only after the handshake that the certificate of this port is refused.
            link.fail(ofTls(tls, cause));
        } else if (cause instanceof IOException broken) {
            link.fail(handshakeDone && !link.heard() ? faults.endedAfterHandshake() : faults.broken(broken));
        } else {
            link.failInternally(cause);
        }
    }

    private Fault ofEnd() {
        if (tls == null || link.heard()) {
            return faults.closedByPeer();
        }
        return handshakeDone ? faults.endedAfterHandshake() : ofTls(tls, new ClosedChannelException());
    }

    private Fault ofTls(LinkTls tls, Throwable cause) {
        return cause instanceof SslHandshakeTimeoutException
                ? faults.handshakeTimeout(handshakeLimit, tls.answered())
                : tls.faultOf(cause);
    }
}
