package org.voiceport.net;

import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;
import org.voiceport.port.CallManagerLink;
import org.voiceport.port.Server;
import org.voiceport.port.Timings;
import org.voiceport.trust.TlsClient;

/**
 * Connects one port with call managers. A link goes to {@link Server#portFor} of the port's mode and nowhere else; a
 * secure port has TLS before anything is said, a non-secure port never has. Belongs to the port's event loop.
 *
 * <p>Bounds of each link: a message of at most 4096 bytes; 32 KiB read, and handled, in one turn of the event loop,
 * after which the other links have theirs (what isn't read yet stays with the sender, by TCP's own flow control);
 * 256 KiB written and not taken by the call manager, then the link is closed.
 */
public final class NettyDialer implements CallManagerLink.Dialer {
    private static final int HIGHEST_DSCP = 63;

    private final EventLoop loop;
    private final Resolver resolver;
    private final LinkSettings settings;

    /**
     * The dialer of the port {@code device}.
     *
     * @param loop the port's own
     * @param tls of the same port and mode; null for a non-secure port
     * @param timings of which connect (resolution and TCP together), tlsHandshake and messageRest are used
     * @param signalingDscp DSCP of the IP packets, 0 to 63; 24 is usual
     * @throws IllegalArgumentException if a secure mode comes without TLS or the other way round, or the DSCP is wrong
     */
    public NettyDialer(
            EventLoop loop,
            Resolver resolver,
            DeviceName device,
            SecurityMode mode,
            @Nullable TlsClient tls,
            Timings timings,
            int signalingDscp) {
        if (mode.secure() != (tls != null)) {
            throw new IllegalArgumentException(
                    mode.secure()
                            ? device + " is " + mode + " and never connects without TLS"
                            : device + " is " + mode + " and has no use for TLS");
        }
        if (signalingDscp < 0 || signalingDscp > HIGHEST_DSCP) {
            throw new IllegalArgumentException("DSCP " + signalingDscp + ", must be 0 to " + HIGHEST_DSCP);
        }
        this.loop = loop;
        this.resolver = resolver;
        this.settings = new LinkSettings(device, mode, tls, timings, signalingDscp);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The link's {@link CallManagerLink#send} throws {@link IllegalArgumentException} if the message can't be laid out
     * in the version that is spoken.
     *
     * @throws IllegalStateException off the event loop; the link's methods do the same
     */
    @Override
    public CallManagerLink dial(Server server, CallManagerLink.Listener listener) {
        OnLoop.require(loop);
        NettyLink link = new NettyLink(loop, settings, server, listener);
        loop.execute(() -> link.start(resolver));
        return link;
    }
}
