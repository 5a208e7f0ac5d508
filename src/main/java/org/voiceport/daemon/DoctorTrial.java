package org.voiceport.daemon;

import io.netty.channel.IoEventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.CallReport;
import org.voiceport.event.Event;
import org.voiceport.event.EventSink;
import org.voiceport.event.Fault;
import org.voiceport.event.PortEvent;
import org.voiceport.event.TlsFacts;
import org.voiceport.media.UdpMediaEngine;
import org.voiceport.media.UdpPorts;
import org.voiceport.net.EventLoops;
import org.voiceport.net.Knock;
import org.voiceport.net.LoopTimers;
import org.voiceport.net.NettyDialer;
import org.voiceport.port.CallHandler;
import org.voiceport.port.CallManagerLink;
import org.voiceport.port.Port;
import org.voiceport.port.PortSettings;
import org.voiceport.port.Server;
import org.voiceport.port.Timings;
import org.voiceport.sccp.Message;
import org.voiceport.trust.Match;
import org.voiceport.trust.TlsClient;

/**
 * One try of a port with one call manager, by what the daemon itself runs on: the same dialer, TLS, port and media, on a
 * loop of the doctor's. Methods block the caller, within the limits that the configuration sets.
 */
final class DoctorTrial {
    /** Requests behind RegisterAck that a call manager may leave unanswered. */
    private static final int REQUESTS = 6;
    /** Beyond the limits that the port keeps by itself. */
    private static final Duration SLACK = Duration.ofSeconds(10);

    private static final String TLS_1_3 = "TLSv1.3";

    private final DaemonConfig config;
    private final PortSettings settings;
    private final DoctorAdvice advice;
    private final IoEventLoop loop;
    private final CallManagerLink.Dialer dialer;
    private final DoctorLaps laps = new DoctorLaps();
    private final DoctorTap tap = new DoctorTap();
    private final AtomicReference<@Nullable InetAddress> resolved = new AtomicReference<>();
    private final AtomicReference<@Nullable InetSocketAddress> local = new AtomicReference<>();
    private final AtomicReference<@Nullable Match> certificate = new AtomicReference<>();
    private final AtomicReference<@Nullable TlsFacts> tls = new AtomicReference<>();

    /** A try of {@code port}, which must have one call manager only. */
    DoctorTrial(
            DaemonConfig config,
            DaemonConfig.Port port,
            Optional<TlsClient> client,
            DoctorAdvice advice,
            EventLoops loops) {
        this.config = config;
        this.advice = advice;
        this.settings = Mapping.settings(config, port);
        this.loop = loops.next();
        this.dialer = new NettyDialer(
                loop,
                loops.resolver(),
                port.name(),
                port.securityMode(),
                client.map(own -> own.telling(judged -> {
                            certificate.set(judged);
                            laps.reached(DoctorStep.Name.MATCH);
                        }))
                        .<Supplier<TlsClient>>map(own -> () -> own)
                        .orElse(null),
                settings.timings(),
                config.media().dscp().signaling(),
                tap);
    }

    /**
     * What came of it.
     *
     * @param resolved the call manager's address, if it came so far
     * @param local our end of the connection, if TCP stood
     * @param certificate the judgement on the call manager's certificate, if it came so far
     * @param tls what TLS agreed on, if it came so far
     * @param fault why the port isn't registered
     * @param registered what the call manager agreed on
     * @param call what was found by a call, if one was waited for or placed
     * @param laps how long it all took
     */
    record Outcome(
            Optional<InetAddress> resolved,
            Optional<InetSocketAddress> local,
            Optional<Match> certificate,
            Optional<TlsFacts> tls,
            Optional<Fault> fault,
            Optional<PortEvent.Registered> registered,
            List<DoctorStep> call,
            DoctorLaps laps) {}

    /** Connects over TCP and does nothing more; for a port that can't or shan't do more. */
    static Outcome knock(DaemonConfig config, DaemonConfig.Port port, EventLoops loops) throws InterruptedException {
        PortSettings settings = Mapping.settings(config, port);
        Server server = settings.servers().get(0);
        DoctorLaps laps = new DoctorLaps();
        Knock.Answer answer = await(
                Knock.at(
                        loops.next(),
                        loops.resolver(),
                        server,
                        settings.mode(),
                        settings.timings().connect()),
                settings);
        if (answer.local().isPresent()) {
            laps.reached(DoctorStep.Name.TCP);
        }
        return new Outcome(
                answer.resolved(),
                answer.local(),
                Optional.empty(),
                Optional.empty(),
                answer.fault(),
                Optional.empty(),
                List.of(),
                laps);
    }

    /** Connects, with TLS if the mode has it, and registers nothing. */
    Outcome connect() throws InterruptedException {
        CompletableFuture<Optional<Fault>> ended = new CompletableFuture<>();
        AtomicReference<@Nullable CallManagerLink> link = new AtomicReference<>();
        loop.execute(() -> link.set(dialer.dial(server(), new Watch(new Silent(ended)))));
        Optional<Fault> fault = await(ended, settings);
        loop.execute(() -> {
            CallManagerLink left = link.get();
            if (left != null) {
                left.close();
            }
        });
        return outcome(fault, Optional.empty(), List.of());
    }

