package org.voiceport.sim;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.SecurityMode;
import org.voiceport.event.TlsFacts;
import org.voiceport.sccp.MalformedMessage;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.Payload;
import org.voiceport.sccp.RegistrationMessage;
import org.voiceport.sccp.SetupMessage;
import org.voiceport.sccp.StationMessage;
import org.voiceport.sccp.UnregisterStatus;
import org.voiceport.trust.TlsServer;

/** One connection of a device to the simulated call manager: from Register on, the device itself. Owned by the loop. */
final class Station extends SimpleChannelInboundHandler<Message> {
    private static final int EARLY_MESSAGES = 16;
    private static final int TOKEN_WAIT_SECONDS = 1;
    private static final byte[] GARBAGE = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Switchboard board;
    private final Channel channel;
    private final SccpCodec codec;
    private final @Nullable TlsServer tls;
    private final List<Message> early = new ArrayList<>();

    private Optional<SecureLink> secureLink = Optional.empty();
    private Switchboard.@Nullable Entry entry;
    private boolean registered;
    private boolean silent;
    private int version;
    private List<Payload> payloads = List.of();
    private long lastHeard = System.nanoTime();
    private @Nullable ScheduledFuture<?> watch;

    Station(Switchboard board, Channel channel, SccpCodec codec, @Nullable TlsServer tls) {
        this.board = board;
        this.channel = channel;
        this.codec = codec;
        this.tls = tls;
    }

    /** What TLS told about the other side. */
    record SecureLink(TlsFacts facts, String commonName) {}

    int version() {
        return version;
    }

    /** The device; only a registered station has one. */
    Device device() {
        if (entry == null) {
            throw new IllegalStateException("not registered");
        }
        return entry.device();
    }

    /** The codecs that the device told, in its order. */
    List<Payload> payloads() {
        return payloads;
    }

    /** True if the device is in encrypted mode and nobody can read what is sent to it: only then may it get a key. */
    boolean encrypts() {
        return registered
                && device().mode() == SecurityMode.ENCRYPTED
                && secureLink.isPresent()
                && Registrar.encrypts(secureLink.get().facts());
    }

    SecurityMode mode() {
        return device().mode();
    }

    /** Sends in order, in as few segments as they fit into. */
    void send(Message... messages) {
        if (!channel.isActive()) {
            return;
        }
        for (Message message : messages) {
            if (entry != null) {
                entry.sent().add(message);
            }
            channel.write(message).addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
        }
        channel.flush();
    }

