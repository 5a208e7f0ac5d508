package org.voiceport.messaging;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Hears when a message comes to a mailbox, goes, or gets flags, whoever does it. A thread of its own waits for it. What
 * happens on another machine's side of a network file system is not heard.
 */
final class MailWatch implements AutoCloseable {
    private static final WatchEvent.Kind<?>[] KINDS = {
        StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE
    };

    private final WatchService service;
    private final Map<WatchKey, String> mailboxes = new HashMap<>();
    private final Consumer<String> changed;

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
                    watch.mailboxes.put(directory.register(watch.service, KINDS), folder.getKey());
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
                WatchKey key = service.take();
                key.pollEvents();
                String mailbox = mailboxes.get(key);
                if (mailbox != null) {
                    changed.accept(mailbox);
                }
                key.reset();
            }
        } catch (ClosedWatchServiceException closed) {
            // The end.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
