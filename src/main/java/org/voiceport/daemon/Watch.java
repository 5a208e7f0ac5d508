package org.voiceport.daemon;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.Event;
import org.voiceport.event.EventSink;
import org.voiceport.event.TrustEvent;
import org.voiceport.observe.Board;
import org.voiceport.observe.Metrics;
import org.voiceport.observe.Setup;
import org.voiceport.observe.Status;
import org.voiceport.trust.Fingerprint;
import org.voiceport.trust.TlsClient;

/**
 * Where all events of a running daemon go: to its log, to the board from which its status is told, and to its metrics. Any
 * thread may tell and ask.
 */
final class Watch implements EventSink, Supplier<Status> {
    private final EventSink log;
    private final Board board = new Board(Version.text(), InstantSource.system());
    private final LateSink<Metrics> metrics = new LateSink<>(() -> new Metrics(Version.text(), this));
    private volatile boolean counting = true;
    private final AtomicReference<@Nullable DaemonConfig> first = new AtomicReference<>();
    private final AtomicReference<@Nullable Daemon> daemon = new AtomicReference<>();

    Watch(EventSink log) {
        this.log = log;
    }

    /** The configuration that is shown until the daemon runs; it decides whether anything is counted. */
    void starts(DaemonConfig config) {
        first.set(config);
        counting = config.observe().http().isPresent();
    }

    /** From now on it is this daemon's configuration and trust material that are shown. */
    void runs(Daemon daemon) {
        this.daemon.set(daemon);
    }

    Supplier<Metrics> metrics() {
        return metrics;
    }

    @Override
    public void accept(Event event) {
        log.accept(event);
        board.accept(event);
        if (counting) {
            metrics.accept(event);
        }
    }

    @Override
    public Status get() {
        return board.status(setup());
    }

    private Setup setup() {
        Daemon now = daemon.get();
        if (now != null) {
            return setup(now.config(), Optional.of(now.material()), now.freeBytes());
        }
        DaemonConfig config = first.get();
        return config == null ? Setup.UNKNOWN : setup(config, Optional.empty(), OptionalLong.empty());
    }

    private static Setup setup(DaemonConfig config, Optional<TrustMaterial> material, OptionalLong freeBytes) {
        List<Setup.Port> ports = new ArrayList<>();
        config.ports().forEach(port -> ports.add(port(port, material)));
        return new Setup(
                config.file().toString(),
                ports,
                callManagers(config),
                material.flatMap(Watch::ctl),
                material.map(Watch::weakened).orElse(List.of()),
                freeBytes.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Setup.Store(
                                config.messaging().voicemail().store().toString(), freeBytes.getAsLong())));
    }

    private static Setup.Port port(DaemonConfig.Port port, Optional<TrustMaterial> material) {
        return new Setup.Port(
                port.name(),
                port.securityMode(),
                port.roles().stream().map(DaemonConfig.Role::word).toList(),
                port.callManagers().stream()
                        .map(DaemonConfig.CallManager::address)
                        .toList(),
                material.flatMap(known -> Optional.ofNullable(known.clients().get(port.name())))
                        .map(TlsClient::certificate)
                        .map(certificate -> new Setup.Certificate(
                                Fingerprint.sha256(certificate),
                                certificate.getNotAfter().toInstant())));
    }

    /** In the order of preference of most ports, then those that only some ports have. */
    private static List<Setup.CallManager> callManagers(DaemonConfig config) {
        Set<DaemonConfig.CallManager> all = new LinkedHashSet<>(config.callManagers());
        config.ports().forEach(port -> all.addAll(port.callManagers()));
        return all.stream()
                .map(server -> new Setup.CallManager(server.address(), server.port(), server.securePort()))
                .toList();
    }

    private static Optional<Setup.Ctl> ctl(TrustMaterial material) {
        return material.events().stream()
                .filter(TrustEvent.CtlInForce.class::isInstance)
                .map(TrustEvent.CtlInForce.class::cast)
                .map(ctl -> new Setup.Ctl(ctl.file(), ctl.sha256(), ctl.signer(), ctl.callManagers(), ctl.because()))
                .findFirst();
    }

    private static List<Setup.Weakened> weakened(TrustMaterial material) {
        return material.events().stream()
                .filter(TrustEvent.Weakened.class::isInstance)
                .map(TrustEvent.Weakened.class::cast)
                .map(weakened -> new Setup.Weakened(weakened.setting(), weakened.effect()))
                .toList();
    }
}
