package org.voiceport.sim;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.voiceport.audio.Source;
import org.voiceport.sim.LeftMessage.Outcome;

/** The script of a caller who leaves a message: is connected, hears the beep, speaks, hangs up. */
final class MessageCaller {
    private static final int REACTION_MILLIS = 300;
    private static final int AFTERWARDS_MILLIS = 200;
    private static final int END_SECONDS = 5;

    private final PhoneCall call;
    private final String number;
    private volatile Outcome outcome = Outcome.NOT_CONNECTED;

    MessageCaller(PhoneCall call, String number) {
        this.call = call;
        this.number = number;
    }

    CompletableFuture<LeftMessage> leave(short[] speech, Duration timeout) {
        return call.connected()
                .thenCompose(connected -> reach(Outcome.NO_BEEP, call.beep()))
                .thenCompose(beep -> reach(Outcome.CUT_OFF, call.say(withPauses(speech))))
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .handle((said, failure) -> failure == null ? "" : why(failure, timeout))
                .thenCompose(this::hangUp);
    }

    /** If {@code next} fails, {@code otherwise} is how it ended. */
    private CompletableFuture<Void> reach(Outcome otherwise, CompletableFuture<Void> next) {
        outcome = otherwise;
        return next;
    }

    private CompletableFuture<LeftMessage> hangUp(String failure) {
        Outcome ended = failure.isEmpty() ? Outcome.LEFT : outcome;
        call.hangUp();
        return call.ended()
                .completeOnTimeout(null, END_SECONDS, TimeUnit.SECONDS)
                .thenApply(over -> new LeftMessage(number, ended, call, failure));
    }

    private static String why(Throwable failure, Duration timeout) {
        @Nullable Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof TimeoutException
                ? "not done within " + timeout.toMillis() + " ms"
                : String.valueOf(cause);
    }

    /** People need a moment before they speak, and another before they hang up. */
    private static short[] withPauses(short[] speech) {
        int before = REACTION_MILLIS * Source.RATE / 1000;
        int after = AFTERWARDS_MILLIS * Source.RATE / 1000;
        short[] all = new short[before + speech.length + after];
        System.arraycopy(speech, 0, all, before, speech.length);
        return all;
    }
}
