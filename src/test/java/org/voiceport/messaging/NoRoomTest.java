package org.voiceport.messaging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.audio.Level;
import org.voiceport.audio.Sink;
import org.voiceport.audio.Source;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.MessageEvent;
import org.voiceport.port.CallDetails;

/** Callers for whom there is no room: on the whole disk, or in one mailbox. */
class NoRoomTest {
    private static final long MIN_FREE = 1000;
    private static final List<String> REFUSAL = List.of("answer", "play", "hang up", "ended by port");

    @TempDir
    Path directory;

    private final AtomicLong free = new AtomicLong(MIN_FREE);
    private Office office;

    private void open(VoicemailSettings settings, Mailboxes mailboxes) {
        MessageStore store = new MessageStore(
                directory.resolve("messages"),
                Clock.systemUTC(),
                System::nanoTime,
                PrivateFiles::create,
                any -> free.get());
        office = new Office(store, settings, Patience.USUAL, mailboxes);
    }

    private void openWithMinFree() {
        open(Office.SETTINGS.with(MIN_FREE, 0), Office.MAILBOXES);
    }

    @AfterEach
    void close() {
        office.close();
    }

    private MessageEvent.Stored leave() throws InterruptedException {
        office.ring(FakeCall.saying(Office.speech(1000, 1)));
        return office.next(MessageEvent.Stored.class);
    }

    @Test
    void with_room_enough_nothing_is_different() throws Exception {
        openWithMinFree();
        leave();
    }

    @Test
    void with_too_little_room_the_caller_hears_so_and_nothing_is_recorded() throws Exception {
        openWithMinFree();
        free.set(MIN_FREE - 1);
        FakeCall call = office.ring(FakeCall.staying(Office.speech(1000, 1)));
        assertEquals(REFUSAL, call.steps());
        assertArrayEquals(Office.PROMPTS.noRoom(), call.heard().get(0));
        assertEquals(MIN_FREE - 1, office.next(DaemonEvent.StoreShort.class).freeBytes());
        MessageEvent.NoRoom told = office.next(MessageEvent.NoRoom.class);
        assertEquals(
                List.of("2001", MIN_FREE - 1, MIN_FREE, 7),
                List.of(told.mailbox(), told.freeBytes(), told.minFreeBytes(), told.reference()));
        assertTrue(Files.notExists(directory.resolve("messages")));
    }

    @Test
    void each_call_is_told_and_the_shortage_once() throws Exception {
        openWithMinFree();
        free.set(0);
        office.ring(1, CallDetails.UNKNOWN, FakeCall.staying(new short[0])).steps();
        office.next(DaemonEvent.StoreShort.class);
        office.next(MessageEvent.NoRoom.class);
        office.ring(2, CallDetails.UNKNOWN, FakeCall.staying(new short[0])).steps();
        office.next(MessageEvent.NoRoom.class);
        free.set(2 * MIN_FREE);
        office.ring(3, CallDetails.UNKNOWN, FakeCall.saying(Office.speech(1000, 1)));
        office.next(DaemonEvent.StoreEnough.class);
        assertEquals("general", office.next(MessageEvent.Stored.class).mailbox());
    }

    @Test
    void a_caller_who_hangs_up_on_the_refusal_is_told_of_no_more_than_others() throws Exception {
        openWithMinFree();
        free.set(0);
        office.ring(new FakeCall.Caller() {
            @Override
            public void hears(FakeCall call, int index, Source source) {
                call.end("far end");
            }

            @Override
            public void speaks(FakeCall call, Sink sink) {}
        });
        office.next(DaemonEvent.StoreShort.class);
        office.next(MessageEvent.NoRoom.class);
        assertTrue(office.voicemail.close(Duration.ofSeconds(5)));
        assertEquals(List.of(), List.copyOf(office.events));
    }

