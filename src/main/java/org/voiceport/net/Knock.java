package org.voiceport.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.Fault;
import org.voiceport.event.SecurityMode;
import org.voiceport.port.Server;

/**
 * Tries whether a call manager can be reached at all: resolves its name, connects, and ends the connection without a word.
 * For those who look for the reason of a failure, where no link can be made.
 */
public final class Knock {
    private final EventLoop loop;
    private final int port;
    private final Duration limit;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();

    private LinkFaults faults;
    private @Nullable InetAddress resolved;
    private @Nullable Channel channel;
    private @Nullable Future<?> timer;

    private Knock(EventLoop loop, Server server, SecurityMode mode, Duration limit) {
        this.loop = loop;
        this.port = server.portFor(mode);
        this.limit = limit;
        this.faults = LinkFaults.to(server, mode);
    }

    /**
     * What came of it.
     *
     * @param resolved the address; empty if the name can't be resolved
     * @param local our end of the connection; empty if there was none
     * @param fault why there was none
     */
    public record Answer(Optional<InetAddress> resolved, Optional<InetSocketAddress> local, Optional<Fault> fault) {}

    /**
     * Knocks at the TCP port that a port of this mode connects to. For any thread; the future completes on the loop.
     *
     * @param limit for resolution and connecting together
     */
    public static CompletableFuture<Answer> at(
            EventLoop loop, Resolver resolver, Server server, SecurityMode mode, Duration limit) {
        Knock knock = new Knock(loop, server, mode, limit);
        loop.execute(() -> knock.start(resolver, server.host()));
        return knock.answer;
    }

    private void start(Resolver resolver, String host) {
        timer = loop.schedule(this::late, limit.toNanos(), TimeUnit.NANOSECONDS);
        var unused = resolver.resolve(host)
                .whenCompleteAsync(
                        (address, failure) -> {
                            if (failure == null) {
                                connect(address);
                            } else {
                                end(null, faults.unknownHost());
                            }
                        },
                        loop);
    }

    private void connect(InetAddress address) {
        if (answer.isDone()) {
            return;
        }
        resolved = address;
        faults = faults.at(address);
        ChannelFuture connecting = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .disableResolver()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(new InetSocketAddress(address, port));
        channel = connecting.channel();
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                end((InetSocketAddress) connecting.channel().localAddress(), null);
            } else {
                end(null, faults.connectFailed(done.cause()));
            }
        });
    }

    private void late() {
        end(null, resolved == null ? faults.notResolved(limit) : faults.notConnected(limit));
    }

    /** Only the first end counts. */
    private void end(@Nullable InetSocketAddress local, @Nullable Fault fault) {
        if (timer != null) {
            timer.cancel(false);
        }
        if (channel != null) {
            var unused = channel.close();
        }
        answer.complete(
                new Answer(Optional.ofNullable(resolved), Optional.ofNullable(local), Optional.ofNullable(fault)));
    }
}
