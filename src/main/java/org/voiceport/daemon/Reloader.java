package org.voiceport.daemon;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.EventSink;

/**
 * Reloads the configuration of a running daemon when its files have changed or somebody asks for it, one reload at a time,
 * on a thread of its own. What can't be used is told once, not at every look; the files that it names are looked at too, so
 * that it is tried again when one of them comes.
 */
final class Reloader implements AutoCloseable {
    /** A changed file is read when it has stayed the same from one look to the next. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    private final Daemon daemon;
    private final EventSink events;
    private final Consumer<DaemonConfig> reloaded;
    private final ServiceNotice service;
    private final Function<Collection<Path>, FileStamps> stamps;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "voiceport-reload");
        made.setDaemon(true);
        return made;
    });
    /** A reload that nobody waits for is to come. */
    private final AtomicBoolean asked = new AtomicBoolean();
    /** As the files were when they were last read; of the thread, as the next one is. */
    private FileStamps read;

    private FileStamps seen;
    /** What the last configuration that was refused needs. */
    private FileStamps refused = FileStamps.NONE;

    /**
     * @param service is told while a reload is under way
     * @param reloaded hears of each configuration that is in force now
     */
    Reloader(Daemon daemon, EventSink events, ServiceNotice service, Consumer<DaemonConfig> reloaded) {
        this(daemon, events, service, reloaded, FileStamps::of);
    }

    /** @param stamps looks at files */
    Reloader(
            Daemon daemon,
            EventSink events,
            ServiceNotice service,
            Consumer<DaemonConfig> reloaded,
            Function<Collection<Path>, FileStamps> stamps) {
        this.daemon = daemon;
        this.events = events;
        this.reloaded = reloaded;
        this.service = service;
        this.stamps = stamps;
        this.read = FileStamps.of(files());
        this.seen = read;
    }

    /** Begins to look at the files. */
    void start() {
        var unused = thread.scheduleWithFixedDelay(
                this::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Reloads soon. Completes with what has changed, or with all that is wrong. */
    CompletableFuture<DaemonControl.Answer> ask() {
        return CompletableFuture.supplyAsync(this::reload, thread);
    }

    /** Reloads soon, once for all who ask for it this way before it begins; nothing after the end. */
    void askOnce() {
        if (asked.compareAndSet(false, true)) {
            try {
                thread.execute(() -> {
                    asked.set(false);
                    var unused = reload();
                });
            } catch (RejectedExecutionException stopping) {
                return;
            }
        }
    }

    private Set<Path> files() {
        Set<Path> files = new LinkedHashSet<>(files(daemon.config()));
        files.addAll(refused.stamps().keySet());
        return files;
    }

    /** What a configuration is read from, and the sounds that it names. */
    static List<Path> files(DaemonConfig config) {
        List<Path> files = new ArrayList<>();
        files.add(config.file());
        DaemonConfig.Voicemail voicemail = config.messaging().voicemail();
        voicemail.mailboxesFile().ifPresent(files::add);
        voicemail.greeting().ifPresent(files::add);
        voicemail.mailboxes().forEach(mailbox -> mailbox.greeting().ifPresent(files::add));
        return files;
    }

    /** Reloads if a file has changed since it was read, and not since the last look. On the thread, or before it begins. */
    void look() {
        try {
            FileStamps now = stamps.apply(files());
            boolean settled = now.equals(seen);
            seen = now;
            if (settled && !now.equals(read)) {
                reload();
            }
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private DaemonControl.Answer reload() {
        service.reloading();
        try {
            // First, so that what fails isn't tried again before a file changes.
            readAs(stamps.apply(files()));
            Reload.Outcome outcome = daemon.reload();
            refused = outcome.refused();
            // It may name other files by now. What has changed since it was read is to be read again.
            readAs(read.and(refused).among(files()));
            if (outcome.answer().done()) {
                reloaded.accept(daemon.config());
            }
            return outcome.answer();
        } catch (RuntimeException e) {
            failed(e);
            return DaemonControl.Answer.refused("an error of the daemon, see DAEMON-004 in its log");
        } finally {
            service.reloaded();
        }
    }

    private void readAs(FileStamps files) {
        read = files;
        seen = files;
    }

    /** What fails once must not end what is to happen every time. */
    private void failed(RuntimeException e) {
        events.accept(new DaemonEvent.Internal("reload", e.toString()));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
