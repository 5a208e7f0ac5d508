package org.voiceport.port;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.voiceport.audio.Dtmf;
import org.voiceport.sccp.CallMessage;
import org.voiceport.sccp.KeypadKey;
import org.voiceport.sccp.MediaMessage;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.StreamMessage;
import org.voiceport.sccp.Tone;

/**
 * The keys of the telephone in a connected call, in both directions.
 *
 * <p>A press of the far end may be told in three ways: as an event in the media, as a tone in the sound, and by the call
 * manager (wire reference 6.7), which has four messages for it. Several may well be used. So a key that was told in one way
 * is expected in the others, and if it comes there within {@link #TWIN} to twice that time, it is the same press; the
 * application heard of it the first time. The same key twice in the same way is two presses. There is no clock here: a timer
 * runs from the first press on, and what is expected is given up when it has fired twice.
 *
 * <p>Tones are what speech may be taken for, and come late. Whoever tells a key in another way tells all in it, so from then
 * on tones don't count, until the media is opened anew: the far end may be another one then.
 *
 * <p>A press of ours goes into the media if the call manager gave a payload type for it, else to the call manager.
 */
final class Keys {
    static final Duration TWIN = Duration.ofMillis(150);
    /** Presses whose twins may be awaited: a person presses fewer in that time. */
    static final int MOST = 16;

    private static final String TONES = "1234567890...*#ABCD";

    private enum Way {
        EVENT,
        SIGNALLING,
        TONE
    }

    /** A press that was told. */
    private static final class Told {
        private final Dtmf key;
        /** In which it was told. */
        private final Set<Way> ways;

        private boolean old;

        Told(Dtmf key, Way way) {
            this.key = key;
            this.ways = EnumSet.of(way);
        }

        /** After an event and a message no tone is awaited: it wouldn't count. */
        private boolean complete() {
            return ways.contains(Way.EVENT) && ways.contains(Way.SIGNALLING);
        }
    }

    private final Deque<Told> expected = new ArrayDeque<>();
    private int call;
    /** Nothing else has told a key of this far end. */
    private boolean tonesCount = true;

    /** What follows from {@code input}; false if it has nothing to do with keys. */
    boolean on(Input input, @Nullable CallFlow calls, Actions out) {
        CallFlow.Talking talking = calls == null ? null : calls.speaking();
        if (input instanceof Input.Press press) {
            if (talking != null && talking.isMine(press.call())) {
                press(talking, press.key(), out);
            }
            return true;
        }
        if (input instanceof Input.Fired fired && fired.timer().kind() == Timer.Kind.KEY_TWIN) {
            fired(fired.timer().call(), out);
            return true;
        }
        if (input instanceof Input.Media media && media.event() instanceof MediaEvent.Digit digit) {
            inMedia(talking, media.call(), digit.key(), Way.EVENT, out);
            return true;
        }
        if (input instanceof Input.Media media && media.event() instanceof MediaEvent.Tone tone) {
            inMedia(talking, media.call(), tone.key(), Way.TONE, out);
            return true;
        }
        if (input instanceof Input.Received received && received.message() instanceof MediaMessage.OpenReceiveChannel) {
            tonesCount = true;
        }
        return input instanceof Input.Received received && signalled(received.message(), talking, out);
    }

    private void inMedia(CallFlow.@Nullable Talking talking, int reference, Dtmf key, Way way, Actions out) {
        if (talking != null && talking.isMine(reference)) {
            told(reference, key, way, out);
        }
    }

    private boolean signalled(Message message, CallFlow.@Nullable Talking talking, Actions out) {
        Optional<Dtmf> key = key(message);
        if (key.isPresent() && talking != null && isOf(talking, message)) {
            told(talking.call().reference(), key.get(), Way.SIGNALLING, out);
        }
        return key.isPresent();
    }

    private static Optional<Dtmf> key(Message message) {
        if (message instanceof CallMessage.StartTone start) {
            return key(start.tone());
        }
        if (message instanceof StreamMessage.NotifyDtmfTone notify) {
            return key(notify.tone());
        }
        if (message instanceof StreamMessage.SendDtmfTone send) {
            return key(send.tone());
        }
        if (message instanceof CallMessage.KeypadButton button) {
            char symbol = button.key().character();
            return symbol == '+' || symbol == '?' ? Optional.empty() : Optional.of(Dtmf.of(symbol));
        }
        return Optional.empty();
    }

    private static Optional<Dtmf> key(Tone tone) {
        return tone.isDigit() ? Optional.of(Dtmf.of(TONES.charAt(tone.value() - 1))) : Optional.empty();
    }

    /** A message that names no call, or the stream of one, is of the call that there is. */
    private static boolean isOf(CallFlow.Talking talking, Message message) {
        int reference = 0;
        if (message instanceof CallMessage.StartTone start) {
            reference = start.callReference();
        } else if (message instanceof CallMessage.KeypadButton button) {
            reference = button.callReference();
        }
        return reference == 0 || talking.isMine(reference);
    }

    private void told(int reference, Dtmf key, Way way, Actions out) {
        if (reference != call) {
            call = reference;
            expected.clear();
            tonesCount = true;
        }
        if (way == Way.TONE && !tonesCount) {
            return;
        }
        tonesCount &= way == Way.TONE;
        for (Told before : expected) {
            if (before.key.equals(key) && before.ways.add(way)) {
                expected.removeIf(Told::complete);
                return;
            }
        }
        if (expected.isEmpty()) {
            out.start(Timer.Kind.KEY_TWIN, reference, TWIN);
        } else if (expected.size() == MOST) {
            expected.remove();
        }
        expected.add(new Told(key, way));
        out.add(new Action.Tell(reference, new CallEvent.Digit(key)));
    }

    private void fired(int reference, Actions out) {
        if (reference != call) {
            return;
        }
        expected.removeIf(told -> told.old);
        expected.forEach(told -> told.old = true);
        if (!expected.isEmpty()) {
            out.start(Timer.Kind.KEY_TWIN, reference, TWIN);
        }
    }

    private static void press(CallFlow.Talking talking, Dtmf key, Actions out) {
        int reference = talking.call().reference();
        MediaLegs.Leg leg = talking.legs().transmit();
        if (leg != null && leg.telephoneEvents()) {
            out.add(new Action.Press(reference, key));
        } else {
            out.send(new CallMessage.KeypadButton(
                    KeypadKey.of(key.symbol()), talking.call().line(), reference));
        }
    }
}
