package org.voiceport.messaging;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.DeviceName;
import org.voiceport.event.EventSink;
import org.voiceport.event.LampEvent;
import org.voiceport.port.Call;
import org.voiceport.port.CallEvent;
import org.voiceport.port.NoCall;
import org.voiceport.port.Outgoing;
import org.voiceport.port.OutgoingHandler;

/**
 * Keeps the message lamps of phones as their mailboxes are: lit while there is a message that nobody has heard, whoever
 * stores, hears or removes messages. A lamp is switched by a call to a number of the call manager, one call at a time on
 * each line. What could not be switched is tried again until it can, also after a restart: a lamp counts as switched only
 * when the call manager has taken the call, and that is written down.
 *
 * <p>Everything happens on one thread of its own, but for the calls, which are the ports'. The methods are for any thread.
 */
public final class Lamps implements AutoCloseable {
    /** How long a call manager that has answered may take to end the call by itself. */
    private static final Duration GOODBYE = Duration.ofSeconds(2);
    /** Until lines are tried again of which none took a call. */
    private static final Duration NO_LINE = Duration.ofSeconds(2);
    /** How often every mailbox is looked at, for what a watch doesn't tell. */
    private static final Duration LOOK = Duration.ofMinutes(1);
    /** What is known is written down this long after it changed, for all that change meanwhile. */
    private static final Duration WRITE = Duration.ofSeconds(1);

    private final LampNumbers numbers;
    private final MessageStore store;
    private final List<Mailbox> mailboxes;
    private final Supplier<List<Line>> lines;
    private final EventSink events;
    private final LampFile file;
    private final LampBoard board = new LampBoard();
    private final Set<DeviceName> busy = new HashSet<>();
    /** Answered calls that wait to be hung up; a port's thread adds to them. */
    private final Set<Call> answered = ConcurrentHashMap.newKeySet();

    private final Random random = new Random();
    private final ScheduledExecutorService thread;
    private @Nullable MailWatch watch;
    private @Nullable ScheduledFuture<?> alarm;
    /** Of which lamps the file says that nobody knows. */
    private Set<String> written = Set.of();

    /** A line has taken a call since the last look at all. */
    private volatile boolean begun;
    /** At the last look at all, lamps waited and no line had taken a call. */
    private boolean stuck;
    /** That lamps wait is told. */
    private boolean told;

    /** Perhaps lit, without a mailbox, and of a number that can't be dialled now: all that can be done is not to forget. */
    private Set<String> outOfReach = Set.of();

    private boolean toWrite;
    private boolean writeFailed;
    private boolean closed;

    /** A port that may make such calls. */
    public interface Line {
        DeviceName device();

        void place(Outgoing outgoing, OutgoingHandler from);
    }

