package org.voiceport.messaging;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Hears when a message comes to a mailbox, goes, or gets flags, whoever does it. A thread of its own waits for it. What
 * happens on another machine's side of a network file system is not heard.
 */
final class MailWatch implements AutoCloseable {
    private static final WatchEvent.Kind<?>[] KINDS = {
        StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE
    };

    /** Until a folder that went is looked for again. */
    private static final long LOOK_MILLIS = 1_000;

    private final WatchService service;
    private final Map<WatchKey, Folder> watched = new HashMap<>();
    /** Folders that went, and may be made anew. After the start, the watch's thread alone has these two. */
    private final List<Folder> gone = new ArrayList<>();

    private final Consumer<String> changed;

    private record Folder(Path directory, String mailbox) {}

    private MailWatch(WatchService service, Consumer<String> changed) {
        this.service = service;
        this.changed = changed;
    }

    /**
     * Begins to watch; the folders must be there.
     *
     * @param changed gets the number of a mailbox in which something changed, on the watch's thread
     * @throws IOException if there are not enough watches, or none at all
     */
    static MailWatch start(Map<String, Maildir> folders, Path store, Consumer<String> changed) throws IOException {
        MailWatch watch = new MailWatch(store.getFileSystem().newWatchService(), changed);
        try {
            for (Map.Entry<String, Maildir> folder : folders.entrySet()) {
                for (Path directory : folder.getValue().delivered()) {
                    watch.watch(new Folder(directory, folder.getKey()));
                }
            }
        } catch (IOException e) {
            watch.close();
            throw e;
        }
        Thread thread = new Thread(watch::run, "voiceport-mail-watch");
        thread.setDaemon(true);
        thread.start();
        return watch;
    }

    private void run() {
        try {
            while (true) {
                WatchKey key = gone.isEmpty() ? service.take() : service.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (key != null) {
                    heard(key);
                }
                gone.removeIf(this::isBack);
            }
        } catch (ClosedWatchServiceException closed) {
            // The end.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void heard(WatchKey key) {
        key.pollEvents();
        Folder folder = watched.get(key);
        if (folder == null) {
            return;
        }
        // Before it is told, so that what comes while the mailbox is looked at is heard, too.
        if (!key.reset()) {
            watched.remove(key);
            gone.add(folder);
        }
        changed.accept(folder.mailbox());
    }

    /** True if the folder is there again and watched; what came before it was is told. */
    private boolean isBack(Folder folder) {
        try {
            watch(folder);
        } catch (IOException stillGone) {
            return false;
        }
        changed.accept(folder.mailbox());
        return true;
    }

    private void watch(Folder folder) throws IOException {
        watched.put(folder.directory().register(service, KINDS), folder);
    }

    @Override
    public void close() {
        try {
            service.close();
        } catch (IOException e) {
            // Nothing is left to be done with a watch that can't be closed.
        }
    }
}
