package org.voiceport.observe;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.voiceport.event.CallReport;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Event;
import org.voiceport.event.EventSink;
import org.voiceport.event.FaultPolicy;
import org.voiceport.event.LampEvent;
import org.voiceport.event.MediaProtection;
import org.voiceport.event.MessageEvent;
import org.voiceport.event.PortEvent;
import org.voiceport.event.SecurityMode;
import org.voiceport.event.TrustEvent;

/**
 * Counts events for Prometheus; docs/metrics.md tells all names. What is now, rather than what has happened, is asked of
 * the status when it is scraped. Any thread may tell it.
 */
public final class Metrics implements EventSink {
    private static final String MODE = "mode";
    private static final String FAULT = "fault";

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Supplier<Status> status;
    private final Gauges gauges;
    /** Calls are told without their port's mode, which is known since the port registered. */
    private final Map<DeviceName, SecurityMode> modes = new ConcurrentHashMap<>();

    private final Counter registrations =
            counter("voiceportd_port_registrations", "Registrations of ports with a call manager", MODE);
    private final Counter registrationFailures = counter(
            "voiceportd_port_registration_failures",
            "Registrations that failed or were lost, by whose fault",
            MODE,
            FAULT);
    private final Counter offered = counter("voiceportd_calls_offered", "Calls that rang at a port", MODE);
    private final Counter answered = counter("voiceportd_calls_answered", "Calls that a port took", MODE);
    private final Counter placed = counter("voiceportd_calls_placed", "Calls that a port made", MODE);
    private final Counter ended = counter(
            "voiceportd_calls_ended",
            "Calls that are over, by what protected each direction",
            MODE,
            "receive",
            "transmit");
    private final Counter refused = counter(
            "voiceportd_calls_refused", "Calls that were not taken or were cut off, by whose fault", MODE, FAULT);
    private final Counter inClear =
            counter("voiceportd_calls_media_in_clear", "Calls of encrypted ports for which no media keys came", MODE);
    private final Histogram duration = histogram(
            "voiceportd_call_duration_seconds", "How long calls lasted", 1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600);
    private final Histogram jitter = histogram(
            "voiceportd_call_jitter_seconds",
            "Interarrival jitter at the end of a call",
            .001,
            .002,
            .005,
            .01,
            .02,
            .05,
            .1);
    private final Counter received =
            counter("voiceportd_media_packets_received", "Media packets received, of calls that are over", MODE);
    private final Counter sent = counter("voiceportd_media_packets_sent", "Media packets sent, likewise", MODE);
    private final Counter lost =
            counter("voiceportd_media_packets_lost", "Media packets that never came, likewise", MODE);
    private final Counter late =
            counter("voiceportd_media_packets_late", "Media packets that came too late to be used, likewise", MODE);
    private final Counter packetsRefused = counter(
            "voiceportd_media_packets_refused",
            "Packets that don't belong to their call or are forged, likewise",
            MODE);
    private final Counter stored = counter("voiceportd_messages_stored", "Messages stored");
    private final Counter discarded = counter("voiceportd_messages_discarded", "Calls that left no message");
    private final Counter failed = counter("voiceportd_messages_failed", "Messages that couldn't be stored");
    private final Counter incomplete = counter("voiceportd_messages_incomplete", "Messages stored with a gap");
    private final Counter switched = counter("voiceportd_lamps_switched", "Message lamps switched on or off");
    private final Counter notSwitched = counter("voiceportd_lamps_failed", "Message lamps that couldn't be switched");
    private final Counter ctlRefused =
            counter("voiceportd_ctl_refused", "Certificate trust lists that were refused, on disk or fetched");
    private final Counter reloads = counter("voiceportd_reloads", "Reloads of the configuration", "result");
    private final Counter events = counter("voiceportd_events", "All events, by their id", "id", "severity");
    private final Counter internalErrors = counter("voiceportd_internal_errors", "Defects of the daemon (DAEMON-004)");

    /**
     * Counters at zero.
     *
     * @param version of the daemon
     * @param status as it is now, asked at each scrape
     */
    public Metrics(String version, Supplier<Status> status) {
        for (SecurityMode mode : SecurityMode.values()) {
            for (Counter counter : new Counter[] {
                registrations, offered, answered, placed, inClear, received, sent, lost, late, packetsRefused
            }) {
                counter.initLabelValues(mode.word());
            }
            for (String fault : FaultPolicy.labels()) {
                registrationFailures.initLabelValues(mode.word(), fault);
                refused.initLabelValues(mode.word(), fault);
            }
        }
        reloads.initLabelValues("done");
        reloads.initLabelValues("refused");
        this.status = status;
        this.gauges = new Gauges(registry, status.get());
        gauges.register(version);
        ProcessMetrics.builder().register(registry);
        JvmMemoryMetrics.builder().register(registry);
        JvmThreadsMetrics.builder().register(registry);
        JvmGarbageCollectorMetrics.builder().register(registry);
    }

