package org.voiceport.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Event;
import org.voiceport.event.LampEvent;
import org.voiceport.port.CallDetails;
import org.voiceport.port.CallEvent;
import org.voiceport.port.NoCall;
import org.voiceport.port.Outgoing;
import org.voiceport.port.OutgoingHandler;

/** Lamps follow mailboxes: files on one side, calls of fake lines on the other. */
class LampsTest {
    private static final LampNumbers NUMBERS = new LampNumbers("9099", "9098", false);
    private static final Mailbox BOB = Mailbox.of("2001", "Bob");
    private static final Mailbox CAROL = Mailbox.of("2002", "Carol");

    @TempDir
    Path directory;

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final List<FakeLine> lines = new CopyOnWriteArrayList<>(List.of(new FakeLine("CiscoUM1-VI1")));
    private MessageStore store;
    private Lamps lamps;

    @BeforeEach
    void open() throws IOException {
        store = new MessageStore(directory.resolve("messages"), Clock.systemUTC());
        store.ready(BOB);
        store.ready(CAROL);
        lamps = lamps(NUMBERS);
    }

    private Lamps lamps(LampNumbers numbers) {
        return new Lamps(
                numbers, store, Mailboxes.of(List.of(BOB, CAROL), "general"), () -> List.copyOf(lines), events::add);
    }

    @AfterEach
    void close() {
        lamps.close();
    }

    private Path file(Mailbox mailbox, String folder, String name) {
        return store.directory().resolve(mailbox.number()).resolve(folder).resolve(name);
    }

    private void message(Mailbox mailbox, String name) throws IOException {
        Files.createFile(file(mailbox, "new", name));
    }

    @Test
    void lamps_that_no_line_takes_a_call_for_are_told_once() throws Exception {
        message(BOB, "1");
        lamps.start();
        refuse();
        lamps.aMinutePasses();
        refuse();
        lamps.aMinutePasses();
        assertEquals(1, told(LampEvent.Waiting.class).lamps());
        refuse();
        lamps.aMinutePasses();
        line().next().switches();
        assertEquals(BOB.number(), told(LampEvent.Switched.class).mailbox());
    }

    private void refuse() throws InterruptedException {
        line().next().from().notMade(NoCall.NOT_REGISTERED);
    }

    private FakeLine line() {
        return lines.get(0);
    }

    private <E extends Event> E told(Class<E> kind) throws InterruptedException {
        Event event = events.poll(10, TimeUnit.SECONDS);
        assertTrue(kind.isInstance(event), () -> "told " + event);
        return kind.cast(event);
    }

    /** A line on which a call is made when a test takes it. */
    private static final class FakeLine implements Lamps.Line {
        private final DeviceName device;
        private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();

        FakeLine(String device) {
            this.device = new DeviceName(device);
        }

        record Asked(Outgoing outgoing, OutgoingHandler from) {
            /** Makes the call, whose far end does this. */
            void happens(CallEvent... told) {
                try (FakeCall call = new FakeCall(1, CallDetails.UNKNOWN, (self, sink) -> {})) {
                    Consumer<CallEvent> hearer = from.begun(call);
                    for (CallEvent event : told) {
                        hearer.accept(event);
                    }
                }
            }

            /** The call manager takes the number and ends the call. */
            void switches() {
                happens(new CallEvent.Dialled(), new CallEvent.Ended("far end"));
            }
        }

        @Override
        public DeviceName device() {
            return device;
        }

        @Override
        public void place(Outgoing outgoing, OutgoingHandler from) {
            asked.add(new Asked(outgoing, from));
        }

        Asked next() throws InterruptedException {
            Asked next = asked.poll(10, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no call is asked for");
            }
            return next;
        }
    }

    @Test
    void a_first_message_lights_the_lamp_for_the_mailbox() throws Exception {
        lamps.start();
        message(BOB, "1.a.host");
        FakeLine.Asked asked = line().next();
        assertEquals("9099", asked.outgoing().number());
        assertEquals(Optional.of("2001"), asked.outgoing().callingNumber());
        asked.switches();
        assertEquals(new LampEvent.Switched(line().device(), "2001", true, 0), told(LampEvent.Switched.class));
    }

    @Test
    void a_second_message_changes_nothing() throws Exception {
        message(BOB, "1.a.host");
        lamps.start();
        line().next().switches();
        told(LampEvent.Switched.class);
        message(BOB, "2.a.host");
        message(CAROL, "3.a.host");
        // Carol's lamp is the next call, so Bob's second message made none.
        assertEquals(Optional.of("2002"), line().next().outgoing().callingNumber());
    }