    /**
     * Lamps that nothing is done about before {@link #start}.
     *
     * @param mailboxes whose lamps; one whose number no phone can have has none
     * @param lines asked each time a call is to be made, on the thread of this; may be none
     */
    public Lamps(
            LampNumbers numbers,
            MessageStore store,
            Mailboxes mailboxes,
            Supplier<List<Line>> lines,
            EventSink events) {
        this.numbers = numbers;
        this.store = store;
        this.mailboxes = mailboxes.all().stream()
                .filter(mailbox -> numbers.order(mailbox.number(), true).isPresent()
                        && numbers.order(mailbox.number(), false).isPresent())
                .toList();
        this.lines = lines;
        this.events = events;
        this.file = new LampFile(store.directory());
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "voiceport-mwi");
            made.setDaemon(true);
            return made;
        });
    }

    /** Looks at every mailbox, switches what differs from what is known, and goes on watching; nothing once it is closed. */
    public void start() {
        later(this::begin);
    }

    /** Something may have changed in the mailbox of that number. */
    public void changed(String mailbox) {
        later(() -> {
            mailboxes.stream().filter(known -> known.number().equals(mailbox)).forEach(this::look);
            work();
        });
    }

    /** How many lamps there are. */
    public int count() {
        return mailboxes.size();
    }

    /** Switches every lamp to what it is to be, whatever is known; for after a failure of the call manager. */
    public void resync() {
        later(() -> {
            lookAtAll();
            events.accept(new LampEvent.Resync(board.anew()));
            work();
        });
    }

    private void begin() {
        // First, so that what fails now doesn't end it.
        var unused = thread.scheduleWithFixedDelay(
                guarded(this::aMinuteLater), LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        LampFile.Kept kept = LampFile.Kept.NOTHING;
        try {
            kept = file.load();
        } catch (IOException e) {
            events.accept(new LampEvent.NotKept(String.valueOf(e.getMessage())));
        }
        Map<String, Maildir> folders = new LinkedHashMap<>();
        for (Mailbox mailbox : mailboxes) {
            if (kept.uncertain().contains(mailbox.number())) {
                board.addUncertain(mailbox.number());
            } else {
                board.add(mailbox.number(), Optional.ofNullable(kept.known().get(mailbox.number())));
            }
            folders.put(mailbox.number(), Maildir.of(store.directory(), mailbox));
        }
        addGone(kept);
        try {
            watch = MailWatch.start(folders, store.directory(), this::changed);
        } catch (IOException e) {
            events.accept(new LampEvent.NotWatched(String.valueOf(e.getMessage())));
        }
        written = kept.uncertain();
        lookAtAll();
    }

    /** Whoever takes a mailbox away, with the daemon stopped or not, leaves the lamp of its phone as it was. */
    private void addGone(LampFile.Kept kept) {
        Set<String> perhapsLit = new TreeSet<>(kept.uncertain());
        kept.known().forEach((mailbox, lit) -> {
            if (lit) {
                perhapsLit.add(mailbox);
            }
        });
        mailboxes.forEach(mailbox -> perhapsLit.remove(mailbox.number()));
        outOfReach = new TreeSet<>(perhapsLit);
        outOfReach.removeIf(number -> numbers.order(number, false).isPresent());
        perhapsLit.removeAll(outOfReach);
        perhapsLit.forEach(board::addGone);
    }

    private void lookAtAll() {
        mailboxes.forEach(this::look);
        work();
    }

    /** For tests: the next look at all comes soon. */
    void aMinutePasses() {
        later(this::aMinuteLater);
    }

    /** Looks at all, and tells once if lamps wait and no line has taken a call since the last time. */
    private void aMinuteLater() {
        lookAtAll();
        int waiting = board.waiting();
        if (begun || waiting == 0) {
            told = false;
        } else if (stuck && !told) {
            told = true;
            events.accept(new LampEvent.Waiting(waiting));
        }
        stuck = !begun && waiting > 0;
        begun = false;
    }

    private void look(Mailbox mailbox) {
        try {
            board.want(mailbox.number(), Maildir.of(store.directory(), mailbox).unheard() > 0);
        } catch (IOException e) {
            // Its lamp stays as it is; the store's own events tell of a store that can't be read.
        }
    }

    /** Makes what calls can be made now, and sees to it that this is called again when more can. */
    private void work() {
        List<Line> free = new ArrayList<>(lines.get());
        free.removeIf(line -> busy.contains(line.device()));
        while (!free.isEmpty()) {
            Optional<LampBoard.Order> order = board.take(System.nanoTime());
            if (order.isEmpty()) {
                break;
            }
            // Not always the same line first: one that is out of order must not hold up the others.
            Line line = free.remove(random.nextInt(free.size()));
            busy.add(line.device());
            // A crash in the middle of the call must not leave a lamp of which the file says what it no longer is. All
            // that are to be switched are written at once, so that the next ones don't wait for the disk.
            if (!written.contains(order.get().mailbox())) {
                write();
            }
            place(line, order.get());
        }
        setAlarm();
    }

    private void setAlarm() {
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
        OptionalLong due = board.nextDue();
        if (due.isPresent()) {
            long now = System.nanoTime();
            // What is due already waits for a line: the end of a call brings it on, or this, if all lines are away.
            long wait = Math.max(due.getAsLong() <= now ? NO_LINE.toNanos() : due.getAsLong() - now, 1);
            alarm = thread.schedule(guarded(this::work), wait, TimeUnit.NANOSECONDS);
        }
    }

    private void place(Line line, LampBoard.Order order) {
        numbers.order(order.mailbox(), order.on())
                .ifPresent(outgoing -> line.place(outgoing, new LampCall(line.device(), order)));
    }

    private void later(Runnable task) {
        try {
            thread.execute(guarded(task));
        } catch (RejectedExecutionException over) {
            // Closed: the next start finds what is to be done.
        }
    }

    /** After the end nothing is begun; a defect must not end the thread. */
    private Runnable guarded(Runnable task) {
        return () -> {
            if (closed) {
                return;
            }
            try {
                task.run();
            } catch (RuntimeException e) {
                events.accept(new DaemonEvent.Internal("message lamps", String.valueOf(e)));
            }
        };
    }

    private void switched(DeviceName line, LampBoard.Order order) {
        busy.remove(line);
        int failures = board.done(order);
        events.accept(new LampEvent.Switched(line, order.mailbox(), order.on(), failures));
        if (!toWrite) {
            toWrite = true;
            var unused = thread.schedule(guarded(this::writeDue), WRITE.toMillis(), TimeUnit.MILLISECONDS);
        }
        work();
    }

    private void writeDue() {
        toWrite = false;
        write();
    }

    private void write() {
        Set<String> uncertain = new LinkedHashSet<>(board.uncertain());
        uncertain.addAll(outOfReach);
        try {
            file.save(board.known(), uncertain);
            written = uncertain;
            writeFailed = false;
        } catch (IOException e) {
            if (!writeFailed) {
                events.accept(new LampEvent.NotKept(String.valueOf(e.getMessage())));
            }
            writeFailed = true;
        }
    }

    private void failed(DeviceName line, LampBoard.Order order, boolean perhaps, String reason, String todo) {
        busy.remove(line);
        if (board.failed(order, perhaps, System.nanoTime(), random.nextDouble())) {
            events.accept(new LampEvent.NotSwitched(order.mailbox(), order.on(), reason, todo));
        }
        work();
    }

    private void notTaken(DeviceName line, LampBoard.Order order) {
        busy.remove(line);
        board.postponed(order, System.nanoTime(), NO_LINE.toNanos());
        work();
    }

    /** Begins no more calls; those under way count as not made. Writes down what is known. */
    @Override
    public void close() {
        later(() -> {
            closed = true;
            if (watch != null) {
                watch.close();
            }
            if (toWrite) {
                write();
            }
            var unused = thread.shutdownNow();
            // Nobody does it later any more, and a port isn't free before.
            answered.forEach(Call::hangUp);
        });
        try {
            var unused = thread.awaitTermination(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One call for one lamp. Heard on the port's thread, judged on ours. */
    private final class LampCall implements OutgoingHandler, Consumer<CallEvent> {
        private final DeviceName line;
        private final LampBoard.Order order;
        private @Nullable Call call;
        private boolean dialled;
        private boolean answered;
        private CallEvent.@Nullable Failure failure;

        LampCall(DeviceName line, LampBoard.Order order) {
            this.line = line;
            this.order = order;
        }

        @Override
        public Consumer<CallEvent> begun(Call made) {
            begun = true;
            call = made;
            return this;
        }

        @Override
        public void notMade(NoCall why) {
            if (why == NoCall.NO_LINE) {
                later(() -> failed(
                        line,
                        order,
                        false,
                        "the call manager gives port " + line + " no line to dial",
                        "look at the port's line and calling search space in the call manager"));
            } else {
                later(() -> notTaken(line, order));
            }
        }

        @Override
        public void accept(CallEvent event) {
            if (event instanceof CallEvent.Dialled) {
                dialled = true;
            } else if (event instanceof CallEvent.Answered && call != null) {
                answered = true;
                Call open = call;
                Lamps.this.answered.add(open);
                try {
                    var unused = thread.schedule(open::hangUp, GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
                } catch (RejectedExecutionException closing) {
                    open.hangUp();
                }
            } else if (event instanceof CallEvent.Failed failed) {
                failure = failed.why();
            } else if (event instanceof CallEvent.Ended ended) {
                ended(ended.by());
            }
        }

        private void ended(String by) {
            if (call != null) {
                Lamps.this.answered.remove(call);
            }
            boolean taken = answered || (dialled && by.equals("far end"));
            CallEvent.Failure why = failure;
            boolean whole = dialled;
            if (why == null && taken) {
                later(() -> switched(line, order));
            } else if (why == null) {
                later(() -> failed(line, order, whole, "the call was ended by " + by, ""));
            } else {
                boolean perhaps = why == CallEvent.Failure.NO_ANSWER;
                later(() -> failed(line, order, perhaps, words(why), todo(why)));
            }
        }

        private static String words(CallEvent.Failure why) {
            return switch (why) {
                case BUSY -> "the number is busy";
                case CONGESTION -> "the call manager has no way to the number";
                case INVALID_NUMBER -> "the call manager has no such number";
                case NO_ANSWER -> "the call manager neither takes nor ends the call";
            };
        }

        private static String todo(CallEvent.Failure why) {
            return switch (why) {
                case BUSY -> "";
                case CONGESTION, INVALID_NUMBER ->
                    "compare mwi.on and mwi.off with the call manager's message waiting numbers, and see that the port's"
                            + " calling search space reaches them";
                case NO_ANSWER -> "compare mwi.scheme with what the call manager expects";
            };
        }
    }
}
