package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The socket that systemd listens to, and each datagram that came. */
final class NotifySocket implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final BlockingQueue<String> datagrams = new LinkedBlockingQueue<>();
    private final List<String> heard = new ArrayList<>();
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    /** @param name a path, or {@code @} and a name in the abstract space */
    NotifySocket(String name) {
        this(name, true);
    }

    /** @param reads false: it takes what the system keeps for it, and no more */
    NotifySocket(String name, boolean reads) {
        new Bootstrap()
                .group(group)
                .channel(EpollDomainDatagramChannel.class)
                .option(ChannelOption.AUTO_READ, reads)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Ear());
                    }
                })
                .bind(new DomainSocketAddress(name.startsWith("@") ? '\0' + name.substring(1) : name))
                .syncUninterruptibly();
    }

    private final class Ear extends SimpleChannelInboundHandler<DomainDatagramPacket> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, DomainDatagramPacket packet) {
            datagrams.add(packet.content().toString(StandardCharsets.UTF_8));
        }
    }

    /** The next datagram. */
    String next() throws InterruptedException {
        String next = datagrams.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        assertNotNull(next, () -> "nothing more came after " + heard);
        heard.add(next);
        return next;
    }

    /** The next datagram that fits; what comes before it is left behind. */
    String await(Predicate<String> fits) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        String next = next();
        while (!fits.test(next)) {
            assertNotNull(System.nanoTime() < deadline ? "" : null, () -> "only " + heard);
            next = next();
        }
        return next;
    }

    /** All that came and wasn't taken yet. */
    List<String> untaken() {
        List<String> all = new ArrayList<>();
        datagrams.drainTo(all);
        return all;
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