    @Test
    void the_last_new_message_heard_puts_the_lamp_out() throws Exception {
        message(BOB, "1.a.host");
        lamps.start();
        line().next().switches();
        told(LampEvent.Switched.class);
        // So an IMAP server does when the message is read.
        Files.move(file(BOB, "new", "1.a.host"), file(BOB, "cur", "1.a.host:2,S"));
        FakeLine.Asked asked = line().next();
        assertEquals("9098", asked.outgoing().number());
        asked.switches();
        assertFalse(told(LampEvent.Switched.class).on());
    }

    @Test
    void a_message_that_was_only_listed_is_still_new() throws Exception {
        message(BOB, "1.a.host");
        lamps.start();
        line().next().switches();
        told(LampEvent.Switched.class);
        Files.move(file(BOB, "new", "1.a.host"), file(BOB, "cur", "1.a.host:2,"));
        Files.move(file(BOB, "cur", "1.a.host:2,"), file(BOB, "cur", "1.a.host:2,F"));
        message(CAROL, "3.a.host");
        assertEquals(Optional.of("2002"), line().next().outgoing().callingNumber());
    }

    @Test
    void a_message_that_is_removed_puts_the_lamp_out() throws Exception {
        message(BOB, "1.a.host");
        lamps.start();
        line().next().switches();
        told(LampEvent.Switched.class);
        Files.delete(file(BOB, "new", "1.a.host"));
        assertEquals("9098", line().next().outgoing().number());
    }

