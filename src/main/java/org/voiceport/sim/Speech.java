package org.voiceport.sim;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a phone has still to say. Owned by the loop. */
final class Speech {
    private final Deque<Utterance> waiting = new ArrayDeque<>();
    private @Nullable PhoneFailure over;
    private int at;

    private static final class Utterance {
        private final short[] samples;
        private final CompletableFuture<Void> said;

        private Utterance(short[] samples, CompletableFuture<Void> said) {
            this.samples = samples;
            this.said = said;
        }
    }

    void add(short[] samples, CompletableFuture<Void> said) {
        if (over != null) {
            said.completeExceptionally(over);
        } else {
            waiting.add(new Utterance(samples, said));
        }
    }

    /**
     * Fills {@code frame} with the next samples, silence behind the end of an utterance.
     *
     * @return what to complete when the frame is sent, null if nothing ends with it
     */
    @Nullable
    CompletableFuture<Void> next(short[] frame) {
        Utterance now = waiting.peek();
        if (now == null) {
            Arrays.fill(frame, (short) 0);
            return null;
        }
        int count = Math.min(frame.length, now.samples.length - at);
        System.arraycopy(now.samples, at, frame, 0, count);
        Arrays.fill(frame, count, frame.length, (short) 0);
        at += count;
        if (at < now.samples.length) {
            return null;
        }
        waiting.remove();
        at = 0;
        return now.said;
    }

    void end(PhoneFailure why) {
        over = why;
        waiting.forEach(utterance -> utterance.said.completeExceptionally(why));
        waiting.clear();
    }
}
