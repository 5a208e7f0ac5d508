package org.voiceport.daemon;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.DeviceName;
import org.voiceport.event.EventSink;
import org.voiceport.media.PacingError;
import org.voiceport.messaging.CallThreads;
import org.voiceport.messaging.Lamps;
import org.voiceport.messaging.Voicemail;
import org.voiceport.net.EventLoops;
import org.voiceport.observe.LogDetail;
import org.voiceport.port.CallHandler;
import org.voiceport.port.Port;
import org.voiceport.srtp.SrtpEngine;

/** The running daemon: the ports of a configuration, their media and the messaging application. */
final class Daemon {
    private static final int MOST_LOOPS = 8;

    static final DaemonControl.Answer ENDING =
            DaemonControl.Answer.refused("the daemon is about to end; what is changed now counts from its next start");

    private final EventSink sink;
    private final EventSink events;
    private final EventLoops loops;
    private final PortMaker maker;
    private final ExecutorService callThreads;
    private final UnaryOperator<CallHandler> handler;
    private final LampLines lampLines;
    private final OpenCalls openCalls = new OpenCalls();
    private final Reloading reloading;
    /** Guarded by this, as all below is; what is volatile is read by others too. */
    private final RunningPorts ports;

    private volatile DaemonConfig config;
    private volatile Application application;
    private volatile CallHandler calls;
    private volatile TrustKeeper keeper;
    /** Which take no new calls, but may still have some. */
    private final List<Voicemail> former = new ArrayList<>();

    private boolean draining;
    private @Nullable CompletableFuture<Boolean> stopped;

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
        this.maker = new PortMaker(config.media(), loops, call -> openCalls.offered(call, calls), detail, events);
        this.ports = new RunningPorts(Reload.configured(config), trust, maker, lampLines, this::gone, events);
        this.reloading = new Reloading(this, events);
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
        ports.begin();
        application.lamps().ifPresent(Lamps::start);
        application.keep();
        if (serves()) {
            events.accept(new DaemonEvent.Started(
                    Version.text(),
                    ports.count(),
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
        return ports.count() > 0 || keeper.mayRecover();
    }

    private synchronized void use(TrustKeeper from, TrustMaterial next) {
        if (from == keeper && !isEnding()) {
            ports.use(next);
        }
    }

    private synchronized void gone(RunningPort left) {
        ports.remove(left);
        if (!isEnding()) {
            ports.replace(left);
        }
    }

    /**
     * Puts the configuration in force that its file holds by now, or changes nothing. Ports that are as before aren't
     * touched; others change when they have no call. Reads files; blocks.
     *
     * @return what has changed, in a line; or why it can't be in force, a line each
     */
    Reload.Outcome reload() {
        return reloading.reload();
    }

    /** What another configuration is judged by: trust material and ports at work, of one moment. */
    record InForce(TrustMaterial material, Set<DeviceName> atWork) {}

    synchronized InForce inForce() {
        return new InForce(ports.material(), ports.names());
    }

    /**
     * What would take the calls of the next configuration.
     *
     * @throws IOException if the store or a greeting can't be used
     */
    Application application(Reload reload) throws IOException {
        return application.next(reload.before(), reload.next(), events, callThreads, lampLines);
    }

    /** Puts a configuration in force that was found usable, with what was loaded for it; refuses it only at the end. */
    DaemonControl.Answer apply(Reload reload, TrustMaterial loaded, Application nextApplication) {
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
            loaded.news(ports.material().events()).forEach(events::accept);
            config = next;
            ports.configure(nextPorts);
            CallThreads.grow(callThreads, scripts(next));
            former.removeIf(Voicemail::isIdle);
            former.add(application.voicemail());
            application = nextApplication;
            calls = handler.apply(nextApplication.voicemail());
            if (reload.sameTrust()) {
                // Nothing is fetched again, and no warning is repeated.
                ports.use(loaded);
                keeper.follow(loaded);
            } else {
                keeper.close();
                keeper = keeperOf(next, loaded);
                ports.use(loaded);
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

    private synchronized List<String> waiting() {
        return ports.waiting(openCalls.ports());
    }

    /** True from the moment on in which a drain or a stop begins. */
    synchronized boolean isEnding() {
        return stopped != null || draining;
    }

    /** What is in force. */
    DaemonConfig config() {
        return config;
    }

    /** Room where the messages are, some seconds ago; empty if it isn't known. */
    OptionalLong freeBytes() {
        return application.store().space().freeBytes();
    }

    /** What secure ports prove themselves with and whom they trust. */
    synchronized TrustMaterial material() {
        return ports.material();
    }

    /**
     * Takes no more calls, lets those that there are end, for as long as {@code limit}, then stops. A {@link #stop} that
     * comes meanwhile needn't wait.
     *
     * @return false if {@code stopLimit} cut something off, or a drain is under way already
     */
    boolean drain(Duration limit, Duration stopLimit) throws InterruptedException {
        List<CompletableFuture<Void>> left;
        synchronized (this) {
            if (isEnding()) {
                return false;
            }
            draining = true;
            events.accept(new DaemonEvent.Draining(ports.count(), openCalls.count(), limit.toSeconds()));
            left = ports.retireAll();
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

    /** The loops that ports are, or were, on; waits for nobody. */
    Set<EventLoop> loops() {
        return maker.loops();
    }

    /**
     * How late media packets were sent, by all loops together; waits for each.
     *
     * @throws IllegalStateException if the loops have ended
     */
    PacingError.Counts pacing() throws InterruptedException {
        return maker.pacing();
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
            leaving = ports.all();
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