    /** Registers, does with the port what the plan says, and unregisters. */
    Outcome register(DoctorPlan plan) throws InterruptedException {
        CompletableFuture<Event> settled = new CompletableFuture<>();
        DoctorTryOut tryOut = tryOut(plan);
        Port port = port(tryOut.handler(), event -> {
            if (event instanceof CallReport report) {
                tryOut.report(report);
            } else if (isTheEnd(event)) {
                if (event instanceof PortEvent.Registered) {
                    laps.reached(DoctorStep.Name.REGISTRATION);
                }
                settled.complete(event);
            }
        });
        port.start();
        Event event = await(settled, settings);
        List<DoctorStep> found = event instanceof PortEvent.Registered ? tryOut.tryOut(port) : List.of();
        await(port.stop(), settings);
        return outcome(
                fault(event),
                Optional.of(event)
                        .filter(PortEvent.Registered.class::isInstance)
                        .map(PortEvent.Registered.class::cast),
                found);
    }

    private DoctorTryOut tryOut(DoctorPlan plan) {
        if (plan.place().isPresent()) {
            return new DoctorDial(settings, loop, tap, advice, plan.place().get());
        }
        return plan.awaitCall()
                .filter(any -> settings.roles().contains(PortSettings.Role.ANSWER))
                .<DoctorTryOut>map(limit -> new DoctorCall(settings, loop, tap, advice, limit, plan.notes()))
                .orElse(DoctorTryOut.NOTHING);
    }

    /** Whatever its roles, the port may place the doctor's call: an administrator asks for it. */
    private static PortSettings mayDial(PortSettings given) {
        Set<PortSettings.Role> roles = EnumSet.of(PortSettings.Role.NOTIFY);
        roles.addAll(given.roles());
        return new PortSettings(
                given.device(),
                given.mode(),
                roles,
                given.servers(),
                given.protocolVersion(),
                given.codecs(),
                given.requireEncryption(),
                given.reconnectToPreferred(),
                given.mediaAddress(),
                given.timings());
    }

    private Port port(CallHandler handler, EventSink events) {
        UdpPorts udpPorts = new UdpPorts(
                config.media().udpPorts().first(), config.media().udpPorts().last());
        return new Port(
                mayDial(settings),
                (server, listener) -> dialer.dial(server, new Watch(listener)),
                new UdpMediaEngine(
                        loop,
                        udpPorts,
                        config.media().dscp().audio(),
                        config.media().inbandDigits(),
                        events),
                handler,
                loop,
                new LoopTimers(loop),
                events,
                new SplittableRandom(new SecureRandom().nextLong()));
    }

    private static boolean isTheEnd(Event event) {
        return event instanceof PortEvent.Registered
                || event instanceof PortEvent.Unregistered
                || event instanceof PortEvent.Offline;
    }

    private static Optional<Fault> fault(Event event) {
        if (event instanceof PortEvent.Unregistered failed) {
            return Optional.of(failed.fault());
        }
        return event instanceof PortEvent.Offline offline ? Optional.of(offline.fault()) : Optional.empty();
    }

    private Outcome outcome(Optional<Fault> fault, Optional<PortEvent.Registered> registered, List<DoctorStep> call) {
        return new Outcome(
                Optional.ofNullable(resolved.get()),
                Optional.ofNullable(local.get()),
                Optional.ofNullable(certificate.get()),
                Optional.ofNullable(tls.get()),
                fault,
                registered,
                call,
                laps);
    }

    private Server server() {
        return settings.servers().get(0);
    }

    /** Everything that is waited for ends by itself; the limit is for errors of ours. */
    private static <T> T await(CompletableFuture<T> future, PortSettings settings) throws InterruptedException {
        Timings timings = settings.timings();
        Duration limit = timings.connect()
                .plus(timings.tlsHandshake())
                .plus(timings.registerAck())
                .plus(timings.answer().multipliedBy(REQUESTS))
                .plus(timings.unregisterAck())
                .plus(timings.callEnd())
                .plus(SLACK);
        try {
            return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("a try of " + settings.device() + " has no end", e);
        }
    }

    /** Notes how far a link has come, and passes on. */
    private final class Watch implements CallManagerLink.Listener {
        private final CallManagerLink.Listener to;

        Watch(CallManagerLink.Listener to) {
            this.to = to;
        }

        @Override
        public void resolved(InetAddress address) {
            resolved.set(address);
            laps.reached(DoctorStep.Name.RESOLVE);
        }

        @Override
        public void connected(InetSocketAddress end) {
            local.set(end);
            laps.reached(DoctorStep.Name.TCP);
        }

        @Override
        public void opened(InetSocketAddress end, @Nullable TlsFacts facts) {
            tls.set(facts);
            if (facts != null) {
                laps.reached(DoctorStep.Name.TLS);
            }
            to.opened(end, facts);
        }

        @Override
        public void received(Message message) {
            to.received(message);
        }

        @Override
        public void ignored(Fault fault) {
            to.ignored(fault);
        }

        @Override
        public void closed(Fault fault) {
            to.closed(fault);
        }
    }

    /**
     * Says nothing on a link, and takes its end for a failure. In TLS 1.3 the call manager looks at the certificate of the
     * port when the link is open already, so its verdict gets the time of an answer.
     */
    private final class Silent implements CallManagerLink.Listener {
        private final CompletableFuture<Optional<Fault>> ended;

        Silent(CompletableFuture<Optional<Fault>> ended) {
            this.ended = ended;
        }

        @Override
        public void opened(InetSocketAddress end, @Nullable TlsFacts facts) {
            if (facts != null && facts.protocol().equals(TLS_1_3)) {
                Duration patience = settings.timings().answer();
                var unused = loop.schedule(
                        () -> ended.complete(Optional.empty()), patience.toMillis(), TimeUnit.MILLISECONDS);
            } else {
                ended.complete(Optional.empty());
            }
        }

        @Override
        public void received(Message message) {}

        @Override
        public void ignored(Fault fault) {}

        @Override
        public void closed(Fault fault) {
            ended.complete(Optional.of(fault));
        }
    }
}
