package org.voiceport.daemon;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.EventSink;
import org.voiceport.media.PacingError;
import org.voiceport.media.UdpMediaEngine;
import org.voiceport.media.UdpPorts;
import org.voiceport.net.DialPace;
import org.voiceport.net.EventLoops;
import org.voiceport.net.LoopTimers;
import org.voiceport.net.NettyDialer;
import org.voiceport.observe.LogDetail;
import org.voiceport.port.CallHandler;
import org.voiceport.port.Port;
import org.voiceport.port.PortSettings;
import org.voiceport.trust.TlsClient;

/**
 * Makes ports, each with a loop for life, and with the media engine and the pace of connections that all ports of that loop
 * share. For any thread.
 */
final class PortMaker {
    private final DaemonConfig.Media media;
    private final EventLoops loops;
    private final UdpPorts udpPorts;
    private final CallHandler calls;
    private final LogDetail detail;
    private final EventSink events;
    private final Map<EventLoop, UdpMediaEngine> engines = new ConcurrentHashMap<>();
    private final Map<EventLoop, DialPace> paces = new ConcurrentHashMap<>();

    /**
     * @param media of which only what a reload can't change counts
     * @param calls takes the calls of all ports
     */
    PortMaker(DaemonConfig.Media media, EventLoops loops, CallHandler calls, LogDetail detail, EventSink events) {
        this.media = media;
        this.loops = loops;
        this.udpPorts = new UdpPorts(media.udpPorts().first(), media.udpPorts().last());
        this.calls = calls;
        this.detail = detail;
        this.events = events;
    }

    /** A port that isn't started yet; {@code client} is null for a non-secure one. */
    RunningPort make(Reload.Configured configured, @Nullable TlsClient client) {
        DaemonConfig.Port port = configured.port();
        Reload.Setup setup = configured.setup();
        IoEventLoop loop = loops.next();
        AtomicReference<TlsClient> tls = client == null ? null : new AtomicReference<>(client);
        PortSettings settings = setup.settings();
        NettyDialer dialer = new NettyDialer(
                loop,
                loops.resolver(),
                port.name(),
                port.securityMode(),
                tls == null ? null : tls::get,
                settings.timings(),
                setup.signalingDscp(),
                new WireLog(port.name(), setup.wire(), detail));
        Port made = new Port(
                settings,
                paces.computeIfAbsent(loop, any -> new DialPace(new LoopTimers(loop)))
                        .with(dialer),
                engines.computeIfAbsent(loop, any -> engine(loop)),
                calls,
                loop,
                new LoopTimers(loop),
                events,
                new SplittableRandom(new SecureRandom().nextLong()));
        return new RunningPort(made, setup, tls);
    }

    private UdpMediaEngine engine(IoEventLoop loop) {
        return new UdpMediaEngine(loop, udpPorts, media.dscp().audio(), media.inbandDigits(), events);
    }

    /** The loops that ports are, or were, on; waits for nobody. */
    Set<EventLoop> loops() {
        return Set.copyOf(engines.keySet());
    }

    /**
     * How late media packets were sent, by all loops together; waits for each.
     *
     * @throws IllegalStateException if the loops have ended
     */
    PacingError.Counts pacing() throws InterruptedException {
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
}
