package org.voiceport.messaging;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.voiceport.audio.Source;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.EventSink;

/** Goes through what lies in {@code tmp} and belongs to no call. See {@link MessageStore#recover}. */
final class Recovery {
    private static final Duration STALE = Duration.ofDays(1);
    /** Before the samples; the lengths that a writer which died left open stand at 4 and 40. */
    private static final int HEADER_BYTES = 44;

    private final MessageStore store;
    private final Instant now;
    private final Duration minMessage;
    private final EventSink events;

    Recovery(MessageStore store, Instant now, Duration minMessage, EventSink events) {
        this.store = store;
        this.now = now;
        this.minMessage = minMessage;
        this.events = events;
    }

    void run(Mailbox mailbox) {
        List<Path> files;
        Maildir maildir;
        try {
            maildir = store.ready(mailbox);
            files = maildir.unfinished();
        } catch (IOException e) {
            failed(mailbox, store.directory(), e);
            return;
        }
        for (Path file : files) {
            try {
                examine(mailbox, maildir, file);
            } catch (NoSuchFileException e) {
                // Gone together with another file of the same message.
            } catch (IOException e) {
                failed(mailbox, file, e);
            }
        }
    }

    private void examine(Mailbox mailbox, Maildir maildir, Path file) throws IOException {
        String found = file.getFileName().toString();
        boolean sound = found.endsWith(MessageStore.SOUND);
        String name = withoutSuffix(found);
        if (!UniqueNames.isOurs(name) || store.isLive(name)) {
            return;
        }
        if (!sound) {
            if (isStale(Files.getLastModifiedTime(file).toInstant())
                    && !Files.exists(maildir.temporary(name + MessageStore.SOUND))) {
                store.remove(maildir, name);
            }
        } else if (maildir.holds(name)) {
            store.remove(maildir, name);
        } else {
            revive(mailbox, maildir, name, file);
        }
    }

    private void revive(Mailbox mailbox, Maildir maildir, String name, Path file) throws IOException {
        Instant lastWritten = Files.getLastModifiedTime(file).toInstant();
        long bytes = Math.max(0, Files.size(file) - HEADER_BYTES) & ~1L;
        long millis = bytes / 2 * 1000 / Source.RATE;
        if (bytes == 0 || millis < minMessage.toMillis()) {
            if (isStale(lastWritten)) {
                store.remove(maildir, name);
            }
        } else if (mend(file, bytes)) {
            Envelope envelope =
                    store.envelope(maildir, name, mailbox).orElse(new Envelope(mailbox, Caller.UNKNOWN, lastWritten));
            Path message = store.deliver(maildir, name, envelope, millis);
            events.accept(new DaemonEvent.MessageRecovered(mailbox.number(), message.toString(), millis));
        }
    }

    /** Puts the true length into the header; false if somebody else is recording the file. */
    private static boolean mend(Path file, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (!PrivateFiles.lock(channel)) {
                return false;
            }
            channel.truncate(HEADER_BYTES + bytes);
            put(channel, 4, HEADER_BYTES - 8 + bytes);
            put(channel, HEADER_BYTES - 4, bytes);
            return true;
        }
    }

    private static void put(FileChannel channel, int at, long value) throws IOException {
        ByteBuffer number = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) value)
                .flip();
        while (number.hasRemaining()) {
            channel.write(number, at + number.position());
        }
    }

    private boolean isStale(Instant lastWritten) {
        return lastWritten.isBefore(now.minus(STALE));
    }

    private static String withoutSuffix(String name) {
        for (String suffix : List.of(MessageStore.SOUND, MessageStore.ENVELOPE)) {
            if (name.endsWith(suffix)) {
                return name.substring(0, name.length() - suffix.length());
            }
        }
        return name;
    }

    private void failed(Mailbox mailbox, Path file, IOException e) {
        events.accept(new DaemonEvent.RecoveryFailed(mailbox.number(), file.toString(), StoreTrouble.reason(e)));
    }
}
