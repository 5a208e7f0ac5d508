package org.voiceport.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voiceport.event.Fault;
import org.voiceport.event.TlsFacts;
import org.voiceport.port.CallManagerLink;
import org.voiceport.port.Server;
import org.voiceport.sccp.Decoded;
import org.voiceport.sccp.FrameCutter;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.MessageCodec;
import org.voiceport.trust.TlsClient;

/**
 * One connection to a call manager, from the name to its end. It resolves, connects, does TLS, is open, and ends once:
 * by {@link #fail}, which is reported, or by {@link #close}, which isn't. Whatever Netty still tells afterwards is of no
 * interest. The end is reported in a turn of the event loop of its own, so never from within a call of the port.
 */
final class NettyLink implements CallManagerLink, MessageReader.Outlet {
    /** How long {@link #close} waits for what was sent to leave. */
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    /** Where the version stands in a message. */
    private static final int HEADER_VERSION = 4;

    private static final Logger LOG = LoggerFactory.getLogger(NettyLink.class);

    private final EventLoop loop;
    private final LinkSettings settings;
    private final Server server;
    private final Listener listener;

    private LinkFaults faults;
    private @Nullable Future<?> connectTimer;
    private @Nullable Channel channel;
    private @Nullable ChannelFuture lastSent;
    private int version;
    private boolean open;
    private boolean heard;
    private boolean ended;
    private boolean closedByPort;

    NettyLink(EventLoop loop, LinkSettings settings, Server server, Listener listener) {
        this.loop = loop;
        this.settings = settings;
        this.server = server;
        this.listener = listener;
        this.faults = LinkFaults.to(server, settings.mode(), settings.served().contains(server));
    }

    void start(Resolver resolver) {
        if (ended) {
            return;
        }
        Duration limit = settings.timings().connect();
        connectTimer = loop.schedule(this::connectIsLate, limit.toNanos(), TimeUnit.NANOSECONDS);
        var unused = resolver.resolve(server.host())
                .whenCompleteAsync(
                        (address, failure) -> {
                            if (failure == null) {
                                connect(address);
                            } else {
                                fail(faults.unknownHost());
                            }
                        },
                        loop);
    }

    @Override
    public void send(Message message) {
        OnLoop.require(loop);
        if (ended) {
            return;
        }
        if (!open || channel == null) {
            throw new IllegalStateException("nothing can be sent before the link is open");
        }
        // Header and body in one buffer: chan_skinny gives up when it can't read the header at once.
        ByteBuf out = channel.alloc().buffer();
        try {
            MessageCodec.encode(message, version, out);
        } catch (RuntimeException unsayable) {
            out.release();
            throw unsayable;
        }
        Decoded written = new Decoded(message, out.getIntLE(HEADER_VERSION), 0, 0);
        ChannelFuture sent = channel.writeAndFlush(out);
        lastSent = sent;
        settings.tally().sent(written);
        pace(channel, sent);
    }

    /** Whoever asks without taking the answers isn't read on until all of them are taken. */
    private void pace(Channel channel, ChannelFuture sent) {
        boolean behind = channel.bytesBeforeUnwritable() < LinkLimits.MOST_UNTAKEN - LinkLimits.PAUSE_READING;
        if (behind && channel.config().isAutoRead()) {
            channel.config().setAutoRead(false);
            sent.addListener(taken -> channel.config().setAutoRead(true));
        }
    }

    @Override
    public void speak(int version) {
        OnLoop.require(loop);
        this.version = version;
    }

