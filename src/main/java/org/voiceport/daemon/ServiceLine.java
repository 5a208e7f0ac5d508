package org.voiceport.daemon;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a service manager of the kind of systemd listens to: datagrams of {@code NAME=value} lines to a Unix domain socket
 * (sd_notify(3)). They leave in the order in which they were given. For any thread.
 */
final class ServiceLine implements AutoCloseable {
    /** What {@code sun_path} of Linux holds, with a zero at the end. */
    private static final int LONGEST_PATH = 107;

    /** Netty reads it when it loads its first native library. */
    private static final String WORK_DIRECTORY = "io.netty.native.workdir";

    private static final long CLOSE_LIMIT_MILLIS = 1000;
    /** Datagrams that the peer has no room for yet, each with a file descriptor of its own. */
    private static final int MOST_WAITING = 16;

    private final SocketAddress peer;
    private final EventLoopGroup group;
    private final Bootstrap bootstrap;
    private final AtomicInteger waiting = new AtomicInteger();

    private ServiceLine(SocketAddress peer) {
        this.peer = peer;
        ThreadFactory named = task -> new FastThreadLocalThread(task, "voiceport-service");
        this.group = new MultiThreadIoEventLoopGroup(1, named, EpollIoHandler.newFactory());
        this.bootstrap = new Bootstrap()
                .group(group)
                .channel(EpollDomainDatagramChannel.class)
                .handler(new Deaf());
    }

    /**
     * A line to the socket of that name: a path, or with {@code @} in front a name in Linux's abstract space. Netty needs a
     * directory to put its native library into, for the moment of loading it.
     *
     * @param own a directory of this program's own, better than the system's temporary one, which many mount noexec; empty
     *     if there is none
     * @throws IOException saying why this system can't send there
     */
    static ServiceLine to(String socket, String own) throws IOException {
        SocketAddress peer = address(socket);
        if (!own.isEmpty() && System.getProperty(WORK_DIRECTORY) == null) {
            System.setProperty(WORK_DIRECTORY, own);
        }
        if (!Epoll.isAvailable()) {
            throw new IOException(
                    "Netty's native library for " + System.getProperty("os.name") + " on "
                            + System.getProperty("os.arch") + " can't be loaded: "
                            + innermost(Epoll.unavailabilityCause()),
                    Epoll.unavailabilityCause());
        }
        try {
            return new ServiceLine(peer);
        } catch (IllegalStateException | ChannelException e) {
            throw new IOException(innermost(e), e);
        }
    }

    private static SocketAddress address(String socket) throws IOException {
        if (!socket.startsWith("/") && !socket.startsWith("@")) {
            throw new IOException("NOTIFY_SOCKET is neither a path nor a name with @ in front: " + socket);
        }
        if (socket.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
            throw new IOException("NOTIFY_SOCKET is longer than " + LONGEST_PATH + " bytes");
        }
        return new DomainSocketAddress(socket.startsWith("@") ? '\0' + socket.substring(1) : socket);
    }

    private static String innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause.toString();
    }

    /** Runs what has to do with it, on its own thread. */
    ScheduledExecutorService thread() {
        return group.next();
    }

    /**
     * Sends a datagram of these lines, over a socket of its own: so a service manager that came up anew hears the next one.
     *
     * @return done when it was sent, or with the failure
     */
    Future<Void> send(String... lines) {
        byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        Promise<Void> sent = group.next().newPromise();
        sent.addListener(done -> waiting.decrementAndGet());
        if (waiting.incrementAndGet() > MOST_WAITING) {
            return sent.setFailure(new IOException("it doesn't read what it is told"));
        }
        ChannelFuture connecting = bootstrap.connect(peer);
        connecting.addListener(connected -> {
            if (!connected.isSuccess()) {
                sent.tryFailure(connected.cause());
                return;
            }
            connecting
                    .channel()
                    .writeAndFlush(Unpooled.wrappedBuffer(text))
                    .addListener(written -> {
                        if (written.isSuccess()) {
                            sent.trySuccess(null);
                        } else {
                            sent.tryFailure(written.cause());
                        }
                    })
                    .addListener(ChannelFutureListener.CLOSE);
        });
        return sent;
    }

    /** Gives up what waits to be sent, and ends the thread. */
    @Override
    public void close() {
        var unused = group.shutdownGracefully(0, CLOSE_LIMIT_MILLIS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(CLOSE_LIMIT_MILLIS);
    }

    /** Nobody answers. */
    @ChannelHandler.Sharable
    private static final class Deaf extends ChannelInboundHandlerAdapter {}
}
