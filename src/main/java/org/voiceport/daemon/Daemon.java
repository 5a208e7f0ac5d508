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
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.voiceport.config.ConfigError;
import org.voiceport.config.ConfigReader;
import org.voiceport.config.ConfigResult;
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
import org.voiceport.messaging.Voicemail;
import org.voiceport.net.DialPace;
import org.voiceport.net.EventLoops;
import org.voiceport.net.LoopTimers;
import org.voiceport.net.NettyDialer;
import org.voiceport.observe.LogDetail;
import org.voiceport.port.CallHandler;
import org.voiceport.port.Port;
import org.voiceport.port.PortSettings;
import org.voiceport.srtp.SrtpEngine;
import org.voiceport.trust.TlsClient;

/** The running daemon: the ports of a configuration, their media and the messaging application. */
final class Daemon {
    private static final int MOST_LOOPS = 8;

    private static final DaemonControl.Answer ENDING =
            DaemonControl.Answer.refused("the daemon is about to end; what is changed now counts from its next start");

    private final EventSink sink;
    private final EventSink events;
    private final EventLoops loops;
    private final Map<EventLoop, UdpMediaEngine> media = new ConcurrentHashMap<>();
    private final UdpPorts udpPorts;
    private final ExecutorService callThreads;
    private final UnaryOperator<CallHandler> handler;
    private final LampLines lampLines;
    private final OpenCalls openCalls = new OpenCalls();
    private final LogDetail detail;
    /** Taken by whoever reloads, for as long as that takes. */
    private final Object reloading = new Object();
    /** Guarded by this, as all below is; what is volatile is read by others too. */
    private final Map<DeviceName, RunningPort> ports = new LinkedHashMap<>();

    private final Map<EventLoop, DialPace> paces = new HashMap<>();
    private volatile DaemonConfig config;
    private volatile Application application;
    private volatile CallHandler calls;
    private volatile TrustKeeper keeper;
    private TrustMaterial material;
    /** The ports of the configuration. */
    private Map<DeviceName, Reload.Configured> configured;
    /** The last that could be used by each configured port, in the mode that it is configured for. */
    private final Map<DeviceName, TlsClient> lastUsable = new HashMap<>();
    /** Which take no new calls, but may still have some. */
    private final List<Voicemail> former = new ArrayList<>();

    private boolean draining;
    private @Nullable CompletableFuture<Boolean> stopped;

    /** A port that was set going. */
    private static final class RunningPort {
        private final Port port;
        private final Reload.Setup setup;
        /** What it proves itself with and whom it trusts at its next connection; null for a non-secure port. */
        private final @Nullable AtomicReference<TlsClient> tls;
        /** True if it leaves when it has no call. */
        private boolean retiring;

        private RunningPort(Port port, Reload.Setup setup, @Nullable AtomicReference<TlsClient> tls) {
            this.port = port;
            this.setup = setup;
            this.tls = tls;
        }
    }

    private Daemon(
            DaemonConfig config,
            TrustMaterial trust,
            EventSink sink,
            EventLoops loops,
            ExecutorService callThreads,
            Application application,
            UnaryOperator<CallHandler> handler,
            LampLines lampLines,
            LogDetail detail) {
        this.config = config;
        this.configured = Reload.configured(config);
        this.material = trust;
        this.sink = sink;
        this.keeper = keeperOf(config, trust);
        this.events = event -> {
            sink.accept(event);
            keeper.heard(event);
        };
        this.loops = loops;
        this.callThreads = callThreads;
        this.application = application;
        this.handler = handler;
        this.calls = handler.apply(application.voicemail());
        this.lampLines = lampLines;
        this.detail = detail;
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
        Daemon daemon = prepared(config, trust, events, handler, new LogDetail());
        daemon.begin();
        return daemon;
    }

    /**
     * A daemon that hasn't begun: its first port starts with {@link #begin}. Whoever has it can {@link #stop} it.
     *
     * @param detail tells of which ports a line for every message is wanted
     */
    static Daemon prepared(DaemonConfig config, TrustMaterial trust, EventSink events, LogDetail detail)
            throws IOException {
        return prepared(config, trust, events, voicemail -> voicemail, detail);
    }

    private static Daemon prepared(
            DaemonConfig config,
            TrustMaterial trust,
            EventSink events,
            UnaryOperator<CallHandler> handler,
            LogDetail detail)
            throws IOException {
        trust.events().forEach(events::accept);
        NotServed.in(config).forEach(events::accept);
        ExecutorService callThreads = CallThreads.upTo(scripts(config));
        LampLines lampLines = new LampLines();
        Application application = Application.of(config, events, callThreads, lampLines);
        // A loop that no port is on has no thread.
        int threads = Math.min(MOST_LOOPS, Runtime.getRuntime().availableProcessors());
        return new Daemon(
                config, trust, events, EventLoops.start(threads), callThreads, application, handler, lampLines, detail);
    }

