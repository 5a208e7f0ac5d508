package org.voiceport.messaging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.Event;

/** What a daemon that died left in {@code tmp}: made by a store that nobody closes, copied to the one that is examined. */
class RecoveryTest {
    private static final Instant BEGUN = Instant.parse("2026-03-01T12:00:00Z");
    private static final Mailbox BOB = Mailbox.of("2001", "Bob");
    private static final Mailboxes MAILBOXES = Mailboxes.of(List.of(BOB), "general");
    private static final Envelope ENVELOPE = new Envelope(BOB, new Caller("1001", "Älice = #1"), BEGUN);

    @TempDir
    Path directory;

    private final List<Event> events = new ArrayList<>();
    private MessageStore store;
    private Path tmp;

    @BeforeEach
    void open() throws IOException {
        store = new MessageStore(directory.resolve("messages"), Clock.systemUTC());
        store.ready(BOB);
        tmp = directory.resolve("messages/2001/tmp");
    }

    @Test
    void a_recording_cut_off_by_a_crash_becomes_a_message() throws Exception {
        crashAfter(1500);
        recover();
        MessageStore.Entry entry = store.list(BOB).get(0);
        assertEquals(1500, entry.millis());
        assertArrayEquals(Office.speech(1500, 1), Office.sound(entry.file()));
    }

    @Test
    void a_recovered_message_says_from_whom_and_when_it_is() throws Exception {
        crashAfter(1500);
        recover();
        MessageStore.Entry entry = store.list(BOB).get(0);
        assertEquals(BEGUN, entry.date());
        assertTrue(entry.from().contains("Älice = #1") && entry.from().contains("1001@"), entry.from());
    }

    @Test
    void a_recovered_message_is_told() throws Exception {
        crashAfter(1500);
        recover();
        String file = store.list(BOB).get(0).file().toString();
        assertEquals(List.of(new DaemonEvent.MessageRecovered("2001", file, 1500)), events);
    }

    @Test
    void nothing_is_left_in_tmp_after_a_recovery() throws Exception {
        crashAfter(1500);
        recover();
        assertEquals(List.of(), unfinished());
    }

    @Test
    void a_recording_without_its_envelope_is_from_an_unknown_caller() throws Exception {
        Files.delete(crashAfter(1500).resolveSibling(names() + MessageStore.ENVELOPE));
        recover();
        assertEquals(
                "unknown caller <unknown@voiceport.invalid>",
                store.list(BOB).get(0).from());
    }

    @Test
    void a_recording_with_a_broken_envelope_is_from_an_unknown_caller() throws Exception {
        Files.writeString(crashAfter(1500).resolveSibling(names() + MessageStore.ENVELOPE), "at=\\u12");
        recover();
        assertEquals(1, store.list(BOB).size());
    }

    @Test
    void half_a_sample_at_the_end_is_dropped() throws Exception {
        Path sound = crashAfter(1500);
        Files.write(sound, new byte[] {1}, StandardOpenOption.APPEND);
        recover();
        assertArrayEquals(
                Office.speech(1500, 1), Office.sound(store.list(BOB).get(0).file()));
    }

    @Test
    void a_mail_that_was_half_written_is_written_again() throws Exception {
        crashAfter(1500);
        Files.writeString(tmp.resolve(names()), "From: ");
        recover();
        assertEquals(1500, store.list(BOB).get(0).millis());
    }

    @Test
    void what_was_delivered_before_the_crash_is_not_delivered_twice() throws Exception {
        Path sound = crashAfter(1500);
        String name = names();
        byte[] kept = Files.readAllBytes(sound);
        recover();
        Files.write(sound, kept);
        Files.move(
                tmp.resolveSibling("new").resolve(name),
                tmp.resolveSibling("cur").resolve(name + ":2,S"));
        recover();
        assertEquals(1, store.list(BOB).size());
        assertEquals(List.of(), unfinished());
    }

    @Test
    void a_short_recording_is_kept_for_a_day() throws Exception {
        crashAfter(200);
        recover();
        assertEquals(List.of(), store.list(BOB));
        assertEquals(2, unfinished().size());
    }

    @Test
    void a_short_recording_goes_after_a_day() throws Exception {
        crashAfter(200);
        age();
        recover();
        assertEquals(List.of(), unfinished());
    }

