package org.voiceport.sim;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.TlsFacts;
import org.voiceport.sccp.Blob;
import org.voiceport.sccp.DeviceType;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.RegistrationMessage;
import org.voiceport.sccp.SetupMessage;

/** The connection of a simulated phone: registers, answers and asks what a phone does, keeps alive. Owned by the loop. */
final class PhoneLink extends SimpleChannelInboundHandler<Message> {
    private static final int CONNECT_MILLIS = 5_000;
    /** Of a 7941 at version 17 (wire reference 2.1), the first byte lowest. */
    private static final int FEATURES = 0x857200;

    private static final int MAX_STREAMS = 5;
    private static final int MAX_PACKET_MILLIS = 40;

    private final PhoneSettings settings;
    private final EventLoop loop;
    private final Consumer<Message> calls;
    private final SccpCodec codec = new SccpCodec();
    private final CompletableFuture<SimulatedPhone.Registration> registered = new CompletableFuture<>();
    private final CompletableFuture<String> lost = new CompletableFuture<>();
    private final CompletableFuture<Void> unregistered = new CompletableFuture<>();
    private final Deque<Message> requests = new ArrayDeque<>(List.of(
            new SetupMessage.ButtonTemplateReq(),
            new SetupMessage.SoftKeyTemplateReq(),
            new SetupMessage.SoftKeySetReq(),
            new SetupMessage.LineStatReq(1),
            new SetupMessage.TimeDateReq()));
    private final @Nullable SSLEngine engine;
    private @Nullable Channel channel;
    private Optional<TlsFacts> facts = Optional.empty();
    private int version;
    private @Nullable ScheduledFuture<?> keepAlive;

    PhoneLink(PhoneSettings settings, EventLoop loop, Consumer<Message> calls) {
        this.settings = settings;
        this.loop = loop;
        this.calls = calls;
        this.engine = settings.tls()
                .map(tls -> tls.engine(settings.callManager().getHostString(), settings.callManager()))
                .orElse(null);
    }

    CompletableFuture<SimulatedPhone.Registration> registered() {
        return registered;
    }

    CompletableFuture<String> lost() {
        return lost;
    }

    int version() {
        return version;
    }

    void connect() {
        new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel fresh) {
                        channel = fresh;
                        if (engine != null) {
                            fresh.pipeline().addLast(new SslHandler(engine));
                        }
                        fresh.pipeline().addLast(codec, PhoneLink.this);
                    }
                })
                .connect(settings.callManager())
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        fail("can't connect to " + settings.callManager() + ": "
                                + done.cause().getMessage());
                    }
                });
    }

    void send(Message... messages) {
        Channel to = channel;
        if (to != null) {
            for (Message message : messages) {
                to.write(message).addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
            }
            to.flush();
        }
    }

    /** Asks to leave; completes when the call manager agreed or the connection is gone. */
    CompletableFuture<Void> unregister() {
        if (keepAlive != null && !lost.isDone()) {
            send(RegistrationMessage.Unregister.PLAIN);
        } else {
            unregistered.complete(null);
        }
        return unregistered;
    }

    void close() {
        Channel open = channel;
        if (open != null) {
            var unused = open.close();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (engine == null) {
            register();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && engine != null) {
            if (handshake.isSuccess()) {
                facts = settings.tls().map(tls -> tls.facts(engine));
                register();
            } else {
                fail(settings.tls()
                        .map(tls -> tls.faultOf(handshake.cause(), engine).line())
                        .orElse("TLS failed"));
            }
        }
    }

    private void register() {
        send(new RegistrationMessage.Register(
                settings.name().value(),
                0,
                1,
                settings.media(),
                DeviceType.PHONE_7941,
                MAX_STREAMS,
                0,
                settings.version(),
                FEATURES,
                0,
                0,
                Blob.zeros(12),
                0,
                1,
                Blob.zeros(16),
                0,
                "voiceport-sim",
                ""));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Message message) {
        // First, so that a message is on record before anything that follows from it can be seen.
        calls.accept(message);
        if (message instanceof RegistrationMessage.RegisterAck ack) {
            acknowledged(ack);
        } else if (message instanceof RegistrationMessage.RegisterReject reject) {
            fail("rejected: " + reject.text());
        } else if (message instanceof RegistrationMessage.UnregisterAck) {
            unregistered.complete(null);
        } else if (message instanceof SetupMessage.CapabilitiesReq) {
            send(capabilities());
            askNext();
        } else if (message instanceof SetupMessage.TimeDateRes) {
            registered.complete(new SimulatedPhone.Registration(version, facts));
        } else if (message instanceof SetupMessage) {
            askNext();
        }
    }

    private void acknowledged(RegistrationMessage.RegisterAck ack) {
        version = Math.min(ack.version(), settings.version());
        codec.version(version);
        long seconds = Math.max(1, ack.keepAliveSeconds());
        if (keepAlive != null) {
            keepAlive.cancel(false);
        }
        keepAlive = loop.scheduleAtFixedRate(
                () -> send(new RegistrationMessage.KeepAlive()), seconds, seconds, TimeUnit.SECONDS);
    }

    private Message capabilities() {
        return new SetupMessage.CapabilitiesRes(settings.codecs().stream()
                .map(PhoneMedia::payload)
                .map(payload -> new SetupMessage.Capability(payload, MAX_PACKET_MILLIS, Blob.zeros(8)))
                .toList());
    }

    private void askNext() {
        Message next = requests.poll();
        if (next != null) {
            send(next);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail("the call manager closed the connection");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail("the connection failed: " + cause.getMessage());
        var unused = context.close();
    }

    private void fail(String why) {
        if (keepAlive != null) {
            keepAlive.cancel(false);
        }
        registered.completeExceptionally(new PhoneFailure(settings.name() + ": " + why));
        unregistered.complete(null);
        lost.complete(why);
    }
}
