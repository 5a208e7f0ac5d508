package org.voiceport.messaging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.audio.Sink;
import org.voiceport.audio.Source;
import org.voiceport.audio.Tones;
import org.voiceport.audio.Wav;
import org.voiceport.event.CallReport;
import org.voiceport.event.MessageEvent;
import org.voiceport.port.CallDetails;
import org.voiceport.port.CallEvent;

/** Whole calls: a fake call on one side, files and events on the other. */
class VoicemailTest {
    @TempDir
    Path directory;

    private Office office;

    @BeforeEach
    void open() {
        office = new Office(directory.resolve("messages"));
    }

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void answers_greets_beeps_and_records_in_this_order() throws Exception {
        FakeCall call = office.ring(FakeCall.saying(Office.speech(1000, 1)));
        assertEquals(List.of("answer", "play", "play", "record", "ended by far end"), call.steps());
    }

    @Test
    void plays_the_general_greeting_then_the_beep() throws Exception {
        FakeCall call = office.ring(FakeCall.saying(Office.speech(1000, 1)));
        call.steps();
        assertEquals(2, call.heard().size());
        assertArrayEquals(Office.GREETING, call.heard().get(0));
        assertArrayEquals(Tones.beep(), call.heard().get(1));
    }

    @Test
    void stores_every_sample_that_was_said() throws Exception {
        short[] said = Office.speech(5003, 2);
        office.ring(FakeCall.saying(said));
        MessageEvent.Stored stored = office.next(MessageEvent.Stored.class);
        assertArrayEquals(said, Office.sound(Path.of(stored.file())));
    }

    @Test
    void tells_where_a_message_is_and_how_long() throws Exception {
        office.ring(FakeCall.saying(Office.speech(2500, 3)));
        MessageEvent.Stored stored = office.next(MessageEvent.Stored.class);
        MessageStore.Entry entry = office.store.list(Office.BOB).get(0);
        assertEquals(
                List.of(entry.file().toString(), "2001", 2500L, 7),
                List.of(stored.file(), stored.mailbox(), stored.millis(), stored.reference()));
    }

    @Test
    void leaves_nothing_in_tmp_after_a_message() throws Exception {
        office.ring(FakeCall.saying(Office.speech(1000, 3)));
        office.next(MessageEvent.Stored.class);
        assertEquals(List.of(), files("tmp"));
    }

    @Test
    void hanging_up_during_the_greeting_leaves_nothing() throws Exception {
        office.ring(new FakeCall.Caller() {
            @Override
            public void hears(FakeCall call, int index, Source source) {
                call.end("far end");
            }

            @Override
            public void speaks(FakeCall call, Sink sink) {
                throw new AssertionError("recorded after the end");
            }
        });
        office.next(MessageEvent.Discarded.class);
        assertFalse(Files.exists(directory.resolve("messages/2001")));
    }

    @Test
    void hanging_up_during_the_beep_leaves_nothing() throws Exception {
        office.ring(new FakeCall.Caller() {
            @Override
            public void hears(FakeCall call, int index, Source source) {
                if (index == 0) {
                    call.tell(new CallEvent.Played(source));
                } else {
                    call.end("far end");
                }
            }

            @Override
            public void speaks(FakeCall call, Sink sink) {
                throw new AssertionError("recorded after the end");
            }
        });
        office.next(MessageEvent.Discarded.class);
        assertEquals(List.of(List.of(), List.of()), List.of(files("tmp"), files("new")));
    }

    @Test
    void a_recording_under_the_minimum_leaves_nothing() throws Exception {
        office.ring(FakeCall.saying(Office.speech(480, 4)));
        assertEquals(
                "480 ms recorded, shorter than minMessage",
                office.next(MessageEvent.Discarded.class).reason());
        assertEquals(List.of(List.of(), List.of()), List.of(files("tmp"), files("new")));
    }

    @Test
    void a_recording_of_just_the_minimum_is_stored() throws Exception {
        office.ring(FakeCall.saying(Office.speech(500, 4)));
        assertEquals(500, office.next(MessageEvent.Stored.class).millis());
    }

    @Test
    void hangs_up_and_stores_after_the_silence_which_is_kept() throws Exception {
        short[] said = Arrays.copyOf(Office.speech(1000, 5), 3 * Source.RATE);
        FakeCall call = office.ring(FakeCall.staying(said));
        assertEquals(
                List.of("answer", "play", "play", "record", "stop recording", "hang up", "ended by port"),
                call.steps());
        assertArrayEquals(
                said,
                Office.sound(Path.of(office.next(MessageEvent.Stored.class).file())));
    }

