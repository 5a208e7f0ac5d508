package org.voiceport.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.Event;

/** Which messages go for their age, and when a clock isn't believed. */
class ExpiryTest {
    private static final Mailbox BOB = Office.BOB;
    private static final Optional<Duration> MONTH = Optional.of(Duration.ofDays(30));

    @TempDir
    Path directory;

    private final List<Event> events = new ArrayList<>();
    private final SettableClock clock = new SettableClock();
    private MessageStore store;

    /** Both clocks of the machine: time passes on both, somebody sets one. */
    private static final class SettableClock extends Clock {
        private Instant wall = Instant.parse("2026-03-01T12:00:00Z");
        private long nanos;

        void pass(Duration time) {
            wall = wall.plus(time);
            nanos += time.toNanos();
        }

        void set(Duration by) {
            wall = wall.plus(by);
        }

        @Override
        public Instant instant() {
            return wall;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void open() {
        store = new MessageStore(
                directory.resolve("messages"), clock, () -> clock.nanos, PrivateFiles::create, any -> 1L << 40);
    }

    /** A message as old as that by its name and by its file. */
    private Path message(Mailbox mailbox, Duration age) throws IOException {
        clock.set(age.negated());
        Path file;
        try (Recording recording = store.begin(new Envelope(mailbox, Caller.UNKNOWN, store.now()))) {
            recording.write(Office.speech(100, 1), 0, 800);
            file = recording.deliver();
        }
        Files.setLastModifiedTime(file, FileTime.from(clock.wall));
        clock.set(age);
        return file;
    }

    private Path message(long days) throws IOException {
        return message(BOB, Duration.ofDays(days));
    }

    private void look() {
        store.expire(Office.MAILBOXES, MONTH, events::add);
    }

    private static Path heard(Path file, String flags) throws IOException {
        return Files.move(file, file.resolveSibling("../cur").normalize().resolve(file.getFileName() + ":2," + flags));
    }

    @Test
    void what_is_older_goes_and_what_is_not_stays() throws Exception {
        Path old = message(BOB, Duration.ofDays(30).plusSeconds(1));
        Path young = message(BOB, Duration.ofDays(30));
        look();
        assertTrue(Files.notExists(old));
        assertTrue(Files.exists(young));
    }

    @Test
    void one_event_tells_of_each_mailbox_from_which_messages_went() throws Exception {
        long bytes = Files.size(message(40)) + Files.size(heard(message(50), "S"));
        message(1);
        message(Mailbox.of("2002", "Carol"), Duration.ofDays(31));
        message(Mailbox.of("general", ""), Duration.ofDays(29));
        look();
        long seconds = Duration.ofDays(30).toSeconds();
        assertEquals(new DaemonEvent.Expired("2001", 2, bytes, seconds), events.get(0));
        assertEquals("2002", ((DaemonEvent.Expired) events.get(1)).mailbox());
        assertEquals(2, events.size());
        look();
        assertEquals(2, events.size());
    }

    @Test
    void without_an_age_nothing_goes() throws Exception {
        Path old = message(10_000);
        store.expire(Office.MAILBOXES, Optional.empty(), events::add);
        assertTrue(Files.exists(old));
        assertEquals(List.of(), events);
    }

    @Test
    void other_mail_and_what_is_being_written_stay() throws Exception {
        Path folder = message(1).getParent();
        Path letter = Files.writeString(folder.resolve("1000000000.M1.host"), "Subject: lunch\r\n\r\nAt noon?\r\n");
        Path hidden = Files.writeString(folder.resolve(".index"), "of a mail server");
        Path recording = Files.writeString(folder.resolve("../tmp/1000000000.wav"), "RIFF");
        for (Path file : List.of(letter, hidden, recording)) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2010-01-01T00:00:00Z")));
        }
        look();
        assertTrue(Files.exists(letter) && Files.exists(hidden) && Files.exists(recording));
    }

    @Test
    void a_message_is_as_old_as_the_younger_of_name_and_file() throws Exception {
        Path copied = message(40);
        Files.setLastModifiedTime(copied, FileTime.from(clock.wall.minusSeconds(60)));
        Path restored = message(1);
        Files.setLastModifiedTime(restored, FileTime.from(clock.wall.minus(Duration.ofDays(400))));
        look();
        assertTrue(Files.exists(copied) && Files.exists(restored));
    }

    @Test
    void a_message_of_another_server_goes_by_its_file() throws Exception {
        Path file = message(40);
        Path named = Files.move(file, file.resolveSibling("message-of-carol"));
        look();
        assertTrue(Files.notExists(named));
    }

    @Test
    void a_message_dated_in_the_future_stays() throws Exception {
        Path file = message(-1);
        clock.pass(Duration.ofHours(1));
        look();
        assertTrue(Files.exists(file));
    }

    @Test
    void a_message_from_before_the_clock_was_set_stays() throws Exception {
        Path file = message(BOB, Duration.between(Instant.EPOCH.plusSeconds(90), clock.wall));
        look();
        assertTrue(Files.exists(file));
    }

    @Test
    void a_clock_set_into_the_future_does_not_wipe_the_store() throws Exception {
        Path file = message(1);
        clock.pass(Duration.ofMinutes(10));
        look();
        clock.set(Duration.ofDays(365));
        look();
        look();
        assertTrue(Files.exists(file));
        assertEquals(List.of(new DaemonEvent.ExpiryPaused(Duration.ofDays(365).toSeconds())), events);
        clock.set(Duration.ofDays(-365));
        look();
        assertTrue(Files.exists(file));
        assertEquals(1, events.size());
    }

    @Test
    void a_clock_that_was_wrong_before_and_goes_on_for_a_day_deletes_again() throws Exception {
        Path file = message(1);
        clock.set(Duration.ofDays(365));
        look();
        clock.pass(Duration.ofDays(1));
        look();
        assertTrue(Files.notExists(file));
    }

    @Test
    void a_jump_is_seen_though_no_age_was_configured_then() throws Exception {
        Path file = message(1);
        clock.set(Duration.ofDays(365));
        store.expire(Office.MAILBOXES, Optional.empty(), events::add);
        clock.pass(Duration.ofHours(2));
        look();
        assertTrue(Files.exists(file));
    }

    @Test
    void a_message_that_can_not_be_read_stays_and_the_others_go() throws Exception {
        Path damaged = message(50);
        Path after = message(40);
        String whole = Files.readString(damaged);
        int sound = whole.indexOf("UklGR");
        Files.writeString(damaged, whole.substring(0, sound + 5) + whole.substring(whole.indexOf("\r\n--", sound)));
        Files.setLastModifiedTime(damaged, FileTime.from(clock.wall.minus(Duration.ofDays(50))));
        look();
        look();
        assertTrue(Files.exists(damaged));
        assertTrue(Files.notExists(after));
        assertEquals(
                List.of("DAEMON-006", "DAEMON-014"),
                events.stream().map(Event::id).toList());
    }

    @Test
    void a_folder_that_can_not_be_read_is_told_once_and_the_others_are_looked_at() throws Exception {
        message(1);
        Path cur = directory.resolve("messages/2001/cur");
        Files.delete(cur);
        Files.createSymbolicLink(cur, cur);
        Path other = message(Mailbox.of("2002", "Carol"), Duration.ofDays(31));
        look();
        look();
        assertTrue(Files.notExists(other));
        assertEquals(
                List.of("DAEMON-006", "DAEMON-014"),
                events.stream().map(Event::id).toList());
    }
}
