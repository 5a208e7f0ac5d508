package org.voiceport.messaging;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.voiceport.audio.Source;
import org.voiceport.audio.Tones;
import org.voiceport.event.CallReport;
import org.voiceport.event.EventSink;
import org.voiceport.event.MessageEvent;
import org.voiceport.port.Call;

/** The script of a call: greeting, beep, recording; or why there is none. Straight through, on a thread of its own. */
final class LeaveMessage implements Runnable {
    private static final short[] BEEP = Tones.beep();
    private static final int MAX_WHAT = 300;

    private final Conversation talk;
    private final Call call;
    private final VoicemailSettings settings;
    private final Prompts prompts;
    private final Mailboxes mailboxes;
    private final MessageStore store;
    private final EventSink events;

    LeaveMessage(
            Conversation talk,
            VoicemailSettings settings,
            Prompts prompts,
            Mailboxes mailboxes,
            MessageStore store,
            EventSink events) {
        this.talk = talk;
        this.call = talk.call();
        this.settings = settings;
        this.prompts = prompts;
        this.mailboxes = mailboxes;
        this.store = store;
        this.events = events;
    }

    @Override
    public void run() {
        try {
            converse();
        } catch (CallOverException e) {
            discarded("the call ended before the recording began, by " + e.getMessage());
        } catch (IOException e) {
            failed(e);
        } catch (RuntimeException | Error e) {
            events.accept(new CallReport.ApplicationFailed(call.device(), call.reference(), describe(e)));
        } finally {
            talk.hangUp();
        }
    }

    private void converse() throws CallOverException, IOException {
        talk.answer();
        Mailbox mailbox = mailbox();
        if (refused(mailbox)) {
            return;
        }
        talk.play(greeting(mailbox));
        try (Recording recording = store.begin(new Envelope(mailbox, Caller.of(call.details()), store.now()))) {
            beep(recording);
            long lost = talk.record(recording, settings.maxMessage(), settings.silence());
            talk.hangUp();
            if (lost > 0) {
                events.accept(new MessageEvent.Incomplete(
                        call.device(), call.reference(), mailbox.number(), lost * 1000 / Source.RATE));
            }
            keep(recording, mailbox);
        }
    }

    /** True if there is no room for a message; the caller has heard so. */
    private boolean refused(Mailbox mailbox) throws IOException {
        if (!store.space().look(settings.minFree(), events)) {
            events.accept(new MessageEvent.NoRoom(
                    call.device(),
                    call.reference(),
                    mailbox.number(),
                    store.space().freeBytes().orElse(0),
                    settings.minFree()));
            say(prompts.noRoom());
            return true;
        }
        long quota = settings.quotaOf(mailbox);
        long used = quota == 0 ? 0 : store.used(mailbox);
        if (quota == 0 || used < quota) {
            return false;
        }
        events.accept(new MessageEvent.MailboxFull(call.device(), call.reference(), mailbox.number(), used, quota));
        say(prompts.mailboxFull());
        return true;
    }

    /** Plays what the caller needn't hear to the end. */
    private void say(short[] prompt) {
        try {
            talk.play(prompt);
        } catch (CallOverException heardEnough) {
            // What became of the call is told already.
        }
    }

    private void beep(Recording recording) throws CallOverException, IOException {
        try {
            talk.play(BEEP);
        } catch (CallOverException | CallStalledException e) {
            recording.discard();
            throw e;
        }
    }

    private void keep(Recording recording, Mailbox mailbox) throws IOException {
        long millis = recording.millis();
        if (millis < settings.minMessage().toMillis() || millis == 0) {
            recording.discard();
            discarded(millis + " ms recorded, shorter than minMessage");
            return;
        }
        Path file = recording.deliver();
        events.accept(
                new MessageEvent.Stored(call.device(), call.reference(), mailbox.number(), file.toString(), millis));
    }

    private short[] greeting(Mailbox mailbox) {
        Optional<Path> own = mailbox.greeting();
        if (own.isPresent()) {
            try {
                return Prompts.own(own.get());
            } catch (IOException e) {
                events.accept(new MessageEvent.GreetingUnusable(
                        call.device(), call.reference(), mailbox.number(), StoreTrouble.reason(e)));
            }
        }
        return prompts.greeting();
    }

    /** Chosen anew each time, as more may be known of a call once it is answered. */
    private Mailbox mailbox() {
        return MailboxChoice.of(call.details(), mailboxes);
    }

    private void discarded(String reason) {
        events.accept(new MessageEvent.Discarded(
                call.device(), call.reference(), mailbox().number(), reason));
    }

    private void failed(IOException e) {
        events.accept(new MessageEvent.Failed(
                call.device(),
                call.reference(),
                mailbox().number(),
                StoreTrouble.reason(e),
                StoreTrouble.todo(e, store.directory())));
    }

    /** A stalled call explains itself; any other failure is a defect, so its place is told. */
    private static String describe(Throwable e) {
        StackTraceElement[] trace = e.getStackTrace();
        String what = e instanceof CallStalledException
                ? String.valueOf(e.getMessage())
                : e + (trace.length == 0 ? "" : " at " + trace[0]);
        return HeaderText.clean(what, MAX_WHAT);
    }
}
