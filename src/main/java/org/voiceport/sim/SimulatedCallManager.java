package org.voiceport.sim;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.RegistrationMessage;
import org.voiceport.sccp.ResetType;
import org.voiceport.trust.Identity;
import org.voiceport.trust.TlsServer;

/**
 * A small call manager: registers ports and phones in clear and over TLS, connects calls between them, forwards numbers
 * that nobody answers, hands out media keys as a real one does, and misbehaves on demand.
 *
 * <p>It runs on one thread of its own; its methods are for any other thread. Futures complete on that thread, so what
 * depends on them must not block.
 */
public final class SimulatedCallManager implements AutoCloseable {
    private final CallManagerSettings settings;
    private final SimLoop loop = new SimLoop("sim-call-manager");
    private final Switchboard board;
    private final ChannelGroup connections;
    private final Channel clear;
    private final @Nullable Channel secure;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable TlsServer tls;

    private SimulatedCallManager(CallManagerSettings settings) throws IOException {
        this.settings = settings;
        try {
            board = new Switchboard(settings, loop.loop());
            connections = new DefaultChannelGroup(loop.loop(), true);
            settings.tls().ifPresent(t -> present(t.server()));
            clear = listen(settings.clearPort(), false);
            secure = settings.tls().isPresent() ? listen(settings.tlsPort(), true) : null;
        } catch (IOException | RuntimeException e) {
            loop.close();
            throw e;
        }
    }

    /**
     * A call manager that listens.
     *
     * @throws IOException if it can't listen on an address
     * @throws IllegalArgumentException if the settings contradict each other
     */
    public static SimulatedCallManager start(CallManagerSettings settings) throws IOException {
        return new SimulatedCallManager(settings);
    }

    /** Where it listens for SCCP in clear. */
    public InetSocketAddress clearAddress() {
        return (InetSocketAddress) clear.localAddress();
    }

    /**
     * Where it listens for SCCP over TLS.
     *
     * @throws IllegalStateException if it has no TLS
     */
    public InetSocketAddress tlsAddress() {
        if (secure == null) {
            throw new IllegalStateException("this call manager has no TLS");
        }
        return (InetSocketAddress) secure.localAddress();
    }

    /** The address for devices in that mode. */
    public InetSocketAddress address(SecurityMode mode) {
        return mode.secure() ? tlsAddress() : clearAddress();
    }

    /** From the next connection on, it presents another certificate, the right one or a wrong one. */
    public void presentCertificate(Identity server) {
        present(server);
    }

    /** From now on it does exactly these things wrong; none is good conduct again. */
    public void misbehave(Misbehaviour... misbehaviours) {
        board.conduct().set(List.of(misbehaviours));
    }

    /** The text of {@link Misbehaviour#REJECT_ALL}, at most 32 bytes. */
    public void rejectText(String text) {
        board.conduct().rejectText(text);
    }

    /** From now on, parties of calls are told to send their media this way. */
    public void mediaPath(MediaPath path) {
        board.mediaPath(path);
    }

    /** Tells a registered device to reset; false if it isn't registered. */
    public boolean reset(DeviceName device, ResetType type) {
        Optional<Station> station = board.station(device);
        station.ifPresent(s -> loop.loop().execute(() -> s.send(new RegistrationMessage.Reset(type))));
        return station.isPresent();
    }

    /** Cuts the connection of a registered device without a word; false if it isn't registered. */
    public boolean dropConnection(DeviceName device) {
        Optional<Station> station = board.station(device);
        station.ifPresent(Station::close);
        return station.isPresent();
    }

    /** True if the device is registered now. */
    public boolean isRegistered(DeviceName device) {
        return board.station(device).isPresent();
    }

    /** Completes when all of these are registered at the same time. */
    public CompletableFuture<Void> registered(Collection<DeviceName> devices) {
        return board.registered(List.copyOf(devices));
    }

    /** {@link #registered(Collection)} of these names. */
    public CompletableFuture<Void> registered(String... devices) {
        return board.registered(List.of(devices).stream().map(DeviceName::new).toList());
    }

    /** The last 10,000 events, the oldest first. */
    public List<SimEvent> events() {
        return board.events().all();
    }

    /** The first event of that kind that fits, of the past or of the future. */
    public <E extends SimEvent> CompletableFuture<E> event(Class<E> kind, Predicate<E> what) {
        return board.events()
                .first(event -> kind.isInstance(event) && what.test(kind.cast(event)))
                .thenApply(kind::cast);
    }

    /** The next event of that kind that fits, from now on. */
    public <E extends SimEvent> CompletableFuture<E> nextEvent(Class<E> kind, Predicate<E> what) {
        return board.events()
                .next(event -> kind.isInstance(event) && what.test(kind.cast(event)))
                .thenApply(kind::cast);
    }

    /** The last 5,000 messages from a device over all its connections, the oldest first. */
    public List<Message> received(DeviceName device) {
        return board.known(device).received().all();
    }

    /** The last 5,000 messages to a device, the oldest first. */
    public List<Message> sent(DeviceName device) {
        return board.known(device).sent().all();
    }

    /**
     * The first message of that kind from a device that fits, of the past or of the future. It completes before the
     * call manager acts on the message.
     */
    public <M extends Message> CompletableFuture<M> receivedFrom(DeviceName device, Class<M> kind, Predicate<M> what) {
        return board.known(device)
                .received()
                .first(message -> kind.isInstance(message) && what.test(kind.cast(message)))
                .thenApply(kind::cast);
    }

    /** The first message of that kind to a device that fits, of the past or of the future. */
    public <M extends Message> CompletableFuture<M> sentTo(DeviceName device, Class<M> kind, Predicate<M> what) {
        return board.known(device)
                .sent()
                .first(message -> kind.isInstance(message) && what.test(kind.cast(message)))
                .thenApply(kind::cast);
    }

    /** Cuts all connections without a word and stops to listen. A second time does nothing. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        clear.close().syncUninterruptibly();
        if (secure != null) {
            secure.close().syncUninterruptibly();
        }
        connections.close().awaitUninterruptibly();
        board.events().end(new IllegalStateException("the simulated call manager is closed"));
        loop.close();
    }

    private void present(Identity server) {
        tls = TlsServer.create(
                server,
                settings.tls().orElseThrow().clientRoot(),
                EnumSet.of(SecurityMode.AUTHENTICATED, SecurityMode.ENCRYPTED));
    }

    private Channel listen(int port, boolean overTls) throws IOException {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loop.loop())
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel, overTls);
                    }
                });
        var bound = bootstrap.bind(settings.bind(), port).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "can't listen on " + settings.bind().getHostAddress() + ":" + port + ": "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        return bound.channel();
    }

    private void accept(Channel channel, boolean overTls) {
        connections.add(channel);
        if (board.conduct().does(Misbehaviour.SILENT_AFTER_ACCEPT)) {
            channel.config().setAutoRead(false);
            return;
        }
        TlsServer server = overTls ? tls : null;
        if (server != null) {
            channel.pipeline().addLast(new SslHandler(server.engine()));
        }
        SccpCodec codec = new SccpCodec();
        channel.pipeline().addLast(codec, new Station(board, channel, codec, server));
    }
}