    /** The next call of a port may ring while the script of the last one still stores. */
    private static int scripts(DaemonConfig config) {
        return 4 * config.ports().size();
    }

    private TrustKeeper keeperOf(DaemonConfig of, TrustMaterial trust) {
        return new TrustKeeper(of, trust, sink, (keeper, next) -> use(keeper, next));
    }

    /** Starts every port that can start; nothing if the end has come first. */
    synchronized void begin() {
        if (isEnding()) {
            return;
        }
        remember(material);
        List<Port> starting = new ArrayList<>();
        for (Reload.Configured each : configured.values()) {
            DaemonConfig.Port port = each.port();
            Fault fault = material.offline().get(port.name());
            if (fault != null) {
                events.accept(new PortEvent.Offline(port.name(), port.securityMode(), fault));
            } else {
                starting.add(add(each, material.clients().get(port.name())));
            }
        }
        starting.forEach(Port::start);
        application.lamps().ifPresent(Lamps::start);
        application.keep();
        if (serves()) {
            events.accept(new DaemonEvent.Started(
                    Version.text(),
                    ports.size(),
                    config.ports().size(),
                    config.file().toString()));
            events.accept(new DaemonEvent.SrtpEngineChosen(SrtpEngine.chosen().words(), SrtpEngine.reason()));
            keeper.start();
        }
    }

    /**
     * Sets every message lamp anew; returns without waiting for it.
     *
     * @param lineRegistered true if a port that switches lamps is registered now
     */
    DaemonControl.Answer resyncLamps(boolean lineRegistered) {
        if (isEnding()) {
            return ENDING;
        }
        if (application.lamps().isEmpty()) {
            return DaemonControl.Answer.refused(
                    "no message lamps are configured; give 'mwi' with on and off, and a port the role mwi");
        }
        if (config.ports().stream().noneMatch(port -> port.roles().contains(DaemonConfig.Role.MWI))) {
            return DaemonControl.Answer.refused(
                    "no port has the role mwi, so no lamp can be switched; give one that role");
        }
        Lamps lamps = application.lamps().get();
        lamps.resync();
        return DaemonControl.Answer.done(
                lamps.count() + (lamps.count() == 1 ? " message lamp is" : " message lamps are")
                        + (lineRegistered
                                ? " being set anew"
                                : " to be set anew; no port with the role mwi is registered now, so it is done when one is")
                        + "; the log tells of each (MWI-001), and of those that can't be (MWI-002)");
    }

    /** True if at least one port was set going, or may be without anybody's doing. */
    synchronized boolean serves() {
        return !ports.isEmpty() || keeper.mayRecover();
    }

    private synchronized void use(TrustKeeper from, TrustMaterial next) {
        if (from == keeper) {
            use(next);
        }
    }

