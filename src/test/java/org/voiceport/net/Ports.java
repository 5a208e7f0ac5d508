package org.voiceport.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashSet;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;
import org.voiceport.port.CallManagerLink;
import org.voiceport.port.Server;
import org.voiceport.port.Timings;
import org.voiceport.trust.TlsClient;

/** What the tests of links share: the settings of a port, and places to connect to. */
final class Ports {
    static final DeviceName DEVICE = new DeviceName("CiscoUM1-VI1");
    static final int DSCP = 24;

    private Ports() {}

    /** The default waits with these three of them. */
    static Timings timings(Duration connect, Duration tlsHandshake, Duration messageRest) {
        Timings d = Timings.DEFAULT;
        return new Timings(
                connect,
                tlsHandshake,
                d.registerAck(),
                messageRest,
                d.answer(),
                d.firstRetryLeast(),
                d.firstRetryMost(),
                d.retryMost(),
                d.goodService(),
                d.unregisterAck(),
                d.callEnd(),
                d.callInfo(),
                d.mediaStart(),
                d.seize(),
                d.dialTone(),
                d.digit(),
                d.transfer(),
                d.preferred(),
                d.preserved());
    }

    /** A non-secure server at this listener; its secure port can't be reached. */
    static Server clear(ServerSocket listener) {
        return new Server("127.0.0.1", listener.getLocalPort(), 1);
    }

    static NettyDialer dialer(EventLoop loop, Resolver resolver, Timings timings) {
        return new NettyDialer(loop, resolver, DEVICE, SecurityMode.NON_SECURE, null, timings, DSCP);
    }

    static NettyDialer dialer(EventLoop loop, Resolver resolver, SecurityMode mode, TlsClient tls, Timings timings) {
        return new NettyDialer(loop, resolver, DEVICE, mode, tls == null ? null : () -> tls, timings, DSCP);
    }

    /** Settings of a link in clear whose buffers can be watched. */
    static LinkSettings settings(ByteBufAllocator buffers) {
        LinkTally tally = new LinkTally(DEVICE, WireTap.NONE);
        return new LinkSettings(
                DEVICE, SecurityMode.NON_SECURE, null, Timings.DEFAULT, DSCP, tally, buffers, new HashSet<>());
    }

    /** Dials as a port does, on its loop. */
    static CallManagerLink dial(CallManagerLink.Dialer dialer, Server server, Heard heard) {
        CallManagerLink[] link = new CallManagerLink[1];
        heard.calls(() -> link[0] = dialer.dial(server, heard));
        return link[0];
    }
}
