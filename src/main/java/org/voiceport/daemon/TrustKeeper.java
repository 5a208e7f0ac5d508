package org.voiceport.daemon;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.Event;
import org.voiceport.event.EventSink;
import org.voiceport.event.Fault;
import org.voiceport.event.PortEvent;
import org.voiceport.event.TrustEvent;
import org.voiceport.trust.ExpiryWatch;

/**
 * Keeps the trust material of a running daemon up to date, so that no renewal needs a restart: fetches the CTL at the
 * start, every {@code trust.refreshEvery}, and when a port says that a new one would help; notices files that changed
 * (a CTL that was accepted, a certificate that was renewed); warns of certificates that end. A thread of its own fetches,
 * as that may take long, and another one does the rest; both may block.
 */
final class TrustKeeper implements AutoCloseable {
    /** A changed file is put to use when it has stayed the same from one look to the next. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    /**
     * Files looked at in one go. A thousand of them take longer than a packet may be late, and the calls may have to share
     * the processor with whoever looks.
     */
    private static final int FILES_AT_ONCE = 32;

    private static final Duration BREATH = Duration.ofMillis(10);

    private static final Duration DAY = Duration.ofDays(1);

    private final DaemonConfig config;
    private final EventSink events;
    private final BiConsumer<TrustKeeper, TrustMaterial> use;
    private final Optional<CtlRefresh> refresh;
    private final RefreshPace pace = new RefreshPace();
    private final ExpiryWatch expiry = new ExpiryWatch();
    private final ScheduledExecutorService keeping = thread("voiceport-trust");
    private final ScheduledExecutorService fetching = thread("voiceport-ctl");

    /** Of the keeping thread, as {@link #seen} is. */
    private TrustMaterial material;

    private FileStamps seen;
    /** Of the fetching thread: a retrieval was asked for and is to come. */
    private boolean asked;

    /**
     * A keeper that does nothing yet.
     *
     * @param material what is in use
     * @param use gets this and what is to be used from now on
     */
    TrustKeeper(
            DaemonConfig config, TrustMaterial material, EventSink events, BiConsumer<TrustKeeper, TrustMaterial> use) {
        this.config = config;
        this.events = events;
        this.use = use;
        this.refresh = CtlRefresh.of(config, events);
        this.material = material;
        this.seen = material.stamps();
    }

    /**
     * The material to start with. If there is no CTL yet but a server that may have one, it is fetched first, unless there
     * are ports that needn't wait for it: then those that do come when it does.
     *
     * @param events hears what is decided of it
     */
    static TrustMaterial first(DaemonConfig config, EventSink events) {
        boolean missing = config.trust()
                .ctlFile()
                .map(file -> !FileStamps.Stamp.of(file).there())
                .orElse(false);
        if (missing
                && config.ports().stream().allMatch(port -> port.securityMode().secure())) {
            CtlRefresh.of(config, events).ifPresent(CtlRefresh::run);
        }
        return TrustMaterial.load(config, true);
    }

    /** Begins. */
    void start() {
        later(LOOK_EVERY, this::look);
        every(keeping, Duration.ZERO, DAY, this::warn);
        if (refresh.isPresent()) {
            every(fetching, Duration.ZERO, config.trust().refreshEvery(), this::fetch);
        }
    }

    /** Keeps this from now on, which was loaded for a configuration with the same trust. */
    void follow(TrustMaterial loaded) {
        run(keeping, () -> {
            material = loaded;
            seen = loaded.stamps();
            warn();
        });
    }

    /** True if ports that are offline may come into service without anybody's doing. */
    boolean mayRecover() {
        return refresh.isPresent();
    }

    /** Looks whether {@code event} is a reason to fetch the CTL. For any thread. */
    void heard(Event event) {
        boolean mistrust = event instanceof PortEvent.Unregistered lost && lost.fault() instanceof Fault.Untrusted;
        if (refresh.isPresent() && (mistrust || event instanceof PortEvent.ResetAsked)) {
            run(fetching, this::ask);
        }
    }

    private void ask() {
        if (!asked) {
            asked = true;
            Duration delay = pace.delay(System.nanoTime());
            var unused = fetching.schedule(() -> guarded(this::fetchAsked), delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void fetchAsked() {
        asked = false;
        boolean news = fetch();
        pace.done(System.nanoTime(), news);
    }

    private boolean fetch() {
        Optional<TrustEvent> accepted = refresh.orElseThrow().run();
        accepted.ifPresent(told -> run(keeping, () -> reload(List.of(told))));
        return accepted.isPresent();
    }

    private void look() {
        look(new ArrayDeque<>(TrustMaterial.files(config)), new HashMap<>());
    }

    /** Looks at some of the files that are left, then lets others have the processor. */
    private void look(Deque<Path> left, Map<Path, FileStamps.Stamp> found) {
        for (int i = 0; i < FILES_AT_ONCE && !left.isEmpty(); i++) {
            Path file = left.removeFirst();
            found.put(file, FileStamps.Stamp.of(file));
        }
        if (left.isEmpty()) {
            // First, so that what fails now doesn't end it.
            later(LOOK_EVERY, this::look);
            looked(new FileStamps(found));
        } else {
            later(BREATH, () -> look(left, found));
        }
    }

    private void later(Duration delay, Runnable task) {
        try {
            var unused = keeping.schedule(() -> guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The daemon is stopping.
            return;
        }
    }

    private void looked(FileStamps now) {
        boolean settled = now.equals(seen);
        seen = now;
        if (settled && !now.equals(material.stamps())) {
            reload(List.of());
        }
    }

    /** Puts to use what is on disk; {@code told} is what was told of it already. */
    private void reload(List<TrustEvent> told) {
        List<Event> known = new ArrayList<>(material.events());
        known.addAll(told);
        material = material.reload(config, true);
        seen = material.stamps();
        material.news(known).forEach(events::accept);
        use.accept(this, material);
        warn();
    }

    private void warn() {
        expiry.watch(material.inUse());
        expiry.due(Instant.now()).forEach(events::accept);
    }

    private static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, name);
            made.setDaemon(true);
            return made;
        });
    }

    private void every(ScheduledExecutorService thread, Duration first, Duration distance, Runnable task) {
        var unused = thread.scheduleWithFixedDelay(
                () -> guarded(task), first.toNanos(), distance.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void run(ScheduledExecutorService thread, Runnable task) {
        try {
            thread.execute(() -> guarded(task));
        } catch (RejectedExecutionException e) {
            // The daemon is stopping.
            return;
        }
    }

    /** What fails once must not end what is to happen every time. */
    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            events.accept(new DaemonEvent.Internal("trust", e.toString()));
        }
    }

    /** Ends a retrieval that is under way. */
    @Override
    public void close() {
        fetching.shutdownNow();
        keeping.shutdownNow();
    }
}
