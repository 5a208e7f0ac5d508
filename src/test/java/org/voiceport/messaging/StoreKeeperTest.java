package org.voiceport.messaging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.Event;
import org.voiceport.event.MessageEvent;

/** Looks that nobody asks for, at a quick pace. */
class StoreKeeperTest {
    private static final StoreKeeper.Pace QUICK = new StoreKeeper.Pace(Duration.ofMillis(5), Duration.ofMillis(5));
    private static final StoreKeeper.Pace NEVER = new StoreKeeper.Pace(Duration.ofDays(1), Duration.ofDays(1));

    @TempDir
    Path directory;

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final AtomicLong free = new AtomicLong(10_000);
    private MessageStore.ChannelFactory channels = PrivateFiles::create;
    private StoreKeeper keeper;

    private MessageStore open(StoreKeeper.Pace pace) {
        MessageStore opened = new MessageStore(
                directory.resolve("messages"),
                Clock.systemUTC(),
                System::nanoTime,
                file -> channels.create(file),
                any -> free.get());
        keeper = new StoreKeeper(opened, pace);
        return opened;
    }

    @AfterEach
    void close() throws InterruptedException {
        keeper.close();
        assertTrue(keeper.hasEnded(Duration.ofSeconds(10)));
    }

    private void follow(long minFree, Optional<Duration> maxAge) {
        keeper.follow(new StoreKeeper.Rules(Office.MAILBOXES, Office.SETTINGS.with(minFree, 0), maxAge, events::add));
    }

    private <E extends Event> E next(Class<E> kind) throws InterruptedException {
        Event event = events.poll(10, TimeUnit.SECONDS);
        assertTrue(kind.isInstance(event), () -> "told " + event);
        return kind.cast(event);
    }

    private static Path oldMessage(MessageStore store) throws IOException {
        Path folder = store.ready(Office.BOB).delivered().get(0);
        Path file = folder.resolve("1600000000.M1.host");
        Files.writeString(
                file,
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: audio/wav\r\n\r\nRIFF\r\n--b--\r\n");
        return Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_600_000_000)));
    }

    @Test
    void a_shortage_is_found_without_a_call_and_its_end_too() throws Exception {
        open(QUICK);
        follow(1000, Optional.empty());
        free.set(999);
        assertEquals(999, next(DaemonEvent.StoreShort.class).freeBytes());
        free.set(5000);
        assertEquals(5000, next(DaemonEvent.StoreEnough.class).freeBytes());
    }

    @Test
    void other_rules_count_at_once() throws Exception {
        open(NEVER);
        follow(20_000, Optional.empty());
        assertEquals(20_000, next(DaemonEvent.StoreShort.class).minFreeBytes());
        follow(5_000, Optional.empty());
        assertEquals(5_000, next(DaemonEvent.StoreEnough.class).minFreeBytes());
    }

    @Test
    void old_messages_go() throws Exception {
        Path old = oldMessage(open(QUICK));
        follow(0, Optional.of(Duration.ofDays(30)));
        assertEquals("2001", next(DaemonEvent.Expired.class).mailbox());
        assertTrue(Files.notExists(old));
    }

    @Test
    void nothing_is_deleted_soon_after_the_start() throws Exception {
        Path old = oldMessage(open(NEVER));
        follow(0, Optional.of(Duration.ofDays(30)));
        follow(20_000, Optional.of(Duration.ofDays(30)));
        next(DaemonEvent.StoreShort.class); // the second look has begun, so the first is over
        follow(0, Optional.of(Duration.ofDays(30)));
        next(DaemonEvent.StoreEnough.class);
        assertTrue(Files.exists(old));
    }

    @Test
    void a_failure_in_a_look_is_told_and_does_not_end_the_looks() throws Exception {
        open(QUICK);
        StoreKeeper.Rules bad = new StoreKeeper.Rules(
                Office.MAILBOXES, Office.SETTINGS.with(1000, 0), Optional.empty(), new OnceBroken());
        free.set(1);
        keeper.follow(bad);
        assertTrue(next(DaemonEvent.Internal.class).what().contains("broken"));
        free.set(5000);
        next(DaemonEvent.StoreEnough.class);
    }

    /** Fails at the first event. */
    private final class OnceBroken implements org.voiceport.event.EventSink {
        private boolean failed;

        @Override
        public void accept(Event event) {
            if (!failed) {
                failed = true;
                throw new IllegalStateException("broken");
            }
            events.add(event);
        }
    }

    @Test
    void what_a_full_disk_cut_off_becomes_a_message_when_asked_to() throws Exception {
        short[] said = Office.speech(3000, 12);
        channels = file -> new FullChannel(file, 20_000);
        MessageStore full = open(NEVER);
        try (Office office = new Office(full, Office.SETTINGS, Patience.USUAL)) {
            office.ring(FakeCall.staying(said));
            assertTrue(office.next(MessageEvent.Failed.class).todo().contains("DAEMON-013"));
            assertTrue(office.voicemail.close(Duration.ofSeconds(5)));
        }
        follow(0, Optional.empty());
        keeper.recover();
        short[] kept =
                Office.sound(Path.of(next(DaemonEvent.MessageRecovered.class).file()));
        assertTrue(kept.length >= 8000, kept.length + " samples");
        assertArrayEquals(Arrays.copyOf(said, kept.length), kept);
    }

    @Test
    void after_its_end_nothing_is_looked_at() throws Exception {
        open(QUICK);
        keeper.close();
        follow(20_000, Optional.empty());
        assertTrue(keeper.hasEnded(Duration.ofSeconds(10)));
        assertNull(events.poll());
    }
}
