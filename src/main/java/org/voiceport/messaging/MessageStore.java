package org.voiceport.messaging;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.voiceport.audio.WavWriter;
import org.voiceport.event.EventSink;

/**
 * The messages on disk: a Maildir per mailbox ({@code <store>/<number>/{tmp,new,cur}}, 0700), a mail per message (0600), so
 * that any IMAP server can serve the same folders. A message is complete in {@code tmp} and synced before it is renamed into
 * {@code new}. Not encrypted. Methods block; they may be called from any thread.
 *
 * <pre>
 *  tmp/NAME.call   from whom, when    }  while the caller speaks
 *  tmp/NAME.wav    the sound          }
 *  tmp/NAME        the mail, being written from both
 *  new/NAME        the message; then NAME.wav and NAME.call go
 * </pre>
 */
public final class MessageStore {
    static final String SOUND = ".wav";
    static final String ENVELOPE = ".call";

    private final Path directory;
    private final Clock clock;
    private final ChannelFactory channels;
    private final LongSupplier nanos;
    private final UniqueNames names;
    private final StoreSpace space;
    private final Expiry expiry;
    /** Held by whoever recovers or deletes: two at once would find the same files. */
    private final Object tidying = new Object();

    private final Set<String> live = ConcurrentHashMap.newKeySet();

    /** A message: {@code from} as readable text, {@code millis} the length of the sound. */
    public record Entry(Path file, String from, Instant date, long millis) {}

    /** Opens the file of a recording, new. */
    @FunctionalInterface
    interface ChannelFactory {
        SeekableByteChannel create(Path file) throws IOException;
    }

    /** The store in {@code directory}, which need not be there yet. */
    public MessageStore(Path directory, Clock clock) {
        this(directory, clock, MessageStore::locked);
    }

    MessageStore(Path directory, Clock clock, ChannelFactory channels) {
        this(directory, clock, System::nanoTime, channels, MessageStore::usable);
    }

    MessageStore(Path directory, Clock clock, LongSupplier nanos, ChannelFactory channels, StoreSpace.Usable usable) {
        this.directory = directory.toAbsolutePath();
        this.clock = clock;
        this.nanos = nanos;
        this.channels = channels;
        this.names = new UniqueNames(clock);
        this.space = new StoreSpace(this.directory, usable);
        this.expiry = new Expiry(this.directory, new ClockWatch(clock.instant(), nanos.getAsLong()));
    }

    /** Where it is, absolute. */
    public Path directory() {
        return directory;
    }

    /** How much room there is. */
    public StoreSpace space() {
        return space;
    }

    /** The messages of {@code mailbox}, oldest first; files that are no voice messages are left out. */
    public List<Entry> list(Mailbox mailbox) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Path file : Maildir.of(directory, mailbox).messages()) {
            MessageFile.entry(file).ifPresent(entries::add);
        }
        return entries;
    }

    /** The WAV file that is attached to the message in {@code file}. */
    public static byte[] wav(Path file) throws IOException {
        return MessageFile.wav(file);
    }

    /**
     * Makes messages of the recordings that a crash or a full disk left behind, and makes all folders, so that a store that
     * can't be used is known before the first call. Recordings shorter than {@code minMessage} and parts of mails go when
     * they are a day old. May run while calls are recorded. Each message found, and each failure, is an event.
     */
    public void recover(Mailboxes mailboxes, Duration minMessage, EventSink events) {
        synchronized (tidying) {
            Recovery recovery = new Recovery(this, now(), minMessage, events);
            mailboxes.all().forEach(recovery::run);
        }
    }

    /**
     * Deletes the voice messages that are older than {@code maxAge}, heard or not; none if the clock was set by more than a
     * day lately, which is told. To be called now and then though {@code maxAge} be empty, so that such a jump is seen.
     */
    void expire(Mailboxes mailboxes, Optional<Duration> maxAge, EventSink events) {
        synchronized (tidying) {
            expiry.run(mailboxes, maxAge, now(), nanos.getAsLong(), events);
        }
    }

    /** The bytes that the files of {@code mailbox} take, recordings under way included. */
    long used(Mailbox mailbox) throws IOException {
        return Maildir.of(directory, mailbox).bytes();
    }

    /** The time on the store's clock. */
    Instant now() {
        return clock.instant();
    }

    Recording begin(Envelope envelope) throws IOException {
        Maildir maildir = ready(envelope.mailbox());
        String name = names.next();
        live.add(name);
        try {
            envelope.save(maildir.temporary(name + ENVELOPE));
            return new Recording(this, maildir, name, envelope, sound(maildir.temporary(name + SOUND)));
        } catch (IOException e) {
            remove(maildir, name);
            live.remove(name);
            throw e;
        }
    }

    private WavWriter sound(Path file) throws IOException {
        SeekableByteChannel channel = channels.create(file);
        try {
            return new WavWriter(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    Maildir ready(Mailbox mailbox) throws IOException {
        return Maildir.ready(directory, mailbox);
    }

    /** From the finished sound in {@code tmp} to the message in {@code new}; then the parts go. */
    Path deliver(Maildir maildir, String name, Envelope envelope, long millis) throws IOException {
        Path mail = maildir.temporary(name);
        Files.deleteIfExists(mail);
        MessageFile.write(envelope, name, maildir.temporary(name + SOUND), millis, mail);
        Path delivered = maildir.deliver(name);
        remove(maildir, name);
        return delivered;
    }

    /**
     * Removes what {@code tmp} holds of a message, the sound first, as it is what {@link #recover} looks for. What can't be
     * removed now is left to it.
     */
    void remove(Maildir maildir, String name) {
        try {
            Files.deleteIfExists(maildir.temporary(name + SOUND));
            Files.deleteIfExists(maildir.temporary(name + ENVELOPE));
            Files.deleteIfExists(maildir.temporary(name));
        } catch (IOException e) {
            // No message is lost by what remains.
        }
    }

    /** True while this process records it. */
    boolean isLive(String name) {
        return live.contains(name);
    }

    /** The recording is nobody's any more. */
    void left(String name) {
        live.remove(name);
    }

    Optional<Envelope> envelope(Maildir maildir, String name, Mailbox mailbox) {
        try {
            return Optional.of(Envelope.load(maildir.temporary(name + ENVELOPE), mailbox));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static long usable(Path directory) throws IOException {
        return Files.getFileStore(directory).getUsableSpace();
    }

    /** Locked as long as it is open, so that another daemon on the same store doesn't take it for a leftover. */
    private static SeekableByteChannel locked(Path file) throws IOException {
        FileChannel channel = PrivateFiles.create(file);
        PrivateFiles.lock(channel);
        return channel;
    }
}