    /**
     * Ports whose material is new register anew, those that can start now do, those without new material stay; those that
     * are configured otherwise by now, or no more, leave when they have no call.
     */
    private synchronized void use(TrustMaterial next) {
        if (isEnding()) {
            return;
        }
        Renewals renewals = new Renewals(material, next);
        material = next;
        remember(next);
        for (RunningPort running : List.copyOf(ports.values())) {
            if (!running.retiring && !isConfigured(running)) {
                retire(running);
            }
        }
        for (Reload.Configured each : configured.values()) {
            DaemonConfig.Port port = each.port();
            RunningPort running = ports.get(port.name());
            TlsClient client = next.clients().get(port.name());
            boolean started = running == null && startIfUsable(each, client);
            if (running != null && running.retiring) {
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

    private static void renew(
            DaemonConfig.Port port, @Nullable RunningPort running, @Nullable TlsClient client, Renewals renewals) {
        AtomicReference<TlsClient> tls = running == null ? null : running.tls;
        if (running == null || client == null || tls == null) {
            if (port.securityMode().secure()) {
                renewals.unusable(port, running != null);
            }
            return;
        }
        TlsClient before = tls.getAndSet(client);
        if (!client.sameAs(before)) {
            renewals.renewed(port.name(), before, client);
            running.port.renew();
        }
    }

    private boolean isConfigured(RunningPort running) {
        Reload.Configured by = configured.get(running.setup.settings().device());
        return by != null && by.setup().equals(running.setup);
    }

    private void retire(RunningPort running) {
        running.retiring = true;
        lampLines.remove(running.port);
        var unused = running.port.retire().thenRun(() -> gone(running));
    }

    /**
     * A port has left. What is configured by now under its name comes in its place: with the trust material that was
     * accepted last, if what is on disk can't be used, as it would go on with that too if it hadn't left.
     */
    private synchronized void gone(RunningPort running) {
        DeviceName name = running.setup.settings().device();
        ports.remove(name);
        Reload.Configured next = configured.get(name);
        TlsClient client = material.clients().get(name);
        if (isEnding() || next == null || startIfUsable(next, client == null ? lastUsable.get(name) : client)) {
            return;
        }
        Fault fault = material.offline().get(name);
        if (fault != null) {
            events.accept(new PortEvent.Offline(name, next.port().securityMode(), fault));
        }
    }

    /**
     * Puts the configuration in force that its file holds by now, or changes nothing. Ports that are as before aren't
     * touched; others change when they have no call. Reads files; blocks.
     *
     * @return what has changed, in a line; or why it can't be in force, a line each
     */
    Reload.Outcome reload() {
        synchronized (reloading) {
            return reload(config);
        }
    }

    private Reload.Outcome reload(DaemonConfig before) {
        if (isEnding()) {
            return new Reload.Outcome(ENDING, FileStamps.NONE);
        }
        ConfigResult read = ConfigReader.read(before.file());
        if (read instanceof ConfigResult.Invalid invalid) {
            return refused(
                    before,
                    invalid.errors().stream().map(ConfigError::toString).toList(),
                    FileStamps.of(invalid.files()));
        }
        DaemonConfig next = ((ConfigResult.Valid) read).config();
        Reload reload = new Reload(before, next);
        Optional<String> fixed = reload.needsRestart();
        if (fixed.isPresent()) {
            String todo = "restart the daemon, or take the change back";
            return refused(before, List.of(fixed.get()), todo, FileStamps.NONE);
        }
        return reload(reload);
    }

    private Reload.Outcome reload(Reload reload) {
        DaemonConfig next = reload.next();
        TrustMaterial known;
        Set<DeviceName> atWork;
        synchronized (this) {
            known = material;
            atWork = Set.copyOf(ports.keySet());
        }
        FileStamps sounds = FileStamps.of(Reloader.files(next));
        TrustMaterial loaded = known.reload(next, false);
        List<String> errors = reload.unusable(known, loaded, atWork);
        if (errors.isEmpty()) {
            try {
                Application application = this.application.next(reload.before(), next, events, callThreads, lampLines);
                // The same again, but that a CTL is remembered that is in force from now on. Files may be others by
                // now.
                loaded = known.reload(next, true);
                errors = reload.unusable(known, loaded, atWork);
                if (errors.isEmpty()) {
                    return new Reload.Outcome(apply(reload, loaded, application), FileStamps.NONE);
                }
            } catch (IOException e) {
                errors = List.of(next.file() + ": " + FileTrouble.words(e));
            }
        }
        FileStamps needed = sounds.and(loaded.stamps()).among(reload.files(loaded));
        return refused(reload.before(), errors, needed);
    }

    private Reload.Outcome refused(DaemonConfig running, List<String> errors, FileStamps needed) {
        String todo = "'voiceportd check -c " + running.file() + "' tells all; correct them and reload";
        return refused(running, errors, todo, needed);
    }

    private Reload.Outcome refused(DaemonConfig running, List<String> errors, String todo, FileStamps needed) {
        events.accept(new DaemonEvent.ReloadRefused(running.file().toString(), errors.size(), errors.get(0), todo));
        return new Reload.Outcome(new DaemonControl.Answer(false, errors), needed);
    }

    private DaemonControl.Answer apply(Reload reload, TrustMaterial loaded, Application nextApplication) {
        DaemonConfig next = reload.next();
        Map<DeviceName, Reload.Configured> nextPorts = Reload.configured(next);
        DaemonEvent.Reloaded told = reload.event(nextPorts);
        Optional<Lamps> formerLamps = application.lamps();
        synchronized (this) {
            if (isEnding()) {
                return ENDING;
            }
            events.accept(told);
            NotServed.in(next).stream()
                    .filter(event -> !NotServed.in(reload.before()).contains(event))
                    .forEach(events::accept);
            loaded.news(material.events()).forEach(events::accept);
            config = next;
            configured = nextPorts;
            CallThreads.grow(callThreads, scripts(next));
            former.removeIf(Voicemail::isIdle);
            former.add(application.voicemail());
            application = nextApplication;
            calls = handler.apply(nextApplication.voicemail());
            if (reload.sameTrust()) {
                // Nothing is fetched again, and no warning is repeated.
                use(loaded);
                keeper.follow(loaded);
            } else {
                keeper.close();
                keeper = keeperOf(next, loaded);
                use(loaded);
                keeper.start();
            }
        }
        if (!formerLamps.equals(nextApplication.lamps())) {
            formerLamps.ifPresent(Lamps::close);
            nextApplication.lamps().ifPresent(Lamps::start);
        }
        nextApplication.keep();
        List<String> waiting = waiting();
        return waiting.isEmpty()
                ? DaemonControl.Answer.done(told.text())
                : DaemonControl.Answer.done(
                        told.text(), "after the call that it has: port " + Words.shortened(waiting));
    }

    /** The ports that leave, and haven't yet as they have a call. */
    private synchronized List<String> waiting() {
        Set<DeviceName> busy = openCalls.ports();
        return ports.entrySet().stream()
                .filter(port -> port.getValue().retiring && busy.contains(port.getKey()))
                .map(port -> port.getKey().value())
                .toList();
    }

    private synchronized boolean isEnding() {
        return stopped != null || draining;
    }

    /** What is in force. */
    DaemonConfig config() {
        return config;
    }

    /** What secure ports prove themselves with and whom they trust. */
    synchronized TrustMaterial material() {
        return material;
    }

    /**
     * Takes no more calls, lets those that there are end, for as long as {@code limit}, then stops. A {@link #stop} that
     * comes meanwhile needn't wait.
     *
     * @return false if {@code stopLimit} cut something off, or a drain is under way already
     */
    boolean drain(Duration limit, Duration stopLimit) throws InterruptedException {
        List<CompletableFuture<Void>> left = new ArrayList<>();
        synchronized (this) {
            if (isEnding()) {
                return false;
            }
            draining = true;
            events.accept(new DaemonEvent.Draining(ports.size(), openCalls.count(), limit.toSeconds()));
            ports.values().forEach(running -> left.add(running.port.retire()));
        }
        keeper.close();
        application.lamps().ifPresent(Lamps::close);
        String reason = "drained";
        try {
            CompletableFuture.allOf(left.toArray(CompletableFuture<?>[]::new))
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            reason = "the limit of the drain has passed";
        } catch (ExecutionException failure) {
            events.accept(new DaemonEvent.Internal("drain", String.valueOf(failure.getCause())));
        }
        return stop(reason, stopLimit);
    }

    private Port add(Reload.Configured configured, @Nullable TlsClient client) {
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
                paces.computeIfAbsent(loop, any -> new DialPace(new LoopTimers(loop)))
                        .with(dialer),
                engine,
                call -> openCalls.offered(call, calls),
                loop,
                new LoopTimers(loop),
                events,
                new SplittableRandom(new SecureRandom().nextLong()));
        ports.put(port.name(), new RunningPort(made, setup, tls));
        if (port.roles().contains(DaemonConfig.Role.MWI)) {
            lampLines.add(port.name(), made);
        }
        return made;
    }

    /** The loops that ports are, or were, on; waits for nobody. */
    Set<EventLoop> loops() {
        return Set.copyOf(media.keySet());
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

    /**
     * Ends calls, unregisters ports, lets the voicemail store what it recorded, closes. Who comes second waits for the first.
     *
     * @return false if {@code limit} cut something off
     */
    boolean stop(String reason, Duration limit) throws InterruptedException {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        CompletableFuture<Boolean> first;
        List<Port> leaving;
        synchronized (this) {
            first = stopped;
            if (first == null) {
                stopped = done;
            }
            leaving = ports.values().stream().map(running -> running.port).toList();
        }
        try {
            if (first != null) {
                return first.get();
            }
            done.complete(stop(leaving, reason, limit));
            return done.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            done.complete(false);
        }
    }

    private boolean stop(List<Port> leaving, String reason, Duration limit) throws InterruptedException {
        events.accept(new DaemonEvent.Stopping(reason));
        long deadline = System.nanoTime() + limit.toNanos();
        keeper.close();
        application.keeper().close();
        application.lamps().ifPresent(Lamps::close);
        CompletableFuture<?>[] left = leaving.stream().map(Port::stop).toArray(CompletableFuture<?>[]::new);
        boolean clean = true;
        try {
            CompletableFuture.allOf(left).get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            clean = false;
        } catch (ExecutionException failure) {
            events.accept(new DaemonEvent.Internal("stop", String.valueOf(failure.getCause())));
            clean = false;
        }
        for (Voicemail each : voicemails()) {
            clean &= each.close(
                    Duration.ofNanos(Math.max(Duration.ofSeconds(1).toNanos(), deadline - System.nanoTime())));
        }
        callThreads.shutdown();
        loops.close();
        events.accept(new DaemonEvent.Stopped(clean));
        return clean;
    }

    private synchronized List<Voicemail> voicemails() {
        List<Voicemail> all = new ArrayList<>(former);
        all.add(application.voicemail());
        return all;
    }
}
