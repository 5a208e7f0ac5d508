package org.voiceport.messaging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.Event;
import org.voiceport.event.MessageEvent;

/** A real file system that is really full: a small one in memory, where this user may mount one. */
class FullDiskTest {
    private static final long MIN_FREE = 16 << 10;
    private static final VoicemailSettings SETTINGS = Office.SETTINGS.with(MIN_FREE, 0);

    @TempDir
    Path directory;

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private Path disk;
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(directory.resolve("disk"));
        mounted = run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString());
        assumeTrue(mounted, "only who may mount can try a full disk");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertTrue(run("umount", disk.toString()));
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    private <E extends Event> E next(Class<E> kind) throws InterruptedException {
        Event event = events.poll(10, TimeUnit.SECONDS);
        assertTrue(kind.isInstance(event), () -> "told " + event);
        return kind.cast(event);
    }

    @Test
    void what_was_said_until_the_disk_was_full_becomes_a_message_when_there_is_room() throws Exception {
        short[] said = Office.speech(6000, 1); // 96,000 bytes
        MessageStore store = new MessageStore(disk.resolve("messages"), Clock.systemUTC());
        StoreKeeper keeper = new StoreKeeper(store);
        try (Office office = new Office(store, SETTINGS, Patience.USUAL)) {
            FakeCall call = office.ring(FakeCall.staying(said));
            assertEquals(
                    "No space left on device",
                    office.next(MessageEvent.Failed.class).reason());
            assertEquals("ended by port", call.steps().get(6));

            office.ring(2, Office.from("1001", ""), FakeCall.staying(said)).steps();
            office.next(DaemonEvent.StoreShort.class);
            assertTrue(office.next(MessageEvent.NoRoom.class).freeBytes() < MIN_FREE);
            assertTrue(office.voicemail.close(Duration.ofSeconds(5)));

            assertTrue(run("mount", "-o", "remount,size=1m", disk.toString()));
            keeper.follow(new StoreKeeper.Rules(Office.MAILBOXES, SETTINGS, Optional.empty(), events::add));
            assertTrue(next(DaemonEvent.StoreEnough.class).freeBytes() > 900 << 10);
            keeper.recover();
            short[] kept = Office.sound(
                    Path.of(next(DaemonEvent.MessageRecovered.class).file()));
            assertTrue(kept.length >= 16_000, kept.length + " samples");
            assertArrayEquals(Arrays.copyOf(said, kept.length), kept);
            assertEquals(List.of(), List.copyOf(events));
        } finally {
            keeper.close();
            assertTrue(keeper.hasEnded(Duration.ofSeconds(10)));
        }
    }
}
