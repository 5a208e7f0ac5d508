package org.voiceport.sim;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.voiceport.event.MediaProtection;
import org.voiceport.sccp.CallMessage;
import org.voiceport.sccp.CallPhase;
import org.voiceport.sccp.KeypadKey;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.SecretText;
import org.voiceport.sccp.Tone;

/** A call of a simulated phone. Methods are for any thread; what they start happens on the phone's loop. */
public final class PhoneCall {
    private static final int PHASES = 100;

    private final EventLoop loop;
    private final PhoneLink link;
    private final PhoneMedia media;
    private final History<CallPhase> phases = new History<>(PHASES);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final AtomicReference<String> digits = new AtomicReference<>("");
    private volatile CallMessage.@Nullable CallInfoV2 info;
    private volatile int reference;
    private int line;
    private String toDial = "";
    private boolean hangUpWanted;

    PhoneCall(EventLoop loop, PhoneLink link, PhoneMedia media) {
        this.loop = loop;
        this.link = link;
        this.media = media;
    }

    /** The call manager's reference, unsigned; 0 until it is known. */
    public int reference() {
        return reference;
    }

    /** Every state that the call manager told, in order. */
    public List<CallPhase> phases() {
        return phases.all();
    }

    /** Completes when the call manager told that state; fails with {@link PhoneFailure} if the call ended before. */
    public CompletableFuture<CallPhase> reached(CallPhase phase) {
        return phases.first(phase::equals);
    }

    /** Completes when the parties are connected; fails with {@link PhoneFailure} if that won't happen. */
    public CompletableFuture<Void> connected() {
        return phases.first(phase -> phase.equals(CallPhase.CONNECTED) || failed(phase))
                .thenAccept(phase -> {
                    if (failed(phase)) {
                        throw new PhoneFailure("not connected: " + phase);
                    }
                });
    }

    private static boolean failed(CallPhase phase) {
        return phase.equals(CallPhase.BUSY)
                || phase.equals(CallPhase.CONGESTION)
                || phase.equals(CallPhase.INVALID_NUMBER)
                || phase.equals(CallPhase.ON_HOOK);
    }

    /** Completes when the call is over. */
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    /** Takes a call that rings. */
    public void answer() {
        loop.execute(() -> link.send(new CallMessage.OffHook(line, reference)));
    }

    /** Ends the call; as soon as it has a reference, if it has none yet. */
    public void hangUp() {
        loop.execute(() -> {
            if (reference == 0) {
                hangUpWanted = true;
            } else if (!ended.isDone()) {
                link.send(new CallMessage.OnHook(line, reference));
            }
        });
    }

    /** Presses a key of the keypad, one of {@code 0-9 A-D * #}. */
    public void press(char key) {
        KeypadKey pressed = KeypadKey.of(key);
        loop.execute(() -> link.send(new CallMessage.KeypadButton(pressed, line, reference)));
    }

    /**
     * Says these samples after what it is saying already, and silence after them.
     *
     * @return completes when the last packet is sent; fails if the call ends before
     */
    public CompletableFuture<Void> say(short[] samples) {
        return media.say(samples.clone());
    }

    /** All that was heard so far, silence in the gaps; at most the first 10 minutes. */
    public short[] heard() {
        return media.heard();
    }

    /** Completes when a tone of 1 kHz was heard for a quarter of a second; fails if the call ends before. */
    public CompletableFuture<Void> beep() {
        return media.beep().copy();
    }

    /** The keys that the far end pressed and the call manager told, as they stand on a keypad. */
    public String digits() {
        return Objects.requireNonNull(digits.get());
    }

    /** Who calls whom, as the call manager told last; the fixed layout is shown in the newer one's shape. */
    public Optional<CallMessage.CallInfoV2> info() {
        return Optional.ofNullable(info);
    }

    /** What protects the media that comes in, or did. */
    public MediaProtection receiveProtection() {
        return media.receiveProtection();
    }

    /** What protects the media that goes out, or did. */
    public MediaProtection transmitProtection() {
        return media.transmitProtection();
    }

    /** RTP packets that were sent. */
    public long packetsSent() {
        return media.counters().sent();
    }

    /** RTP packets that came in and were good, that is authentic where there is a key. */
    public long packetsReceived() {
        return media.counters().received();
    }

    /** RTP packets that came in and were no good. */
    public long packetsRefused() {
        return media.counters().refused();
    }

    /** RTCP packets that came in and were good. */
    public long controlPacketsReceived() {
        return media.counters().control();
    }

    PhoneMedia media() {
        return media;
    }

    static Message enBloc(String number) {
        return new CallMessage.EnblocCall(new SecretText(number), 1);
    }

    void dialWhenOffHook(String number) {
        toDial = number;
    }

    /** A state of this call was told; the first time it brings the reference. */
    void begin(int told, int onLine, CallPhase phase) {
        reference = told;
        line = onLine;
        phases.add(phase);
        if (phase.equals(CallPhase.ON_HOOK)) {
            over("the call is over");
        } else if (hangUpWanted) {
            hangUpWanted = false;
            link.send(new CallMessage.OnHook(line, reference));
        } else if (phase.equals(CallPhase.OFF_HOOK)) {
            String number = toDial;
            toDial = "";
            link.send(number.chars()
                    .mapToObj(key -> new CallMessage.KeypadButton(KeypadKey.of((char) key), line, reference))
                    .toArray(Message[]::new));
        }
    }

    void info(CallMessage.CallInfoV2 told) {
        info = told;
    }

    void info(CallMessage.CallInfo told) {
        info = new CallMessage.CallInfoV2(
                told.calling(),
                "",
                told.called(),
                told.originalCalled(),
                told.lastRedirecting(),
                "",
                "",
                told.line(),
                told.callReference(),
                told.type(),
                told.originalReason(),
                told.lastReason(),
                told.instance(),
                told.security(),
                told.restrictions());
    }

    /** Tones number the keys differently (wire reference 5.5). */
    void digit(Tone tone) {
        char key = "?1234567890???*#ABCD".charAt(tone.value());
        digits.updateAndGet(before -> before + key);
    }

    void over(String why) {
        PhoneFailure failure = new PhoneFailure(why);
        media.close(failure);
        phases.end(failure);
        ended.complete(null);
    }
}
