package org.voiceport.daemon;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.EventSink;

/**
 * Reloads the configuration of a running daemon when its files have changed or somebody asks for it, one reload at a time,
 * on a thread of its own. What can't be used is told once, not at every look.
 */
final class Reloader implements AutoCloseable {
    /** A changed file is read when it has stayed the same from one look to the next. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    private final Daemon daemon;
    private final EventSink events;
    private final Consumer<DaemonConfig> reloaded;
    private final ServiceNotice service;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "voiceport-reload");
        made.setDaemon(true);
        return made;
    });
    /** As the files were when they were last read; of the thread, as the next one is. */
    private FileStamps read;

    private FileStamps seen;

    /**
     * @param reloaded hears of each configuration that is in force now
     * @param service is told while a reload is under way
     */
    Reloader(Daemon daemon, EventSink events, Consumer<DaemonConfig> reloaded, ServiceNotice service) {
        this.daemon = daemon;
        this.events = events;
        this.reloaded = reloaded;
        this.service = service;
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

    private List<Path> files() {
        DaemonConfig config = daemon.config();
        List<Path> files = new ArrayList<>();
        files.add(config.file());
        DaemonConfig.Voicemail voicemail = config.messaging().voicemail();
        voicemail.mailboxesFile().ifPresent(files::add);
        voicemail.greeting().ifPresent(files::add);
        voicemail.mailboxes().forEach(mailbox -> mailbox.greeting().ifPresent(files::add));
        return files;
    }

    private void look() {
        FileStamps now = FileStamps.of(files());
        boolean settled = now.equals(seen);
        seen = now;
        if (settled && !now.equals(read)) {
            reload();
        }
    }

    private DaemonControl.Answer reload() {
        service.reloading();
        try {
            FileStamps before = FileStamps.of(files());
            DaemonControl.Answer answer = daemon.reload();
            if (answer.done()) {
                reloaded.accept(daemon.config());
                // It may name other files by now. What has changed since it was read is to be read again.
                before = before.among(files());
            }
            read = before;
            seen = before;
            return answer;
        } catch (RuntimeException e) {
            // What fails once must not end what is to happen every time.
            events.accept(new DaemonEvent.Internal("reload", e.toString()));
            return DaemonControl.Answer.refused("an error of the daemon, see DAEMON-004 in its log");
        } finally {
            service.reloaded();
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
