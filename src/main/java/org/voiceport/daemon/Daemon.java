package org.voiceport.daemon;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.EventSink;
import org.voiceport.event.PortEvent;
import org.voiceport.media.UdpMediaEngine;
import org.voiceport.media.UdpPorts;
import org.voiceport.messaging.CallThreads;
import org.voiceport.messaging.Voicemail;
import org.voiceport.net.EventLoops;
import org.voiceport.net.LoopTimers;
import org.voiceport.net.NettyDialer;
import org.voiceport.net.WireTap;
import org.voiceport.port.Port;
import org.voiceport.port.PortSettings;
import org.voiceport.trust.TlsClient;

/** The running daemon: the ports of a configuration, their media and the messaging application. */
final class Daemon {
    private static final int MOST_LOOPS = 8;

    private final DaemonConfig config;
    private final EventSink events;
    private final EventLoops loops;
    private final Map<EventLoop, UdpMediaEngine> media = new HashMap<>();
    private final ExecutorService callThreads;
    private final Voicemail voicemail;
    private final List<Port> ports = new ArrayList<>();

    private Daemon(
            DaemonConfig config, EventSink events, EventLoops loops, ExecutorService callThreads, Voicemail voicemail) {
        this.config = config;
        this.events = events;
        this.loops = loops;
        this.callThreads = callThreads;
        this.voicemail = voicemail;
    }

    /**
     * Starts every port that can start; the others are reported as offline.
     *
     * @throws IOException if the store or a greeting can't be used
     */
    static Daemon start(DaemonConfig config, TrustMaterial trust, EventSink events) throws IOException {
        trust.events().forEach(events::accept);
        NotServed.in(config).forEach(events::accept);
        // Twice the ports: the next call of a port may ring while the script of the last one still stores.
        ExecutorService callThreads = CallThreads.upTo(4 * config.ports().size());
        Voicemail voicemail = Application.voicemail(config, events, callThreads);
        int threads = Math.min(
                config.ports().size(), Math.min(MOST_LOOPS, Runtime.getRuntime().availableProcessors()));
        Daemon daemon = new Daemon(config, events, EventLoops.start(threads), callThreads, voicemail);
        UdpPorts udpPorts = new UdpPorts(
                config.media().udpPorts().first(), config.media().udpPorts().last());
        for (DaemonConfig.Port port : config.ports()) {
            if (trust.offline().containsKey(port.name())) {
                events.accept(new PortEvent.Offline(
                        port.name(), port.securityMode(), trust.offline().get(port.name())));
            } else {
                daemon.add(port, Optional.ofNullable(trust.clients().get(port.name())), udpPorts);
            }
        }
        daemon.ports.forEach(Port::start);
        if (daemon.hasPorts()) {
            events.accept(new DaemonEvent.Started(
                    Version.text(), daemon.ports.size(), config.file().toString()));
        }
        return daemon;
    }

    /** True if at least one port was set going. */
    boolean hasPorts() {
        return !ports.isEmpty();
    }

    private void add(DaemonConfig.Port port, Optional<TlsClient> tls, UdpPorts udpPorts) {
        IoEventLoop loop = loops.next();
        PortSettings settings = Mapping.settings(config, port);
        NettyDialer dialer = new NettyDialer(
                loop,
                loops.resolver(),
                port.name(),
                port.securityMode(),
                tls.<Supplier<TlsClient>>map(client -> () -> client).orElse(null),
                settings.timings(),
                config.media().dscp().signaling(),
                config.showsWire(port) ? new WireLog(port.name()) : WireTap.NONE);
        UdpMediaEngine engine = media.computeIfAbsent(
                loop,
                any -> new UdpMediaEngine(loop, udpPorts, config.media().dscp().audio(), events));
        ports.add(new Port(
                settings,
                dialer,
                engine,
                voicemail,
                loop,
                new LoopTimers(loop),
                events,
                new SplittableRandom(new SecureRandom().nextLong())));
    }

    /**
     * Ends calls, unregisters ports, lets the voicemail store what it recorded, closes.
     *
     * @return false if {@code limit} cut something off
     */
    boolean stop(String reason, Duration limit) throws InterruptedException {
        events.accept(new DaemonEvent.Stopping(reason));
        long deadline = System.nanoTime() + limit.toNanos();
        CompletableFuture<?>[] stopping = ports.stream().map(Port::stop).toArray(CompletableFuture<?>[]::new);
        boolean clean = true;
        try {
            CompletableFuture.allOf(stopping).get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            clean = false;
        } catch (ExecutionException failure) {
            events.accept(new DaemonEvent.Internal("stop", String.valueOf(failure.getCause())));
            clean = false;
        }
        Duration left = Duration.ofNanos(Math.max(Duration.ofSeconds(1).toNanos(), deadline - System.nanoTime()));
        clean &= voicemail.close(left);
        callThreads.shutdown();
        loops.close();
        events.accept(new DaemonEvent.Stopped(clean));
        return clean;
    }
}