    @Test
    void an_envelope_without_a_recording_goes_after_a_day() throws Exception {
        Files.delete(crashAfter(200));
        recover();
        assertEquals(1, unfinished().size());
        age();
        recover();
        assertEquals(List.of(), unfinished());
    }

    @Test
    void what_others_keep_in_tmp_stays() throws Exception {
        Files.writeString(tmp.resolve("1700000000.M1P2.mailserver"), "x");
        Files.writeString(tmp.resolve("notes.wav"), "x");
        age();
        recover();
        assertEquals(2, unfinished().size());
    }

    @Test
    void a_recording_that_goes_on_is_left_alone() throws Exception {
        try (Recording recording = store.begin(ENVELOPE)) {
            recording.write(Office.speech(1500, 1), 0, 12_000);
            recover();
            recording.write(Office.speech(1500, 1), 0, 12_000);
            recording.deliver();
        }
        assertEquals(
                List.of(3000L),
                store.list(BOB).stream().map(MessageStore.Entry::millis).toList());
    }

    @Test
    void a_recording_of_another_store_on_the_same_folders_is_left_alone() throws Exception {
        MessageStore other = new MessageStore(store.directory(), Clock.systemUTC());
        try (Recording recording = other.begin(ENVELOPE)) {
            recording.write(Office.speech(1500, 1), 0, 12_000);
            recover();
            assertEquals(List.of(), store.list(BOB));
        }
    }

    @Test
    void a_recording_that_was_only_closed_is_recovered() throws Exception {
        try (Recording recording = store.begin(ENVELOPE)) {
            recording.write(Office.speech(1500, 1), 0, 12_000);
        }
        recover();
        assertEquals(1500, store.list(BOB).get(0).millis());
    }

    @Test
    void one_that_fails_does_not_hold_up_the_others() throws Exception {
        Files.createDirectory(tmp.resolve(broken()));
        Files.writeString(tmp.resolve(broken()).resolve("in the way"), "x");
        crashAfter(1500);
        Files.copy(tmp.resolve(names() + MessageStore.SOUND), tmp.resolve(broken() + MessageStore.SOUND));
        recover();
        assertEquals(1, store.list(BOB).size());
        assertTrue(events.stream().anyMatch(DaemonEvent.RecoveryFailed.class::isInstance), events::toString);
    }

    @Test
    void a_store_that_cannot_be_made_is_told() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "no directory");
        new MessageStore(file.resolve("messages"), Clock.systemUTC())
                .recover(MAILBOXES, Duration.ofSeconds(1), events::add);
        assertInstanceOf(DaemonEvent.RecoveryFailed.class, events.get(0));
    }

    @Test
    void makes_the_folders_of_all_mailboxes() throws Exception {
        recover();
        assertTrue(Files.isDirectory(directory.resolve("messages/general/new")));
    }

    /** As the file is at a crash: its samples are there, its header tells of 4 GiB. */
    private Path crashAfter(int millis) throws IOException {
        MessageStore other = new MessageStore(directory.resolve("other"), Clock.systemUTC());
        try (Recording recording = other.begin(ENVELOPE)) {
            recording.write(Office.speech(millis, 1), 0, millis * 8);
            try (var parts = Files.list(directory.resolve("other/2001/tmp"))) {
                for (Path part : parts.toList()) {
                    Files.copy(part, tmp.resolve(part.getFileName()));
                }
            }
            recording.discard();
        }
        Path sound = tmp.resolve(names() + MessageStore.SOUND);
        try (FileChannel header = FileChannel.open(sound)) {
            assertEquals(44L + millis * 16L, header.size());
        }
        return sound;
    }

    /** The name of the one message of ours in tmp. */
    private String names() throws IOException {
        return unfinished().stream()
                .filter(name -> !name.startsWith(broken()))
                .map(name -> name.replaceAll("\\.(wav|call)$", ""))
                .findFirst()
                .orElseThrow();
    }

    private static String broken() {
        return "1.M1P1Q1R00000000.voiceport";
    }

    private List<String> unfinished() throws IOException {
        try (var files = Files.list(tmp)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private void age() throws IOException {
        try (var files = Files.list(tmp)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
            }
        }
    }

    private void recover() {
        store.recover(MAILBOXES, Duration.ofSeconds(1), events::add);
    }
}
