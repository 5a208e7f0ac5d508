package org.voiceport.daemon;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.DeviceName;
import org.voiceport.event.EventSink;
import org.voiceport.event.Fault;
import org.voiceport.event.PortEvent;
import org.voiceport.port.Port;
import org.voiceport.trust.TlsClient;

/**
 * The ports that were set going, and what they are to follow: the ports of the configuration and the trust material. Guarded
 * by the daemon whose ports they are.
 */
final class RunningPorts {
    private final PortMaker maker;
    private final LampLines lampLines;
    private final Consumer<RunningPort> gone;
    private final EventSink events;
    private final Map<DeviceName, RunningPort> ports = new LinkedHashMap<>();
    /** Which of them leave when they have no call. */
    private final Set<DeviceName> retiring = new HashSet<>();
    /** The last that could be used by each configured port, in the mode that it is configured for. */
    private final Map<DeviceName, TlsClient> lastUsable = new HashMap<>();
    /** The ports of the configuration. */
    private Map<DeviceName, Reload.Configured> configured;

    private TrustMaterial material;

    /**
     * None yet.
     *
     * @param gone hears, on its loop or at once, of a port that was to leave and has left
     */
    RunningPorts(
            Map<DeviceName, Reload.Configured> configured,
            TrustMaterial material,
            PortMaker maker,
            LampLines lampLines,
            Consumer<RunningPort> gone,
            EventSink events) {
        this.configured = configured;
        this.material = material;
        this.maker = maker;
        this.lampLines = lampLines;
        this.gone = gone;
        this.events = events;
    }

    /** Starts every port that can start; the others are reported as offline. */
    void begin() {
        remember(material);
        List<Port> starting = new ArrayList<>();
        for (Reload.Configured each : configured.values()) {
            Fault fault = material.offline().get(each.port().name());
            if (fault != null) {
                offline(each, fault);
            } else {
                starting.add(add(each, material.clients().get(each.port().name())));
            }
        }
        starting.forEach(Port::start);
    }

    /** From now on these are configured; nothing changes before {@link #use}. */
    void configure(Map<DeviceName, Reload.Configured> next) {
        configured = next;
    }

    /**
     * Ports whose material is new register anew, those that can start now do, those without new material stay; those that
     * are configured otherwise by now, or no more, leave when they have no call.
     */
    void use(TrustMaterial next) {
        Renewals renewals = new Renewals(material, next);
        material = next;
        remember(next);
        for (RunningPort running : List.copyOf(ports.values())) {
            if (!retiring.contains(running.name()) && !isConfigured(running)) {
                retire(running);
            }
        }
        for (Reload.Configured each : configured.values()) {
            DaemonConfig.Port port = each.port();
            RunningPort running = ports.get(port.name());
            TlsClient client = next.clients().get(port.name());
            boolean started = running == null && startIfUsable(each, client);
            if (running != null && retiring.contains(port.name())) {
                if (client == null && lastUsable.containsKey(port.name())) {
                    renewals.unusable(port, true);
                }
            } else if (!started) {
                renew(port, running, client, renewals);
            }
        }
        renewals.events().forEach(events::accept);
    }

    /** What ports can use from now on, they may also come back with when its files are spoilt by then. */
    private void remember(TrustMaterial usable) {
        lastUsable.putAll(usable.clients());
        lastUsable.entrySet().removeIf(each -> {
            Reload.Configured by = configured.get(each.getKey());
            return by == null || by.port().securityMode() != each.getValue().mode();
        });
    }

    /** Sets a port going, unless it needs TLS and there is none. */
    private boolean startIfUsable(Reload.Configured port, @Nullable TlsClient client) {
        boolean usable = client != null || !port.port().securityMode().secure();
        if (usable) {
            add(port, client).start();
        }
        return usable;
    }

    private Port add(Reload.Configured port, @Nullable TlsClient client) {
        RunningPort made = maker.make(port, client);
        ports.put(made.name(), made);
        if (port.port().roles().contains(DaemonConfig.Role.MWI)) {
            lampLines.add(made.name(), made.port());
        }
        return made.port();
    }

    private static void renew(
            DaemonConfig.Port port, @Nullable RunningPort running, @Nullable TlsClient client, Renewals renewals) {
        AtomicReference<TlsClient> tls = running == null ? null : running.tls();
        if (running == null || client == null || tls == null) {
            if (port.securityMode().secure()) {
                renewals.unusable(port, running != null);
            }
            return;
        }
        TlsClient before = tls.getAndSet(client);
        if (!client.sameAs(before)) {
            renewals.renewed(port.name(), before, client);
            running.port().renew();
        }
    }

    private boolean isConfigured(RunningPort running) {
        Reload.Configured by = configured.get(running.name());
        return by != null && by.setup().equals(running.setup());
    }

    private void retire(RunningPort running) {
        retiring.add(running.name());
        lampLines.remove(running.port());
        var unused = running.port().retire().thenRun(() -> gone.accept(running));
    }

    /** A port has left, and nothing comes in its place. */
    void remove(RunningPort running) {
        ports.remove(running.name());
        retiring.remove(running.name());
    }

    /**
     * What is configured by now under the name of a port that has left comes in its place: with the trust material that was
     * accepted last, if what is on disk can't be used, as it would go on with that too if it hadn't left.
     */
    void replace(RunningPort left) {
        DeviceName name = left.name();
        Reload.Configured next = configured.get(name);
        TlsClient client = material.clients().get(name);
        if (next == null || startIfUsable(next, client == null ? lastUsable.get(name) : client)) {
            return;
        }
        Fault fault = material.offline().get(name);
        if (fault != null) {
            offline(next, fault);
        }
    }

    private void offline(Reload.Configured port, Fault fault) {
        events.accept(new PortEvent.Offline(port.port().name(), port.port().securityMode(), fault));
    }

    /** What secure ports prove themselves with and whom they trust. */
    TrustMaterial material() {
        return material;
    }

    int count() {
        return ports.size();
    }

    Set<DeviceName> names() {
        return Set.copyOf(ports.keySet());
    }

    /** Those of {@code busy} that leave, and haven't yet as they have a call. */
    List<String> waiting(Set<DeviceName> busy) {
        return ports.keySet().stream()
                .filter(port -> retiring.contains(port) && busy.contains(port))
                .map(DeviceName::value)
                .toList();
    }

    /** Has all leave when they have no call; done when each has. */
    List<CompletableFuture<Void>> retireAll() {
        return all().stream().map(Port::retire).toList();
    }

    List<Port> all() {
        return ports.values().stream().map(RunningPort::port).toList();
    }
}