    @Override
    public void close() {
        OnLoop.require(loop);
        closedByPort = true;
        if (ended) {
            return;
        }
        end();
        Channel left = channel;
        if (left == null) {
            return;
        }
        if (lastSent == null || lastSent.isDone()) {
            shut(left);
            return;
        }
        Future<?> limit = loop.schedule(() -> shut(left), CLOSE_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
        lastSent.addListener(ChannelFutureListener.CLOSE);
        left.closeFuture().addListener(closed -> limit.cancel(false));
    }

    @Override
    public void message(Decoded decoded) {
        if (!heard) {
            settings.served().add(server);
        }
        heard = true;
        settings.tally().received(decoded);
        guarded(() -> listener.received(decoded.message()));
    }

    @Override
    public void dropped(Fault fault) {
        heard = true;
        settings.tally().malformed(fault);
        guarded(() -> listener.ignored(fault));
    }

    @Override
    public void broken(Fault fault) {
        if (fault instanceof Fault.Malformed) {
            settings.tally().malformed(fault);
        }
        fail(fault);
    }

    @Override
    public boolean listens() {
        return !ended;
    }

    /** The connection stands, and TLS on it if the mode has it. */
    void opened(@Nullable TlsFacts facts) {
        if (ended || open || channel == null) {
            return;
        }
        open = true;
        InetSocketAddress local = (InetSocketAddress) channel.localAddress();
        guarded(() -> listener.opened(local, facts));
    }

    /** True once a message has come. */
    boolean heard() {
        return heard;
    }

    /** TCP stands; TLS may still be to come. */
    void connected() {
        stopConnectTimer();
        if (channel != null) {
            InetSocketAddress local = (InetSocketAddress) channel.localAddress();
            guarded(() -> listener.connected(local));
        }
    }

    /** Ends the link; only the first end counts. */
    void fail(Fault fault) {
        if (ended) {
            return;
        }
        end();
        if (channel != null) {
            shut(channel);
        }
        loop.execute(() -> {
            if (!closedByPort) {
                listener.closed(fault);
            }
        });
    }

    private void end() {
        ended = true;
        stopConnectTimer();
        LOG.debug(
                "{}: the link to {} has ended; this port so far: {}",
                settings.device(),
                faults.place(),
                settings.tally().counts());
    }

    /** Our own error: the link is of unknown state, so it ends. */
    void failInternally(Throwable cause) {
        LOG.error("{}: internal error on the link to {}", settings.device(), faults.place(), cause);
        fail(faults.internal(cause));
    }

    private void connect(InetAddress address) {
        if (ended) {
            return;
        }
        faults = faults.at(address);
        guarded(() -> listener.resolved(address));
        if (ended) {
            return;
        }
        InetSocketAddress remote = new InetSocketAddress(address, server.portFor(settings.mode()));
        try {
            ChannelFuture connecting = bootstrap(address, tlsTo(remote)).connect(remote);
            channel = connecting.channel();
            connecting.addListener(done -> {
                if (!done.isSuccess()) {
                    fail(faults.connectFailed(done.cause()));
                }
            });
        } catch (RuntimeException e) {
            failInternally(e);
        }
    }

    /** Makes the connection to that address, with its options and handlers. */
    Bootstrap bootstrap(InetAddress to, @Nullable LinkTls tls) {
        // A socket for both families keeps the DSCP of IPv6 alone and sends IPv4 unmarked.
        SocketProtocolFamily family =
                to instanceof Inet4Address ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
        RecvByteBufAllocator reads = new AdaptiveRecvByteBufAllocator(512, 2048, LinkLimits.BYTES_PER_READ)
                .maxMessagesPerRead(LinkLimits.READS_PER_TURN);
        return new Bootstrap()
                .group(loop)
                .channelFactory(() -> new NioSocketChannel(SelectorProvider.provider(), family))
                .disableResolver()
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.IP_TOS, settings.dscp() << 2)
                // The timer of this class covers resolution and connecting together.
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
                .option(ChannelOption.RECVBUF_ALLOCATOR, reads)
                .option(ChannelOption.ALLOCATOR, settings.buffers())
                .option(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(LinkLimits.MOST_UNTAKEN / 4, LinkLimits.MOST_UNTAKEN))
                .handler(new ChannelInitializer<NioSocketChannel>() {
                    @Override
                    protected void initChannel(NioSocketChannel made) {
                        lay(made, tls);
                    }
                });
    }

    private void lay(Channel made, @Nullable LinkTls tls) {
        if (tls != null) {
            tls.lay(made.pipeline());
        }
        made.pipeline()
                .addLast(new MessageReader(
                        FrameCutter.DEFAULT_LIMIT, settings.timings().messageRest(), faults, this))
                .addLast(new LinkWatch(this, faults, tls, settings.timings().tlsHandshake()));
    }

    private @Nullable LinkTls tlsTo(InetSocketAddress remote) {
        TlsClient client = settings.tls();
        return client == null
                ? null
                : LinkTls.to(server.host(), remote, client, settings.timings().tlsHandshake());
    }

    /** Over TLS with a close_notify, which may take its time if the call manager doesn't read. */
    private static void shut(Channel channel) {
        // How closing ends is of no interest.
        var unused = channel.close();
    }

    private void connectIsLate() {
        Duration limit = settings.timings().connect();
        fail(channel == null ? faults.notResolved(limit) : faults.notConnected(limit));
    }

    private void stopConnectTimer() {
        if (connectTimer != null) {
            connectTimer.cancel(false);
            connectTimer = null;
        }
    }

    /** An error in the port must end its link, not leave it half dead. */
    private void guarded(Runnable report) {
        if (ended) {
            return;
        }
        try {
            report.run();
        } catch (RuntimeException e) {
            failInternally(e);
        }
    }
}
