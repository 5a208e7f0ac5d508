package org.voiceport.net;

import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.voiceport.event.Fault;
import org.voiceport.event.TlsFacts;
import org.voiceport.trust.TlsClient;

/** The TLS of one connection: the rules are the client's, the driving is Netty's. */
record LinkTls(TlsClient client, SslHandler handler) {

    static LinkTls to(String host, InetSocketAddress remote, TlsClient client, Duration handshakeLimit) {
        SslHandler handler = new SslHandler(client.engine(host, remote));
        handler.setHandshakeTimeout(handshakeLimit.toNanos(), TimeUnit.NANOSECONDS);
        return new LinkTls(client, handler);
    }

    TlsFacts facts() {
        return client.facts(handler.engine());
    }

    Fault faultOf(Throwable failure) {
        return client.faultOf(failure, handler.engine());
    }
}
