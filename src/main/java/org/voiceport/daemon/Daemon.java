package org.voiceport.daemon;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.DeviceName;
import org.voiceport.event.EventSink;
import org.voiceport.event.Fault;
import org.voiceport.event.PortEvent;
import org.voiceport.media.PacingError;
import org.voiceport.media.UdpMediaEngine;
import org.voiceport.media.UdpPorts;
import org.voiceport.messaging.CallThreads;
import org.voiceport.messaging.Lamps;
import org.voiceport.net.EventLoops;
import org.voiceport.net.LoopTimers;
import org.voiceport.net.NettyDialer;
import org.voiceport.net.WireTap;
import org.voiceport.port.CallHandler;
import org.voiceport.port.Port;
import org.voiceport.port.PortSettings;
import org.voiceport.srtp.SrtpEngine;
import org.voiceport.trust.TlsClient;

/** The running daemon: the ports of a configuration, their media and the messaging application. */
final class Daemon {
    private static final int MOST_LOOPS = 8;

    private final DaemonConfig config;
    private final EventSink events;
    private final EventLoops loops;
    private final Map<EventLoop, UdpMediaEngine> media = new HashMap<>();
    private final UdpPorts udpPorts;
    private final ExecutorService callThreads;
    private final Application application;
    private final CallHandler calls;
    private final LampLines lampLines;
    /** In the order of the configuration; guarded by this. */
    private final Map<DeviceName, RunningPort> ports = new LinkedHashMap<>();

    private final TrustKeeper keeper;
    /** Guarded by this. */
    private TrustMaterial material;
    /** Guarded by this. */
    private boolean stopping;

    /**
     * A port that was set going.
     *
     * @param tls what it proves itself with and whom it trusts at its next connection; null for a non-secure port
     */
    private record RunningPort(Port port, @Nullable AtomicReference<TlsClient> tls) {}

    private Daemon(
            DaemonConfig config,
            TrustMaterial trust,
            EventSink sink,
            EventLoops loops,
            ExecutorService callThreads,
            Application application,
            CallHandler calls,
            LampLines lampLines) {
        this.config = config;
        this.material = trust;
        this.keeper = new TrustKeeper(config, trust, sink, this::use);
        this.events = event -> {
            sink.accept(event);
            keeper.heard(event);
        };
        this.loops = loops;
        this.callThreads = callThreads;
        this.application = application;
        this.calls = calls;
        this.lampLines = lampLines;
        this.udpPorts = new UdpPorts(
                config.media().udpPorts().first(), config.media().udpPorts().last());
    }

    /**
     * Starts every port that can start; the others are reported as offline, and start later if new trust material lets
     * them.
     *
     * @throws IOException if the store or a greeting can't be used
     */
    static Daemon start(DaemonConfig config, TrustMaterial trust, EventSink events) throws IOException {
        return start(config, trust, events, voicemail -> voicemail);
    }

    /** As the other, but that calls are taken by what {@code handler} makes of the voicemail. */
    static Daemon start(DaemonConfig config, TrustMaterial trust, EventSink events, UnaryOperator<CallHandler> handler)
            throws IOException {
        trust.events().forEach(events::accept);
        NotServed.in(config).forEach(events::accept);
        // Twice the ports: the next call of a port may ring while the script of the last one still stores.
        ExecutorService callThreads = CallThreads.upTo(4 * config.ports().size());
        LampLines lampLines = new LampLines();
        Application application = Application.of(config, events, callThreads, lampLines);
        int threads = Math.min(
                config.ports().size(), Math.min(MOST_LOOPS, Runtime.getRuntime().availableProcessors()));
        Daemon daemon = new Daemon(
                config,
                trust,
                events,
                EventLoops.start(threads),
                callThreads,
                application,
                handler.apply(application.voicemail()),
                lampLines);
        daemon.begin(trust);
        return daemon;
    }

    private synchronized void begin(TrustMaterial trust) {
        List<Port> starting = new ArrayList<>();
        for (DaemonConfig.Port port : config.ports()) {
            Fault fault = trust.offline().get(port.name());
            if (fault != null) {
                events.accept(new PortEvent.Offline(port.name(), port.securityMode(), fault));
            } else {
                starting.add(add(port, trust.clients().get(port.name())));
            }
        }
        starting.forEach(Port::start);
        application.lamps().ifPresent(Lamps::start);
        if (serves()) {
            events.accept(new DaemonEvent.Started(
                    Version.text(), ports.size(), config.file().toString()));
            events.accept(new DaemonEvent.SrtpEngineChosen(SrtpEngine.chosen().words(), SrtpEngine.reason()));
            keeper.start();
        }
    }

