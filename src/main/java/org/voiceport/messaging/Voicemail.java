package org.voiceport.messaging;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.voiceport.event.CallReport;
import org.voiceport.event.DeviceName;
import org.voiceport.event.EventSink;
import org.voiceport.event.MessageEvent;
import org.voiceport.port.Call;
import org.voiceport.port.CallEvent;
import org.voiceport.port.CallHandler;

/**
 * The built-in voicemail: answers each call, plays the greeting and a beep, and records what is said into the mailbox that
 * the caller wanted; or says that there is no room for it. Each call is a script on a thread of its own, which ends in one
 * {@link MessageEvent} (stored, discarded, failed, mailbox full, no room) or {@link CallReport.ApplicationFailed}. May be used from
 * any thread.
 */
public final class Voicemail implements CallHandler {
    /** One that rings, and a few whose messages are being stored: a port must not take the threads of others. */
    private static final int MOST_SCRIPTS_OF_A_PORT = 4;

    private final VoicemailSettings settings;
    private final MessageStore store;
    private final EventSink events;
    private final Executor threads;
    private final Prompts prompts;
    private final Patience patience;
    private final Map<Conversation, CompletableFuture<Void>> running = new ConcurrentHashMap<>();
    private final Mailboxes mailboxes;
    private volatile boolean closing;

    /**
     * A voicemail that greets with {@code greeting} where a mailbox has no greeting of its own.
     *
     * @param greeting 8,000 samples a second; empty for the greeting that comes with the program
     * @param threads runs each script at once on a thread of its own, see {@link CallThreads}; stays the caller's
     */
    public Voicemail(
            VoicemailSettings settings,
            Optional<short[]> greeting,
            Mailboxes mailboxes,
            MessageStore store,
            EventSink events,
            Executor threads) {
        this(
                settings,
                mailboxes,
                store,
                events,
                threads,
                greeting.map(Prompts.included()::greetingWith).orElseGet(Prompts::included),
                Patience.USUAL);
    }

    Voicemail(
            VoicemailSettings settings,
            Mailboxes mailboxes,
            MessageStore store,
            EventSink events,
            Executor threads,
            Prompts prompts,
            Patience patience) {
        this.settings = settings;
        this.mailboxes = mailboxes;
        this.store = store;
        this.events = events;
        this.threads = threads;
        this.prompts = prompts;
        this.patience = patience;
    }

    /** True if no call is being taken and nothing is being stored. */
    public boolean isIdle() {
        return running.isEmpty();
    }

    @Override
    public Consumer<CallEvent> offered(Call call) {
        Conversation talk = new Conversation(call, patience);
        CompletableFuture<Void> done = new CompletableFuture<>();
        running.put(talk, done);
        if (closing) {
            refuse(talk);
            String mailbox = MailboxChoice.of(call.details(), mailboxes).number();
            events.accept(
                    new MessageEvent.Discarded(call.device(), call.reference(), mailbox, "the daemon is stopping"));
            return talk;
        }
        if (scriptsOf(call.device()) > MOST_SCRIPTS_OF_A_PORT) {
            refuse(talk);
            events.accept(new CallReport.ApplicationFailed(
                    call.device(), call.reference(), "the port's calls before it aren't finished yet"));
            return talk;
        }
        Runnable script = new LeaveMessage(talk, settings, prompts, mailboxes, store, events);
        try {
            threads.execute(() -> run(talk, script));
        } catch (RejectedExecutionException e) {
            refuse(talk);
            events.accept(new CallReport.ApplicationFailed(
                    call.device(), call.reference(), "no thread is free for one more call"));
        }
        return talk;
    }

    /**
     * Takes no more calls, ends those that are there, and waits until what was recorded is stored.
     *
     * @return false if {@code limit} was too short; what is missing then is recovered at the next start
     */
    public boolean close(Duration limit) throws InterruptedException {
        closing = true;
        CompletableFuture<?>[] scripts = running.values().toArray(CompletableFuture<?>[]::new);
        running.keySet().forEach(talk -> talk.stop("the stop of the daemon"));
        try {
            CompletableFuture.allOf(scripts).get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("scripts only ever complete", e);
        }
    }

    private long scriptsOf(DeviceName device) {
        return running.keySet().stream()
                .filter(talk -> talk.call().device().equals(device))
                .count();
    }

    private void run(Conversation talk, Runnable script) {
        Thread thread = Thread.currentThread();
        String name = thread.getName();
        Call call = talk.call();
        thread.setName("call-" + call.device() + "-" + Integer.toUnsignedString(call.reference()));
        try {
            script.run();
        } finally {
            thread.setName(name);
            ended(talk);
        }
    }

    private void refuse(Conversation talk) {
        ended(talk);
        talk.hangUp();
    }

    private void ended(Conversation talk) {
        CompletableFuture<Void> done = running.remove(talk);
        if (done != null) {
            done.complete(null);
        }
    }
}
