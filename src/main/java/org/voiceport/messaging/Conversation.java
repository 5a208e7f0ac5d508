package org.voiceport.messaging;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.voiceport.audio.Source;
import org.voiceport.audio.Sources;
import org.voiceport.port.Call;
import org.voiceport.port.CallEvent;

/**
 * A call as a script sees it: each method does one thing and returns when it is done. The port's thread only leaves notes
 * through {@link #accept}; one other thread, the script's, calls the rest. An interrupt counts as {@link #stop}.
 */
final class Conversation implements Consumer<CallEvent> {
    private final Call call;
    private final Patience patience;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition noted = lock.newCondition();
    private boolean answered;
    private @Nullable Source played;
    private boolean recorded;
    private boolean ended;
    /** Why nothing more can be done; from then on every step but {@link #hangUp} fails. */
    private @Nullable String over;

    private @Nullable Backlog backlog;

    Conversation(Call call, Patience patience) {
        this.call = call;
        this.patience = patience;
    }

    Call call() {
        return call;
    }

    @Override
    public void accept(CallEvent event) {
        lock.lock();
        try {
            if (event instanceof CallEvent.Answered) {
                answered = true;
            } else if (event instanceof CallEvent.Played finished) {
                played = finished.source();
            } else if (event instanceof CallEvent.Recorded) {
                recorded = true;
            } else if (event instanceof CallEvent.Ended end) {
                ended = true;
                finish(end.by());
            }
            noted.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the script soon: what it waits for is over, what is recorded is kept. */
    void stop(String why) {
        lock.lock();
        try {
            finish(why);
            noted.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the call; returns when the far end is connected. */
    void answer() throws CallOverException {
        call.answer();
        await(() -> answered, patience.answer(), "the call wasn't connected");
    }

    /** Returns when {@code samples} have been played to the end. */
    void play(short[] samples) throws CallOverException {
        Source source = Sources.of(samples);
        call.play(source);
        Duration length = Duration.ofMillis(samples.length * 1000L / Source.RATE);
        await(() -> played == source, length.plus(patience.play()), "a prompt wasn't played to its end");
    }

    /**
     * Records until the call is over, the caller has been quiet for {@code silence}, or {@code limit} is reached. Quiet at
     * the end is recorded too.
     *
     * @return how many samples were lost, as they couldn't be written in time
     */
    long record(Recording into, Duration limit, Duration silence) throws IOException {
        Backlog heard = begin();
        try {
            write(heard, into, limit, silence);
        } finally {
            call.stopRecording();
            awaitStopped();
            heard.finish();
        }
        drain(heard, into, samples(limit));
        return heard.lost();
    }

    /** Ends the call if it is still there. */
    void hangUp() {
        lock.lock();
        try {
            if (ended) {
                return;
            }
        } finally {
            lock.unlock();
        }
        call.hangUp();
    }

    private Backlog begin() {
        Backlog heard = new Backlog();
        lock.lock();
        try {
            backlog = heard;
            if (over != null) {
                heard.finish();
            }
        } finally {
            lock.unlock();
        }
        call.record(heard);
        return heard;
    }

    private void write(Backlog heard, Recording into, Duration limit, Duration silence) throws IOException {
        long most = samples(limit);
        long begun = System.nanoTime();
        SilenceMeter quiet = new SilenceMeter(silence, begun);
        short[] portion = new short[Backlog.PORTION];
        while (into.samples() < most
                && System.nanoTime() - begun < limit.plus(patience.play()).toNanos()) {
            int count = take(heard, portion);
            long now = System.nanoTime();
            if (count < 0) {
                return;
            }
            int wanted = (int) Math.min(count, most - into.samples());
            into.write(portion, 0, wanted);
            quiet.hear(portion, wanted, now);
            if (quiet.isTooLong(now)) {
                return;
            }
        }
    }

    /** What came while the recording stopped. */
    private void drain(Backlog heard, Recording into, long most) throws IOException {
        short[] portion = new short[Backlog.PORTION];
        for (int count = take(heard, portion); count > 0; count = take(heard, portion)) {
            into.write(portion, 0, (int) Math.min(count, most - into.samples()));
        }
    }

    private int take(Backlog heard, short[] portion) {
        while (true) {
            try {
                return heard.take(portion, Duration.ofMillis(500));
            } catch (InterruptedException e) {
                stop("interrupted");
            }
        }
    }

    private void awaitStopped() {
        lock.lock();
        try {
            waitFor(() -> recorded, patience.stop());
        } finally {
            lock.unlock();
        }
    }

    private void await(BooleanSupplier step, Duration limit, String otherwise) throws CallOverException {
        lock.lock();
        try {
            if (!waitFor(step, limit)) {
                throw new CallStalledException(otherwise + " within " + limit.toMillis() + " ms");
            }
            if (!step.getAsBoolean()) {
                throw new CallOverException(String.valueOf(over));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for {@code step} or the end of all; false if neither came in time. */
    private boolean waitFor(BooleanSupplier step, Duration limit) {
        long left = limit.toNanos();
        while (!step.getAsBoolean() && over == null) {
            if (left <= 0) {
                return false;
            }
            try {
                left = noted.awaitNanos(left);
            } catch (InterruptedException e) {
                finish("interrupted");
            }
        }
        return true;
    }

    private void finish(String why) {
        if (over == null) {
            over = why;
        }
        if (backlog != null) {
            backlog.finish();
        }
    }

    private static long samples(Duration length) {
        return length.toMillis() * Source.RATE / 1000;
    }
}