    @Test
    void a_message_that_has_begun_is_kept_to_its_end() throws Exception {
        openWithMinFree();
        CountDownLatch speaking = new CountDownLatch(1);
        CountDownLatch full = new CountDownLatch(1);
        short[] said = Office.speech(3000, 2);
        office.ring((call, sink) -> {
            sink.write(said, 0, said.length / 2);
            speaking.countDown();
            await(full);
            sink.write(said, said.length / 2, said.length - said.length / 2);
            call.end("far end");
        });
        await(speaking);
        free.set(0);
        office.store.space().look(MIN_FREE, office.events::add);
        full.countDown();
        office.next(DaemonEvent.StoreShort.class);
        assertArrayEquals(
                said,
                Office.sound(Path.of(office.next(MessageEvent.Stored.class).file())));
    }

    @Test
    void without_a_limit_the_last_byte_may_be_used() throws Exception {
        open(Office.SETTINGS, Office.MAILBOXES);
        free.set(0);
        leave();
    }

    @Test
    void a_mailbox_at_its_quota_is_full_and_others_are_not() throws Exception {
        open(Office.SETTINGS.with(0, 20_000), Office.MAILBOXES);
        long size = Files.size(Path.of(leave().file())); // below it until then, so this one is kept whole
        FakeCall call = office.ring(FakeCall.staying(new short[0]));
        assertEquals(REFUSAL, call.steps());
        assertArrayEquals(Office.PROMPTS.mailboxFull(), call.heard().get(0));
        MessageEvent.MailboxFull told = office.next(MessageEvent.MailboxFull.class);
        assertEquals(
                List.of("2001", size, 20_000L, 7),
                List.of(told.mailbox(), told.usedBytes(), told.quotaBytes(), told.reference()));
        office.ring(9, CallDetails.UNKNOWN, FakeCall.saying(Office.speech(1000, 1)));
        assertEquals("general", office.next(MessageEvent.Stored.class).mailbox());
    }

    @Test
    void a_mailbox_takes_messages_again_when_some_are_gone() throws Exception {
        open(Office.SETTINGS.with(0, 20_000), Office.MAILBOXES);
        Path first = Path.of(leave().file());
        office.ring(FakeCall.staying(new short[0])).steps();
        office.next(MessageEvent.MailboxFull.class);
        Files.delete(first);
        leave();
    }

    @Test
    void heard_messages_count_too_and_so_do_recordings_under_way() throws Exception {
        open(Office.SETTINGS.with(0, 20_000), Office.MAILBOXES);
        Path message = Path.of(leave().file());
        Path cur = directory.resolve("messages/2001/cur");
        Files.move(message, cur.resolve(message.getFileName() + ":2,S"));
        long heard = office.store.used(Office.BOB);
        assertTrue(heard >= 20_000, heard + " bytes");
        Files.write(directory.resolve("messages/2001/tmp/1.M1P1Q1R00000000.voiceport.wav"), new byte[5000]);
        assertEquals(heard + 5000, office.store.used(Office.BOB));
    }

    @Test
    void a_mailbox_goes_by_its_own_quota() throws Exception {
        open(
                Office.SETTINGS.with(0, 1),
                Mailboxes.of(List.of(bob(OptionalLong.of(1 << 20)), Mailbox.of("2002", "Carol")), "general"));
        leave();
        leave();
    }

    @Test
    void a_mailbox_may_be_without_limit_where_others_have_one() throws Exception {
        open(Office.SETTINGS.with(0, 1), Mailboxes.of(List.of(bob(OptionalLong.of(0))), "general"));
        leave();
        leave();
    }

    private static Mailbox bob(OptionalLong quota) {
        return new Mailbox("2001", "Bob", Optional.empty(), Optional.empty(), quota);
    }

    @Test
    void the_prompts_of_the_program_are_speech_of_some_seconds() {
        open(Office.SETTINGS, Office.MAILBOXES);
        Prompts prompts = Prompts.included();
        for (short[] prompt : List.of(prompts.greeting(), prompts.noRoom(), prompts.mailboxFull())) {
            assertTrue(prompt.length > Source.RATE && prompt.length < 6 * Source.RATE, prompt.length + " samples");
            double level = Level.dbov(prompt, 0, prompt.length);
            assertTrue(level > -30 && level < -6, level + " dBov");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, java.util.concurrent.TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