    @Test
    void a_line_that_gives_no_samples_at_all_counts_as_silence() throws Exception {
        FakeCall call = office.ring(FakeCall.staying(Office.speech(1000, 6)));
        assertEquals("hang up", call.steps().get(5));
        assertEquals(1000, office.next(MessageEvent.Stored.class).millis());
    }

    @Test
    void cuts_a_message_at_the_limit() throws Exception {
        short[] said = Office.speech(7000, 7);
        FakeCall call = office.ring(FakeCall.staying(said));
        assertEquals("hang up", call.steps().get(5));
        assertArrayEquals(
                Arrays.copyOf(said, 6 * Source.RATE),
                Office.sound(Path.of(office.next(MessageEvent.Stored.class).file())));
    }

    @Test
    void what_is_said_while_the_recording_stops_is_kept() throws Exception {
        short[] said = Arrays.copyOf(Office.speech(1000, 8), 3 * Source.RATE);
        short[] late = Office.speech(200, 9);
        AtomicReference<Sink> sinks = new AtomicReference<>();
        office.ring(new FakeCall.Caller() {
            @Override
            public void speaks(FakeCall call, Sink sink) {
                sinks.set(sink);
                sink.write(said, 0, said.length);
            }

            @Override
            public void recordingStops(FakeCall call) {
                sinks.get().write(late, 0, late.length);
                call.tell(new CallEvent.Recorded());
            }
        });
        short[] stored =
                Office.sound(Path.of(office.next(MessageEvent.Stored.class).file()));
        assertArrayEquals(late, Arrays.copyOfRange(stored, said.length, stored.length));
    }

    @Test
    void a_recording_that_never_stops_is_stored_all_the_same() throws Exception {
        losePatience();
        short[] said = Arrays.copyOf(Office.speech(1000, 8), 3 * Source.RATE);
        office.ring(new FakeCall.Caller() {
            @Override
            public void speaks(FakeCall call, Sink sink) {
                sink.write(said, 0, said.length);
            }

            @Override
            public void recordingStops(FakeCall call) {}
        });
        assertEquals(3000, office.next(MessageEvent.Stored.class).millis());
    }

    @Test
    void tells_what_a_slow_disk_lost() throws Exception {
        short[] said = Office.speech(12_000, 10);
        office.close();
        office = new Office(
                office.store,
                VoicemailSettings.ofTimes(Duration.ofMinutes(1), Duration.ofSeconds(2), Duration.ofSeconds(1)),
                Patience.USUAL);
        office.ring((call, sink) -> {
            sink.write(said, 0, said.length);
            call.end("far end");
        });
        assertEquals(2000, office.next(MessageEvent.Incomplete.class).lostMillis());
        assertEquals(10_000, office.next(MessageEvent.Stored.class).millis());
    }

    @Test
    void a_call_that_is_never_connected_is_given_up() throws Exception {
        losePatience();
        FakeCall call = office.ring(new FakeCall.Caller() {
            @Override
            public void answered(FakeCall stalled) {}

            @Override
            public void speaks(FakeCall stalled, Sink sink) {}
        });
        assertEquals(
                "the call wasn't connected within 300 ms",
                office.next(CallReport.ApplicationFailed.class).what());
        assertEquals(List.of("answer", "hang up", "ended by port"), call.steps());
    }

    @Test
    void a_prompt_that_never_ends_is_given_up() throws Exception {
        losePatience();
        FakeCall call = office.ring(new FakeCall.Caller() {
            @Override
            public void hears(FakeCall stalled, int index, Source source) {}

            @Override
            public void speaks(FakeCall stalled, Sink sink) {}
        });
        assertEquals(
                "a prompt wasn't played to its end within 500 ms",
                office.next(CallReport.ApplicationFailed.class).what());
        assertEquals(List.of("answer", "play", "hang up", "ended by port"), call.steps());
    }

    @Test
    void the_end_of_another_prompt_is_not_taken_for_this_one() throws Exception {
        losePatience();
        office.ring(new FakeCall.Caller() {
            @Override
            public void hears(FakeCall call, int index, Source source) {
                call.tell(new CallEvent.Played((into, offset, count) -> -1));
            }

            @Override
            public void speaks(FakeCall call, Sink sink) {}
        });
        office.next(CallReport.ApplicationFailed.class);
    }

    @Test
    void a_caller_who_withholds_name_and_number_is_nowhere_in_the_message() throws Exception {
        CallDetails open = Office.from("1001777", "Alice Secret");
        CallDetails withheld = new CallDetails(
                open.calling(), open.called(), open.originalCalled(), open.lastRedirecting(), 0, 0, 0x03);
        office.ring(9, withheld, FakeCall.saying(Office.speech(1000, 1)));
        MessageEvent.Stored stored = office.next(MessageEvent.Stored.class);
        assertEquals(Office.BOB.number(), stored.mailbox());
        String mail = Files.readString(Path.of(stored.file()), StandardCharsets.ISO_8859_1);
        String headers = mail.substring(0, mail.indexOf("Content-Type: audio/wav"));
        assertTrue(headers.contains("unknown caller"), headers);
        assertFalse(headers.contains("1001777") || headers.contains("Secret"), headers);
    }