    private Counter counter(String name, String help, String... labels) {
        return Counter.builder().name(name).help(help).labelNames(labels).register(registry);
    }

    private Histogram histogram(String name, String help, double... bounds) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .labelNames(MODE)
                .classicOnly()
                .classicUpperBounds(bounds)
                .register(registry);
    }

    /** All metrics, those that tell what is now by one and the same status. */
    synchronized MetricSnapshots scrape() {
        gauges.shown = status.get();
        return registry.scrape();
    }

    @Override
    public void accept(Event event) {
        events.labelValues(event.id(), event.severity().word()).inc();
        if (event instanceof PortEvent port) {
            port(port);
        } else if (event instanceof CallReport call) {
            call(
                    call,
                    modes.getOrDefault(call.device(), SecurityMode.NON_SECURE).word());
        } else if (event instanceof MessageEvent message) {
            message(message);
        } else if (event instanceof LampEvent.Switched) {
            switched.inc();
        } else if (event instanceof LampEvent.NotSwitched) {
            notSwitched.inc();
        } else if (event instanceof TrustEvent.CtlRefused || event instanceof TrustEvent.CtlQuarantined) {
            ctlRefused.inc();
        } else if (event instanceof DaemonEvent.Reloaded) {
            reloads.labelValues("done").inc();
        } else if (event instanceof DaemonEvent.ReloadRefused) {
            reloads.labelValues("refused").inc();
        } else if (event instanceof DaemonEvent.Internal) {
            internalErrors.inc();
        }
    }

    private void port(PortEvent event) {
        if (event instanceof PortEvent.Registered registered) {
            modes.put(registered.device(), registered.mode());
            registrations.labelValues(registered.mode().word()).inc();
        } else if (event instanceof PortEvent.Unregistered unregistered) {
            registrationFailures
                    .labelValues(unregistered.mode().word(), FaultPolicy.label(unregistered.fault()))
                    .inc();
        } else if (event instanceof PortEvent.TriedAgain again) {
            registrationFailures
                    .labelValues(again.mode().word(), FaultPolicy.label(again.fault()))
                    .inc();
        }
    }

    private void call(CallReport event, String mode) {
        if (event instanceof CallReport.Offered) {
            offered.labelValues(mode).inc();
        } else if (event instanceof CallReport.Answered) {
            answered.labelValues(mode).inc();
        } else if (event instanceof CallReport.Placed) {
            placed.labelValues(mode).inc();
        } else if (event instanceof CallReport.Refused no) {
            refused.labelValues(mode, FaultPolicy.label(no.fault())).inc();
        } else if (event instanceof CallReport.MediaInClear) {
            inClear.labelValues(mode).inc();
        } else if (event instanceof CallReport.Ended end) {
            ended(end, end.mode().word());
        }
    }

    private void ended(CallReport.Ended end, String mode) {
        ended.labelValues(mode, word(end.receive()), word(end.transmit())).inc();
        duration.labelValues(mode).observe(end.durationMillis() / 1e3);
        received.labelValues(mode).inc(end.packetsReceived());
        sent.labelValues(mode).inc(end.packetsSent());
        lost.labelValues(mode).inc(Math.max(0, end.packetsLost()));
        late.labelValues(mode).inc(end.quality().late());
        packetsRefused.labelValues(mode).inc(end.packetsRefused());
        if (end.packetsReceived() > 0) {
            jitter.labelValues(mode).observe(end.quality().jitterMillis() / 1e3);
        }
    }

    private void message(MessageEvent event) {
        if (event instanceof MessageEvent.Stored) {
            stored.inc();
        } else if (event instanceof MessageEvent.Discarded) {
            discarded.inc();
        } else if (event instanceof MessageEvent.Failed) {
            failed.inc();
        } else if (event instanceof MessageEvent.Incomplete) {
            incomplete.inc();
        }
    }

    /** The words of the labels {@code receive} and {@code transmit}. */
    private static String word(MediaProtection protection) {
        return protection.encrypted() ? "srtp" : protection == MediaProtection.RTP ? "rtp" : "none";
    }

    /** What is now. */
    private static final class Gauges {
        private final PrometheusRegistry registry;
        /** What the scrape that is under way shows. */
        private volatile Status shown;

        Gauges(PrometheusRegistry registry, Status shown) {
            this.registry = registry;
            this.shown = shown;
        }

        void register(String version) {
            Info.builder()
                    .name("voiceportd_build")
                    .help("1, with the version")
                    .labelNames("version")
                    .register(registry)
                    .setLabelValues(version);
            gauge(
                    "voiceportd_ready",
                    "1 if the daemon should be sent calls",
                    gauge -> gauge.call(bit(now().isReady())));
            gauge(
                    "voiceportd_port_registered",
                    "1 for each configured port that is registered",
                    gauge -> now().ports().stream()
                            .filter(port -> port.state() != Status.PortState.LEAVING)
                            .forEach(port -> gauge.call(
                                    bit(port.link().isPresent()),
                                    port.name().value(),
                                    port.setup().mode().word())),
                    "port",
                    MODE);
            gauge("voiceportd_ports", "Ports in each state", this::ports, MODE, "state");
            gauge(
                    "voiceportd_call_manager_ports",
                    "Ports registered with each call manager",
                    this::callManagers,
                    "call_manager");
            gauge("voiceportd_calls", "Calls in progress", this::calls, MODE);
            gauge(
                    "voiceportd_certificate_expiry_timestamp_seconds",
                    "When the certificate of a port ends",
                    gauge -> now().setup()
                            .ports()
                            .forEach(port -> port.certificate()
                                    .ifPresent(certificate -> gauge.call(
                                            (double) certificate.validUntil().getEpochSecond(),
                                            port.name().value()))),
                    "port");
            gauge(
                    "voiceportd_ctl_in_force",
                    "1 if a certificate trust list is in force",
                    gauge -> gauge.call(bit(now().setup().ctl().isPresent())));
            gauge(
                    "voiceportd_store_free_bytes",
                    "Free space for messages",
                    gauge -> now().setup().store().ifPresent(store -> gauge.call((double) store.freeBytes())));
            gauge(
                    "voiceportd_store_short",
                    "1 if there is too little space for new messages",
                    gauge -> gauge.call(bit(now().storeShort())));
        }

        private void gauge(String name, String help, Consumer<GaugeWithCallback.Callback> value, String... labels) {
            GaugeWithCallback.builder()
                    .name(name)
                    .help(help)
                    .labelNames(labels)
                    .callback(value)
                    .register(registry);
        }

        private Status now() {
            return shown;
        }

        private static double bit(boolean value) {
            return value ? 1 : 0;
        }

        private void ports(GaugeWithCallback.Callback gauge) {
            Map<SecurityMode, Map<Status.PortState, Integer>> counts = new EnumMap<>(SecurityMode.class);
            for (Status.Port port : now().ports()) {
                counts.computeIfAbsent(port.setup().mode(), any -> new EnumMap<>(Status.PortState.class))
                        .merge(port.state(), 1, Integer::sum);
            }
            for (SecurityMode mode : SecurityMode.values()) {
                for (Status.PortState state : Status.PortState.values()) {
                    gauge.call(
                            counts.getOrDefault(mode, Map.of()).getOrDefault(state, 0),
                            mode.word(),
                            Status.word(state));
                }
            }
        }

        private void callManagers(GaugeWithCallback.Callback gauge) {
            Status now = now();
            // In a lab, several have one address.
            Map<String, Long> counts = new LinkedHashMap<>();
            now.setup().callManagers().forEach(each -> counts.merge(each.address(), now.registered(each), Long::sum));
            counts.forEach((address, ports) -> gauge.call((double) ports, address));
        }

        private void calls(GaugeWithCallback.Callback gauge) {
            Status now = now();
            Map<DeviceName, SecurityMode> modes = new HashMap<>();
            now.ports().forEach(port -> modes.put(port.name(), port.setup().mode()));
            Map<SecurityMode, Integer> counts = new EnumMap<>(SecurityMode.class);
            now.calls()
                    .forEach(call ->
                            counts.merge(modes.getOrDefault(call.port(), SecurityMode.NON_SECURE), 1, Integer::sum));
            for (SecurityMode mode : SecurityMode.values()) {
                gauge.call(counts.getOrDefault(mode, 0), mode.word());
            }
        }
    }
}