    void close() {
        var unused = channel.close();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess() && tls != null) {
                var engine = channel.pipeline().get(SslHandler.class).engine();
                secureLink = Optional.of(new SecureLink(tls.facts(engine), tls.peerCommonName(engine)));
            } else if (!handshake.isSuccess()) {
                board.event(
                        new SimEvent.TlsFailed(String.valueOf(handshake.cause().getMessage())));
            }
        } else if (event instanceof MalformedMessage malformed) {
            board.event(new SimEvent.Malformed(
                    Optional.ofNullable(entry).map(e -> e.device().name()), malformed.what()));
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Message message) {
        lastHeard = System.nanoTime();
        remember(message);
        if (message instanceof RegistrationMessage.Register register) {
            onRegister(register);
        } else if (silent) {
            return;
        } else if (message instanceof RegistrationMessage.KeepAlive) {
            if (!board.conduct().does(Misbehaviour.NO_KEEPALIVE_ACK)) {
                send(new RegistrationMessage.KeepAliveAck());
            }
        } else if (message instanceof StationMessage.RegisterTokenReq request) {
            onTokenRequest(request);
        } else if (!registered) {
            return;
        } else if (message instanceof RegistrationMessage.Unregister) {
            onUnregister();
        } else if (message instanceof SetupMessage setup) {
            onSetup(setup);
        } else {
            board.exchange().on(this, message);
        }
    }

    private void remember(Message message) {
        if (entry != null) {
            entry.received().add(message);
        } else if (early.size() < EARLY_MESSAGES) {
            early.add(message);
        }
    }

    /** Any device that is known may come. */
    private void onTokenRequest(StationMessage.RegisterTokenReq request) {
        boolean refused = board.conduct().does(Misbehaviour.REFUSE_TOKENS) || board.entry(request.deviceName()) == null;
        board.event(new SimEvent.TokenAsked(request.deviceName(), !refused));
        send(
                refused
                        ? new StationMessage.RegisterTokenReject(TOKEN_WAIT_SECONDS)
                        : new StationMessage.RegisterTokenAck());
    }

    private void onRegister(RegistrationMessage.Register register) {
        if (registered) {
            return;
        }
        Switchboard.Entry asked = board.entry(register.deviceName());
        if (asked != null) {
            entry = asked;
            early.forEach(asked.received()::add);
        }
        early.clear();
        if (board.conduct().does(Misbehaviour.SILENT_AFTER_REGISTER)) {
            silent = true;
            return;
        }
        if (board.conduct().does(Misbehaviour.GARBAGE)) {
            var unused = channel.writeAndFlush(Unpooled.wrappedBuffer(GARBAGE));
            return;
        }
        if (board.conduct().does(Misbehaviour.CLOSE_ON_HIGHER_VERSION)
                && register.version() > board.settings().maxVersion()) {
            close();
            return;
        }
        Optional<String> refusal = new Registrar(board).refusal(register, asked, secureLink);
        if (refusal.isPresent() || asked == null) {
            String text = refusal.orElse(Registrar.UNKNOWN_DEVICE);
            board.event(new SimEvent.Rejected(register.deviceName(), text));
            channel.writeAndFlush(new RegistrationMessage.RegisterReject(text))
                    .addListener(ChannelFutureListener.CLOSE);
            return;
        }
        accept(register, asked.device());
    }

    private void accept(RegistrationMessage.Register register, Device device) {
        registered = true;
        version = Math.min(board.settings().maxVersion(), register.version());
        board.register(this, device);
        int keepAlive = board.settings().keepAliveSeconds();
        send(
                new RegistrationMessage.RegisterAck(
                        keepAlive, "M/D/Y", 0, keepAlive, version, SetupDesk.features(version)),
                new SetupMessage.CapabilitiesReq());
        // Both went out with header version 0, as real call managers do (wire reference section 1).
        codec.version(version);
        watch = channel.eventLoop().scheduleAtFixedRate(this::checkAlive, keepAlive, keepAlive, TimeUnit.SECONDS);
        board.event(new SimEvent.Registered(device.name(), version, secureLink.map(SecureLink::facts)));
    }

    private void checkAlive() {
        long silentMillis = (System.nanoTime() - lastHeard) / 1_000_000;
        if (silentMillis > board.settings().keepAliveSeconds() * 2_500L) {
            leave(false, "no keepalive for " + silentMillis + " ms");
            close();
        }
    }

    private void onUnregister() {
        if (board.exchange().busy(this)) {
            send(new RegistrationMessage.UnregisterAck(UnregisterStatus.CALL_ACTIVE));
            return;
        }
        leave(true, "asked for");
        channel.writeAndFlush(new RegistrationMessage.UnregisterAck(UnregisterStatus.OK))
                .addListener(ChannelFutureListener.CLOSE);
    }

    private void onSetup(SetupMessage message) {
        if (message instanceof SetupMessage.CapabilitiesRes told) {
            payloads = told.capabilities().stream()
                    .map(SetupMessage.Capability::payload)
                    .toList();
            board.event(new SimEvent.Capabilities(device().name(), payloads));
            return;
        }
        send(SetupDesk.answer(message, this, board.settings()));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        leave(false, "connection closed");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        leave(false, "connection failed: " + cause.getMessage());
        close();
    }

    private void leave(boolean asked, String why) {
        if (watch != null) {
            watch.cancel(false);
        }
        if (registered) {
            registered = false;
            board.unregister(this, device(), asked, why);
        }
    }
}