    @Test
    void a_defect_of_the_script_is_told_and_the_caller_hung_up() throws Exception {
        CallDetails none = new CallDetails(null, null, null, null, 0, 0, 0);
        FakeCall call = office.ring(8, none, FakeCall.saying(new short[0]));
        String what = office.next(CallReport.ApplicationFailed.class).what();
        assertTrue(what.startsWith("java.lang.NullPointerException") && what.contains("MailboxChoice"), what);
        assertEquals(List.of("answer", "hang up", "ended by port"), call.steps());
    }

    @Test
    void a_mailbox_with_a_greeting_of_its_own_plays_it() throws Exception {
        short[] own = Tones.sine(700, 500, -20);
        Path wav = directory.resolve("own.wav");
        try (OutputStream out = Files.newOutputStream(wav)) {
            Wav.write(own, out);
        }
        assertArrayEquals(own, greetingOf(wav));
    }

    @Test
    void an_unreadable_greeting_is_told_and_the_general_one_played() throws Exception {
        assertArrayEquals(Office.GREETING, greetingOf(directory.resolve("missing.wav")));
        MessageEvent.GreetingUnusable event = office.next(MessageEvent.GreetingUnusable.class);
        assertEquals("No Such File: " + directory.resolve("missing.wav"), event.reason());
    }

    private short[] greetingOf(Path wav) throws InterruptedException {
        Mailbox bob = new Mailbox("2001", "Bob", Optional.empty(), Optional.of(wav), OptionalLong.empty());
        office.close();
        office = new Office(office.store, Office.SETTINGS, Patience.USUAL, Mailboxes.of(List.of(bob), "general"));
        FakeCall call = office.ring(FakeCall.saying(Office.speech(1000, 1)));
        call.steps();
        return call.heard().get(0);
    }

    @Test
    void a_call_for_nobody_goes_to_the_general_mailbox() throws Exception {
        office.ring(9, CallDetails.UNKNOWN, FakeCall.saying(Office.speech(1000, 11)));
        assertEquals("general", office.next(MessageEvent.Stored.class).mailbox());
    }