    /** True if at least one port was set going, or may be without anybody's doing. */
    synchronized boolean serves() {
        return !ports.isEmpty() || keeper.mayRecover();
    }

    /** Ports whose material is new register anew, those that can start now do, those without new material stay. */
    private synchronized void use(TrustMaterial next) {
        if (stopping) {
            return;
        }
        Renewals renewals = new Renewals(material, next);
        material = next;
        for (DaemonConfig.Port port : config.ports()) {
            TlsClient client = next.clients().get(port.name());
            RunningPort running = ports.get(port.name());
            if (running == null && client != null) {
                add(port, client).start();
            } else if (running != null && running.tls() != null && client != null) {
                TlsClient before = running.tls().getAndSet(client);
                if (!client.sameAs(before)) {
                    renewals.renewed(port.name(), before, client);
                    running.port().renew();
                }
            } else {
                renewals.unusable(port, running != null);
            }
        }
        renewals.events().forEach(events::accept);
    }

    private Port add(DaemonConfig.Port port, @Nullable TlsClient client) {
        IoEventLoop loop = loops.next();
        AtomicReference<TlsClient> tls = client == null ? null : new AtomicReference<>(client);
        PortSettings settings = Mapping.settings(config, port);
        NettyDialer dialer = new NettyDialer(
                loop,
                loops.resolver(),
                port.name(),
                port.securityMode(),
                tls == null ? null : tls::get,
                settings.timings(),
                config.media().dscp().signaling(),
                config.showsWire(port) ? new WireLog(port.name()) : WireTap.NONE);
        UdpMediaEngine engine = media.computeIfAbsent(
                loop,
                any -> new UdpMediaEngine(
                        loop,
                        udpPorts,
                        config.media().dscp().audio(),
                        config.media().inbandDigits(),
                        events));
        Port made = new Port(
                settings,
                dialer,
                engine,
                calls,
                loop,
                new LoopTimers(loop),
                events,
                new SplittableRandom(new SecureRandom().nextLong()));
        ports.put(port.name(), new RunningPort(made, tls));
        if (port.roles().contains(DaemonConfig.Role.MWI)) {
            lampLines.add(port.name(), made);
        }
        return made;
    }

    /**
     * How late media packets were sent, by all loops together; waits for each.
     *
     * @throws IllegalStateException if the loops have ended
     */
    PacingError.Counts pacing() throws InterruptedException {
        Map<EventLoop, UdpMediaEngine> engines;
        synchronized (this) {
            engines = Map.copyOf(media);
        }
        PacingError.Counts all = PacingError.Counts.none();
        for (Map.Entry<EventLoop, UdpMediaEngine> each : engines.entrySet()) {
            try {
                PacingError pacing = each.getValue().pacing();
                all = all.plus(each.getKey().submit(pacing::counts).get());
            } catch (ExecutionException | RejectedExecutionException e) {
                throw new IllegalStateException("the event loops have ended", e);
            }
        }
        return all;
    }

    private synchronized List<Port> leaving() {
        stopping = true;
        return ports.values().stream().map(RunningPort::port).toList();
    }

    /**
     * Ends calls, unregisters ports, lets the voicemail store what it recorded, closes.
     *
     * @return false if {@code limit} cut something off
     */
    boolean stop(String reason, Duration limit) throws InterruptedException {
        events.accept(new DaemonEvent.Stopping(reason));
        long deadline = System.nanoTime() + limit.toNanos();
        keeper.close();
        application.lamps().ifPresent(Lamps::close);
        CompletableFuture<?>[] left = leaving().stream().map(Port::stop).toArray(CompletableFuture<?>[]::new);
        boolean clean = true;
        try {
            CompletableFuture.allOf(left).get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            clean = false;
        } catch (ExecutionException failure) {
            events.accept(new DaemonEvent.Internal("stop", String.valueOf(failure.getCause())));
            clean = false;
        }
        Duration rest = Duration.ofNanos(Math.max(Duration.ofSeconds(1).toNanos(), deadline - System.nanoTime()));
        clean &= application.voicemail().close(rest);
        callThreads.shutdown();
        loops.close();
        events.accept(new DaemonEvent.Stopped(clean));
        return clean;
    }
}
