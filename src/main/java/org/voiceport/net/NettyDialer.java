package org.voiceport.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;
import org.voiceport.port.CallManagerLink;
import org.voiceport.port.Server;
import org.voiceport.port.Timings;
import org.voiceport.sccp.FrameCutter;
import org.voiceport.trust.TlsClient;

/**
 * Connects one port with call managers. A link goes to {@link Server#portFor} of the port's mode and nowhere else; a
 * secure port has TLS before anything is said, a non-secure port never has. Belongs to the port's event loop.
 *
 * <p>Bounds of each link, whatever the call manager sends:
 *
 * <ul>
 *   <li>A message has at most {@value FrameCutter#DEFAULT_LIMIT} bytes. A length beyond that closes the link, and so do
 *       {@value MessageReader#MOST_MALFORMED} messages in a row that can't be read.
 *   <li>Received bytes are handled as they are read, never queued: there is one read of at most
 *       {@value LinkLimits#BYTES_PER_READ} bytes and one unfinished message, {@value LinkLimits#MOST_HELD_CLEAR} bytes in
 *       all. TLS adds what it takes to open records of 16 KiB: {@value LinkLimits#MOST_HELD_TLS} bytes in all. What isn't
 *       read stays with the sender, by TCP's own flow control.
 *   <li>In one turn of the event loop a link reads {@value LinkLimits#READS_PER_TURN} times, then the others on that loop
 *       have their turn.
 *   <li>While more than {@value LinkLimits#PAUSE_READING} bytes of answers aren't taken by the call manager, nothing more
 *       is read from it. If {@value LinkLimits#MOST_UNTAKEN} bytes aren't taken, the link is closed.
 * </ul>
 */
public final class NettyDialer implements CallManagerLink.Dialer {
    private static final int HIGHEST_DSCP = 63;

    private final EventLoop loop;
    private final Resolver resolver;
    private final DeviceName device;
    private final SecurityMode mode;
    private final @Nullable Supplier<TlsClient> tls;
    private final Timings timings;
    private final int signalingDscp;
    private final LinkTally tally;
    /** Never more than are configured. */
    private final Set<Server> served = new HashSet<>();

    /** As the other, without anybody looking at the wire. */
    public NettyDialer(
            EventLoop loop,
            Resolver resolver,
            DeviceName device,
            SecurityMode mode,
            @Nullable Supplier<TlsClient> tls,
            Timings timings,
            int signalingDscp) {
        this(loop, resolver, device, mode, tls, timings, signalingDscp, WireTap.NONE);
    }

    /**
     * The dialer of the port {@code device}.
     *
     * @param loop the port's own
     * @param tls what the port has at the moment, of the same port and mode: asked for each link, on the loop; null for a
     *     non-secure port
     * @param timings of which connect (resolution and TCP together), tlsHandshake and messageRest are used
     * @param signalingDscp DSCP of the IP packets, 0 to 63; 24 is usual
     * @param tap sees every message of every link
     * @throws IllegalArgumentException if a secure mode comes without TLS or the other way round, or the DSCP is wrong
     */
    public NettyDialer(
            EventLoop loop,
            Resolver resolver,
            DeviceName device,
            SecurityMode mode,
            @Nullable Supplier<TlsClient> tls,
            Timings timings,
            int signalingDscp,
            WireTap tap) {
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
        this.device = device;
        this.mode = mode;
        this.tls = tls;
        this.timings = timings;
        this.signalingDscp = signalingDscp;
        this.tally = new LinkTally(device, tap);
    }

    /** What has gone over this port's links so far. For any thread. */
    public LinkCounts counts() {
        return tally.counts();
    }

    /**
     * {@inheritDoc}
     *
     * <p>The link's {@link CallManagerLink#send} throws {@link IllegalArgumentException} if the message can't be laid out
     * in the version that is spoken.
     *
     * @throws IllegalStateException off the event loop, the link's methods do the same; or if the TLS that it is given is
     *     of another mode
     */
    @Override
    public CallManagerLink dial(Server server, CallManagerLink.Listener listener) {
        OnLoop.require(loop);
        LinkSettings settings = new LinkSettings(
                device,
                mode,
                tls == null ? null : of(mode, tls.get()),
                timings,
                signalingDscp,
                tally,
                ByteBufAllocator.DEFAULT,
                served);
        NettyLink link = new NettyLink(loop, settings, server, listener);
        loop.execute(() -> link.start(resolver));
        return link;
    }

    private static TlsClient of(SecurityMode mode, TlsClient client) {
        if (client.mode() != mode) {
            throw new IllegalStateException("TLS of an " + client.mode() + " port for one that is " + mode);
        }
        return client;
    }
}