    @Test
    void a_store_that_cannot_be_made_is_told_before_the_beep() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "no directory");
        office.close();
        office = new Office(file.resolve("messages"));
        FakeCall call = office.ring(FakeCall.staying(new short[0]));
        assertTrue(office.next(MessageEvent.Failed.class).todo().contains(file.toString()));
        assertEquals(List.of("answer", "play", "hang up", "ended by port"), call.steps());
    }

    @Test
    void a_disk_that_fills_up_is_told_and_the_caller_hung_up() throws Exception {
        office.close();
        MessageStore full = new MessageStore(
                directory.resolve("messages"), Clock.systemUTC(), file -> new FullChannel(file, 20_000));
        office = new Office(full, Office.SETTINGS, Patience.USUAL);
        FakeCall call = office.ring(FakeCall.staying(Office.speech(3000, 12)));
        assertEquals(
                "No space left on device",
                office.next(MessageEvent.Failed.class).reason());
        assertEquals(
                List.of("answer", "play", "play", "record", "stop recording", "hang up", "ended by port"),
                call.steps());
    }

    @Test
    void what_was_recorded_before_the_disk_was_full_becomes_a_message_later() throws Exception {
        short[] said = Office.speech(3000, 12);
        MessageStore full = new MessageStore(
                directory.resolve("messages"), Clock.systemUTC(), file -> new FullChannel(file, 20_000));
        try (Office broken = new Office(full, Office.SETTINGS, Patience.USUAL)) {
            broken.ring(FakeCall.staying(said));
            broken.next(MessageEvent.Failed.class);
            assertTrue(broken.voicemail.close(Duration.ofSeconds(5)));
        }
        office.store.recover(Office.MAILBOXES, Duration.ofMillis(500), office.events::add);
        short[] kept = Office.sound(office.store.list(Office.BOB).get(0).file());
        assertTrue(kept.length >= 8000, kept.length + " samples");
        assertArrayEquals(Arrays.copyOf(said, kept.length), kept);
    }

    @Test
    void a_message_that_cannot_be_delivered_keeps_its_sound() throws Exception {
        office.ring((call, sink) -> {
            short[] said = Office.speech(1000, 13);
            sink.write(said, 0, said.length);
            replaceByFile(directory.resolve("messages/2001/new"));
            call.end("far end");
        });
        office.next(MessageEvent.Failed.class);
        assertTrue(files("tmp").stream().anyMatch(name -> name.endsWith(".wav")), files("tmp")::toString);
    }

    @Test
    void twenty_callers_of_one_mailbox_leave_twenty_messages() throws Exception {
        Set<String> files = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            office.ring(100 + i, Office.from("10" + i, "Caller " + i), FakeCall.saying(Office.speech(1000, i)));
        }
        for (int i = 0; i < 20; i++) {
            files.add(office.next(MessageEvent.Stored.class).file());
        }
        assertEquals(20, files.size());
        assertEquals(20, office.store.list(Office.BOB).size());
    }

    @Test
    void each_of_many_callers_is_stored_under_its_own_name() throws Exception {
        for (int i = 0; i < 5; i++) {
            office.ring(i, Office.from("100" + i, ""), FakeCall.saying(Office.speech(1000, i)));
        }
        for (int i = 0; i < 5; i++) {
            MessageEvent.Stored stored = office.next(MessageEvent.Stored.class);
            assertArrayEquals(Office.speech(1000, stored.reference()), Office.sound(Path.of(stored.file())));
        }
    }

    @Test
    void a_port_cannot_take_the_threads_of_others() throws Exception {
        for (int i = 0; i < 4; i++) {
            CountDownLatch answering = new CountDownLatch(1);
            office.ring(1000 + i, CallDetails.UNKNOWN, new FakeCall.Caller() {
                @Override
                public void answered(FakeCall call) {
                    answering.countDown(); // and the call manager says no more, so that the script goes on waiting
                }

                @Override
                public void speaks(FakeCall call, Sink sink) {
                    throw new AssertionError("nobody answered");
                }
            });
            assertTrue(answering.await(10, TimeUnit.SECONDS));
        }
        office.ring(1004, CallDetails.UNKNOWN, FakeCall.staying(new short[0]));
        assertEquals(1004, office.next(CallReport.ApplicationFailed.class).reference());
    }

    @Test
    void closing_stores_what_is_being_recorded() throws Exception {
        CountDownLatch said = new CountDownLatch(1);
        office.ring((call, sink) -> {
            sink.write(Office.speech(1000, 14), 0, 8000);
            said.countDown();
        });
        said.await();
        assertTrue(office.voicemail.close(Duration.ofSeconds(5)));
        assertEquals(1000, office.next(MessageEvent.Stored.class).millis());
    }

    @Test
    void closing_ends_a_greeting() throws Exception {
        CountDownLatch greeted = new CountDownLatch(1);
        FakeCall call = office.ring(new FakeCall.Caller() {
            @Override
            public void hears(FakeCall ringing, int index, Source source) {
                greeted.countDown();
            }

            @Override
            public void speaks(FakeCall ringing, Sink sink) {}
        });
        greeted.await();
        assertTrue(office.voicemail.close(Duration.ofSeconds(5)));
        assertEquals(List.of("answer", "play", "hang up", "ended by port"), call.steps());
    }

    @Test
    void takes_no_call_once_it_is_closed() throws Exception {
        assertTrue(office.voicemail.close(Duration.ofSeconds(5)));
        assertEquals(
                List.of("hang up", "ended by port"),
                office.ring(FakeCall.saying(new short[0])).steps());
    }

    @Test
    void a_call_after_the_close_is_told() throws Exception {
        assertTrue(office.voicemail.close(Duration.ofSeconds(5)));
        office.ring(FakeCall.saying(new short[0]));
        assertEquals(
                "the daemon is stopping",
                office.next(MessageEvent.Discarded.class).reason());
    }

    @Test
    void a_call_for_which_there_is_no_thread_is_hung_up() throws Exception {
        Voicemail busy = new Voicemail(
                Office.SETTINGS,
                Optional.empty(),
                Office.MAILBOXES,
                office.store,
                office.events::add,
                CallThreads.platform(1));
        CountDownLatch begun = new CountDownLatch(1);
        FakeCall.Caller silent = (call, sink) -> begun.countDown();
        try (FakeCall first = new FakeCall(1, CallDetails.UNKNOWN, silent);
                FakeCall second = new FakeCall(2, CallDetails.UNKNOWN, silent)) {
            first.offerTo(busy);
            begun.await();
            second.offerTo(busy);
            assertEquals(List.of("hang up", "ended by port"), second.steps());
            assertTrue(busy.close(Duration.ofSeconds(5)));
        }
    }

    private void losePatience() {
        office.close();
        office = new Office(office.store, Office.SETTINGS, Office.LITTLE);
    }

    private List<String> files(String folder) throws IOException {
        try (var files = Files.list(directory.resolve("messages/2001").resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static void replaceByFile(Path folder) {
        try {
            Files.delete(folder);
            Files.writeString(folder, "in the way");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