    @Test
    void a_message_that_is_deleted_for_its_age_puts_the_lamp_out() throws Exception {
        Path old = file(BOB, "new", "1600000000.M1.host");
        Files.writeString(
                old,
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: audio/wav\r\n\r\n\r\n--b--\r\n");
        Files.setLastModifiedTime(old, FileTime.from(Instant.ofEpochSecond(1_600_000_000)));
        lamps.start();
        line().next().switches();
        told(LampEvent.Switched.class);
        store.expire(Mailboxes.of(List.of(BOB, CAROL), "general"), Optional.of(Duration.ofDays(30)), events::add);
        told(DaemonEvent.Expired.class);
        assertEquals("9098", line().next().outgoing().number());
    }

    @Test
    void what_is_known_outlives_a_restart_and_what_is_not_is_made_up_for() throws Exception {
        message(BOB, "1.a.host");
        lamps.start();
        line().next().switches();
        told(LampEvent.Switched.class);
        lamps.close();
        assertEquals(new LampFile.Kept(Map.of("2001", true), Set.of()), new LampFile(store.directory()).load());
        message(CAROL, "2.a.host");
        Files.delete(file(BOB, "new", "1.a.host"));
        lamps = lamps(NUMBERS);
        lamps.start();
        FakeLine.Asked first = line().next();
        assertEquals("9098", first.outgoing().number());
        first.switches();
        assertEquals("9099", line().next().outgoing().number());
    }

    /** The same directory after Bob's mailbox was taken out of the configuration. */
    private Lamps withoutBob(LampNumbers numbers) {
        lamps.close();
        return new Lamps(
                numbers, store, Mailboxes.of(List.of(CAROL), "general"), () -> List.copyOf(lines), events::add);
    }

    private void lightBob() throws Exception {
        message(BOB, "1.a.host");
        lamps.start();
        line().next().switches();
        told(LampEvent.Switched.class);
    }

    private String file() throws IOException {
        return Files.readString(store.directory().resolve(LampFile.NAME));
    }

    @Test
    void a_lamp_whose_mailbox_is_gone_is_put_out_and_forgotten() throws Exception {
        lightBob();
        lamps = withoutBob(NUMBERS);
        lamps.start();
        FakeLine.Asked asked = line().next();
        assertEquals("9098", asked.outgoing().number());
        assertEquals(Optional.of("2001"), asked.outgoing().callingNumber());
        asked.switches();
        assertFalse(told(LampEvent.Switched.class).on());
        lamps.close();
        assertEquals("", file());
    }

    @Test
    void a_lamp_whose_mailbox_is_gone_is_not_forgotten_before_it_is_out() throws Exception {
        lightBob();
        lamps = withoutBob(NUMBERS);
        lamps.start();
        line().next();
        lamps = withoutBob(NUMBERS);
        assertEquals("unknown 2001\n", file());
        lamps.start();
        assertEquals("9098", line().next().outgoing().number());
    }

    /** A number of 24 digits can be dialled as it is and not behind another one. */
    @Test
    void a_lamp_that_is_out_of_reach_is_not_forgotten() throws Exception {
        String longest = "1".repeat(24);
        Files.writeString(store.directory().resolve(LampFile.NAME), "on " + longest + "\n");
        lamps = withoutBob(new LampNumbers("9099", "9098", true));
        message(CAROL, "1.a.host");
        lamps.start();
        line().next().switches();
        told(LampEvent.Switched.class);
        lamps.close();
        assertEquals("unknown " + longest + "\non 2002\n", file());
    }

    @Test
    void a_folder_that_was_deleted_and_made_anew_is_watched_again() throws Exception {
        message(CAROL, "1.a.host");
        lamps.start();
        line().next().switches();
        told(LampEvent.Switched.class);
        // By now the folders are watched, or the call could not have been made.
        Path folder = file(BOB, "new", "x").getParent();
        Files.delete(folder);
        Files.createDirectory(folder);
        message(BOB, "2.a.host");
        assertEquals(Optional.of("2001"), line().next().outgoing().callingNumber());
    }

    @Test
    void a_call_cut_off_by_the_end_is_made_again() throws Exception {
        message(BOB, "1.a.host");
        lamps.start();
        line().next();
        lamps.close();
        lamps = lamps(NUMBERS);
        lamps.start();
        assertEquals("9099", line().next().outgoing().number());
    }

    /** What is on the disk while the call goes on is what a crash leaves. */
    @Test
    void a_lamp_that_a_crash_may_have_left_lit_is_put_out() throws Exception {
        message(BOB, "1.a.host");
        lamps.start();
        line().next();
        String left = Files.readString(store.directory().resolve(LampFile.NAME));
        lamps.close();
        // Somebody heard the message before the restart.
        Files.delete(file(BOB, "new", "1.a.host"));
        Files.writeString(store.directory().resolve(LampFile.NAME), left);
        lamps = lamps(NUMBERS);
        lamps.start();
        FakeLine.Asked again = line().next();
        assertEquals("9098", again.outgoing().number());
        assertEquals(Optional.of("2001"), again.outgoing().callingNumber());
    }

    @Test
    void lamps_set_anew_are_still_set_after_a_restart() throws Exception {
        lamps.start();
        lamps.resync();
        told(LampEvent.Resync.class);
        line().next();
        lamps.close();
        lamps = lamps(NUMBERS);
        lamps.start();
        line().next().switches();
        line().next().switches();
        told(LampEvent.Switched.class);
        told(LampEvent.Switched.class);
    }

    @Test
    void many_lamps_are_written_down_at_once_before_the_first_is_dialled() throws Exception {
        message(BOB, "1.a.host");
        message(CAROL, "2.a.host");
        lamps.start();
        line().next();
        assertEquals(
                "unknown 2001\nunknown 2002\n",
                Files.readString(store.directory().resolve(LampFile.NAME)));
    }

    @Test
    void the_call_manager_may_answer_instead() throws Exception {
        message(BOB, "1.a.host");
        lamps.start();
        line().next().happens(new CallEvent.Dialled(), new CallEvent.Answered(), new CallEvent.Ended("port"));
        told(LampEvent.Switched.class);
    }

    /** A drain would wait for the port until its limit, and a reload that changes the port for ever. */
    @Test
    void an_answered_call_is_hung_up_at_the_end_at_the_latest() throws Exception {
        message(BOB, "1.a.host");
        lamps.start();
        FakeLine.Asked asked = line().next();
        try (FakeCall call = new FakeCall(1, CallDetails.UNKNOWN, (self, sink) -> {})) {
            Consumer<CallEvent> hearer = asked.from().begun(call);
            hearer.accept(new CallEvent.Dialled());
            hearer.accept(new CallEvent.Answered());
            lamps.close();
            assertEquals(List.of("hang up", "ended by port"), call.steps());
        }
    }

    /** A stop may come between the two, when a reload has made them anew. */
    @Test
    void lamps_that_are_closed_already_do_not_start() throws Exception {
        message(BOB, "1.a.host");
        lamps.close();
        lamps.start();
        assertNull(line().asked.poll());
        assertEquals(List.of(), List.copyOf(events));
    }

    @Test
    void a_call_that_is_lost_is_none() throws Exception {
        message(BOB, "1.a.host");
        lamps.start();
        line().next().happens(new CallEvent.Dialled(), new CallEvent.Ended("loss of the call manager"));
        assertTrue(told(LampEvent.NotSwitched.class).reason().contains("loss"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"BUSY", "CONGESTION", "INVALID_NUMBER", "NO_ANSWER"})
    void a_failure_is_told_with_what_to_do(String why) throws Exception {
        message(BOB, "1.a.host");
        lamps.start();
        line().next()
                .happens(
                        new CallEvent.Dialled(),
                        new CallEvent.Failed(CallEvent.Failure.valueOf(why)),
                        new CallEvent.Ended("port"));
        LampEvent.NotSwitched told = told(LampEvent.NotSwitched.class);
        assertEquals("2001", told.mailbox());
        assertEquals(why.equals("BUSY"), told.todo().isEmpty());
    }

    @Test
    void a_lamp_that_works_again_tells_how_often_it_failed() throws Exception {
        message(BOB, "1.a.host");
        lamps.start();
        line().next()
                .happens(
                        new CallEvent.Dialled(),
                        new CallEvent.Failed(CallEvent.Failure.CONGESTION),
                        new CallEvent.Ended("port"));
        told(LampEvent.NotSwitched.class);
        // Somebody who mended it doesn't wait for the retry.
        lamps.resync();
        told(LampEvent.Resync.class);
        line().next().switches();
        LampEvent.Switched told = told(LampEvent.Switched.class);
        assertEquals(new LampEvent.Switched(line().device(), "2001", true, 1), told);
        assertTrue(told.text().endsWith("switched on, after 1 failure"), told::text);
    }

    @Test
    void a_line_that_is_busy_is_tried_again_without_a_word() throws Exception {
        message(BOB, "1.a.host");
        lamps.start();
        line().next().from().notMade(NoCall.BUSY);
        line().next().switches();
        told(LampEvent.Switched.class);
    }

    @Test
    void a_line_makes_one_call_at_a_time_and_two_make_two() throws Exception {
        message(BOB, "1.a.host");
        message(CAROL, "2.a.host");
        lamps.start();
        FakeLine.Asked first = line().next();
        assertNull(line().asked.poll());
        lines.add(new FakeLine("CiscoUM1-VI2"));
        lamps.changed("2002");
        FakeLine.Asked second = lines.get(1).next();
        assertEquals(Optional.of("2002"), second.outgoing().callingNumber());
        first.switches();
        second.switches();
    }

    @Test
    void all_lamps_are_set_anew_when_asked() throws Exception {
        message(BOB, "1.a.host");
        lamps.start();
        line().next().switches();
        told(LampEvent.Switched.class);
        lamps.resync();
        assertEquals(2, told(LampEvent.Resync.class).lamps(), "the general mailbox has no number to dial");
        FakeLine.Asked bob = line().next();
        assertEquals("9099", bob.outgoing().number());
        bob.switches();
        FakeLine.Asked carol = line().next();
        assertEquals("9098", carol.outgoing().number());
    }

    @Test
    void the_mailbox_goes_behind_the_number_where_the_call_manager_wants_it_so() throws Exception {
        lamps.close();
        lamps = lamps(new LampNumbers("2222", "2223", true));
        message(BOB, "1.a.host");
        lamps.start();
        FakeLine.Asked asked = line().next();
        assertEquals("22222001", asked.outgoing().number());
        assertEquals(Optional.empty(), asked.outgoing().callingNumber());
    }

    @Test
    void what_is_known_is_a_private_file() throws Exception {
        message(BOB, "1.a.host");
        lamps.start();
        line().next().switches();
        told(LampEvent.Switched.class);
        lamps.close();
        Path file = store.directory().resolve(LampFile.NAME);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals("on 2001\n", Files.readString(file));
    }

    @Test
    void lines_that_nobody_wrote_are_left_out() throws Exception {
        Files.writeString(
                store.directory().resolve(LampFile.NAME),
                "on 2001\n\nrubbish\noff\non ../x\noff 2002\nunknown 2003\nunknown ../y\n");
        assertEquals(
                new LampFile.Kept(Map.of("2001", true, "2002", false), Set.of("2003")),
                new LampFile(store.directory()).load());
    }

    @Test
    void a_store_that_cannot_be_written_is_told_once() throws Exception {
        Files.createDirectories(store.directory().resolve(LampFile.NAME).resolve("in the way"));
        message(BOB, "1.a.host");
        message(CAROL, "2.a.host");
        lamps.start();
        told(LampEvent.NotKept.class);
        told(LampEvent.NotKept.class);
        line().next().switches();
        line().next().switches();
        told(LampEvent.Switched.class);
        told(LampEvent.Switched.class);
        lamps.close();
        assertEquals(List.of(), List.copyOf(events), "it was read once and written several times");
    }
}
