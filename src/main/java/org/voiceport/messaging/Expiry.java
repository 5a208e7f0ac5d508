package org.voiceport.messaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.EventSink;

/**
 * Deletes voice messages that are too old, and nothing else: other mail in the same folders, and what is being written, stay.
 * When in doubt a message stays, too: it is as old as the younger of what its name and its file say, a date to come or from
 * before there was any voicemail counts as unknown, and a clock that was set is not believed, see {@link ClockWatch}.
 */
final class Expiry {
    /** Names of Maildir files begin with the second of delivery, ours and those of mail servers. */
    private static final Pattern NAME = Pattern.compile("([0-9]{1,11})\\..*");
    /** A clock that nobody has set yet says 1970. */
    private static final Instant CLOCKS_ARE_SET = Instant.parse("2000-01-01T00:00:00Z");

    private final Path store;
    private final ClockWatch clock;
    /** Whose failure is told already. */
    private final Set<String> failing = new HashSet<>();

    Expiry(Path store, ClockWatch clock) {
        this.store = store;
        this.clock = clock;
    }

    /** {@code maxAge} is empty if none is too old; the clock is looked at all the same. */
    void run(Mailboxes mailboxes, Optional<Duration> maxAge, Instant now, long nanos, EventSink events) {
        ClockWatch.Verdict verdict = clock.look(now, nanos);
        if (maxAge.isEmpty()) {
            return;
        }
        if (verdict.reliable()) {
            mailboxes.all().forEach(mailbox -> expire(mailbox, maxAge.get(), now, events));
        } else if (verdict.first()) {
            events.accept(new DaemonEvent.ExpiryPaused(verdict.off().toSeconds()));
        }
    }

    private void expire(Mailbox mailbox, Duration maxAge, Instant now, EventSink events) {
        int messages = 0;
        long bytes = 0;
        List<DaemonEvent> failures = new ArrayList<>();
        for (Path file : messages(mailbox, failures)) {
            try {
                long freed = expire(file, now.minus(maxAge), now);
                messages += freed > 0 ? 1 : 0;
                bytes += freed;
            } catch (IOException e) {
                // One that is damaged must not keep the others.
                failures.add(failure(mailbox, file, e));
            }
        }
        if (failures.isEmpty()) {
            failing.remove(mailbox.number());
        } else if (failing.add(mailbox.number())) {
            events.accept(failures.get(0));
        }
        if (messages > 0) {
            events.accept(new DaemonEvent.Expired(mailbox.number(), messages, bytes, maxAge.toSeconds()));
        }
    }

    private List<Path> messages(Mailbox mailbox, List<DaemonEvent> failures) {
        try {
            return Maildir.of(store, mailbox).messages();
        } catch (IOException e) {
            failures.add(failure(mailbox, store, e));
            return List.of();
        }
    }

    private static DaemonEvent failure(Mailbox mailbox, Path at, IOException e) {
        return new DaemonEvent.RecoveryFailed(mailbox.number(), at.toString(), StoreTrouble.reason(e));
    }

    /** How many bytes came free; 0 if the message stays. */
    private static long expire(Path file, Instant oldest, Instant now) throws IOException {
        try {
            Optional<Instant> stored = stored(file, now);
            if (stored.isEmpty()
                    || !stored.get().isBefore(oldest)
                    || MessageFile.entry(file).isEmpty()) {
                return 0;
            }
            long bytes = Files.size(file);
            return Files.deleteIfExists(file) ? bytes : 0;
        } catch (NoSuchFileException moved) {
            // Heard or deleted by somebody just now.
            return 0;
        }
    }

    /** When it came into the mailbox, at the earliest that is sure; empty if nobody knows. */
    private static Optional<Instant> stored(Path file, Instant now) throws IOException {
        Instant written = Files.getLastModifiedTime(file).toInstant();
        Matcher name = NAME.matcher(file.getFileName().toString());
        Instant named = name.matches() ? Instant.ofEpochSecond(Long.parseLong(name.group(1))) : written;
        Instant later = named.isAfter(written) ? named : written;
        return later.isAfter(now) || later.isBefore(CLOCKS_ARE_SET) ? Optional.empty() : Optional.of(later);
    }
}
