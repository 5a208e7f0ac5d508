package org.voiceport.sim;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.voiceport.audio.Source;
import org.voiceport.event.MediaProtection;

/**
 * What became of a scripted caller's attempt to leave a message.
 *
 * @param heard all that the caller heard, 8,000 samples a second; the array is the receiver's
 * @param beepHeard true if the caller was asked to speak
 * @param receive what protected the media to the caller
 * @param transmit what protected the media from the caller
 * @param packetsReceived good packets only
 * @param failure why it ended as it did, empty if the message was left
 */
public record LeftMessage(
        String number,
        Outcome outcome,
        short[] heard,
        boolean beepHeard,
        MediaProtection receive,
        MediaProtection transmit,
        long packetsSent,
        long packetsReceived,
        long packetsRefused,
        String failure) {
    private static final int REACTION_MILLIS = 300;
    private static final int AFTERWARDS_MILLIS = 200;
    private static final int END_SECONDS = 5;

    /** How it ended. */
    public enum Outcome {
        /** All was said after the beep, then the caller hung up. */
        LEFT,
        /** The call was never connected. */
        NOT_CONNECTED,
        /** There was no beep. */
        NO_BEEP,
        /** The call ended, or the time was over, while the caller spoke. */
        CUT_OFF
    }

    static CompletableFuture<LeftMessage> leave(PhoneCall call, String number, short[] speech, Duration timeout) {
        AtomicReference<Outcome> sofar = new AtomicReference<>(Outcome.NOT_CONNECTED);
        return call.connected()
                .thenCompose(connected -> {
                    sofar.set(Outcome.NO_BEEP);
                    return call.beep();
                })
                .thenCompose(beep -> {
                    sofar.set(Outcome.CUT_OFF);
                    return call.say(withPauses(speech));
                })
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .handle((said, failure) -> {
                    if (failure == null) {
                        sofar.set(Outcome.LEFT);
                    }
                    call.hangUp();
                    String why = failure == null ? "" : String.valueOf(failure);
                    return call.ended()
                            .completeOnTimeout(null, END_SECONDS, TimeUnit.SECONDS)
                            .thenApply(ended -> of(call, number, sofar.get(), why));
                })
                .thenCompose(result -> result);
    }

    /** People need a moment before they speak, and another before they hang up. */
    private static short[] withPauses(short[] speech) {
        int before = REACTION_MILLIS * Source.RATE / 1000;
        int after = AFTERWARDS_MILLIS * Source.RATE / 1000;
        short[] all = new short[before + speech.length + after];
        System.arraycopy(speech, 0, all, before, speech.length);
        return all;
    }

    private static LeftMessage of(PhoneCall call, String number, Outcome outcome, String failure) {
        return new LeftMessage(
                number,
                outcome,
                call.heard(),
                outcome == Outcome.LEFT || outcome == Outcome.CUT_OFF,
                call.receiveProtection(),
                call.transmitProtection(),
                call.packetsSent(),
                call.packetsReceived(),
                call.packetsRefused(),
                failure);
    }

    @Override
    public String toString() {
        return "LeftMessage[" + number + ", " + outcome + ", heard " + heard.length + " samples, beep " + beepHeard
                + ", receive " + receive + ", transmit " + transmit + ", sent " + packetsSent + ", received "
                + packetsReceived + ", refused " + packetsRefused + (failure.isEmpty() ? "" : ", " + failure) + "]";
    }
}
