package org.voiceport.media;

import java.util.function.Consumer;
import org.voiceport.audio.Dtmf;
import org.voiceport.rtp.RtpPacket;
import org.voiceport.rtp.TelephoneEvent;

/**
 * Finds the presses of keys in the telephone events of a far end (RFC 4733): each one once, as soon as the first packet on
 * it is here, whichever of its packets come. What tells one press from another is the time at which it began, which is the
 * timestamp of all its packets; a press that lasts on for longer than an event can tell is still the same. A press is
 * never told behind a later one, as the order of keys is part of what they say. Volume means nothing here, and events
 * that are no keys are ignored.
 */
final class KeyReader {
    /** Events that one payload may hold here (RFC 4733 §2.5.1.5). */
    private static final int MOST_IN_A_PACKET = 8;
    /** Samples of which 10 s are made: a timestamp that is older begins a new time, and is no late packet. */
    private static final int MAX_LATE = 10 * 8000;

    private static final Dtmf[] KEYS = keys();

    private final Consumer<Dtmf> pressed;
    private boolean known;
    private int ssrc;
    private int event;
    /** When the latest press began, or the part of it that is told at the moment. */
    private int began;

    private int lasted;
    private boolean over;

    /** @param pressed told once for each press */
    KeyReader(Consumer<Dtmf> pressed) {
        this.pressed = pressed;
    }

    private static Dtmf[] keys() {
        Dtmf[] keys = new Dtmf[TelephoneEvent.KEYS];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = new Dtmf(i);
        }
        return keys;
    }

    /** Takes the telephone event packet at the beginning of an array, with a payload of that length. */
    void packet(byte[] packet, int length) {
        int source = RtpPacket.ssrc(packet, 0);
        if (source != ssrc) {
            // Some gateways send events as a source of their own; its times have nothing to do with those before.
            ssrc = source;
            known = false;
        }
        int payload = RtpPacket.payloadOffset(packet, 0);
        int time = RtpPacket.timestamp(packet, 0);
        boolean marker = RtpPacket.marker(packet, 0);
        int count = Math.min(length / TelephoneEvent.LENGTH, MOST_IN_A_PACKET);
        for (int i = 0; i < count; i++) {
            int at = payload + i * TelephoneEvent.LENGTH;
            event(packet, at, time, marker && i == 0);
            time += TelephoneEvent.duration(packet, at);
        }
    }

    private void event(byte[] packet, int at, int time, boolean marker) {
        int code = TelephoneEvent.event(packet, at);
        int duration = TelephoneEvent.duration(packet, at);
        boolean end = TelephoneEvent.end(packet, at);
        int later = time - began;
        if (known && later <= 0 && later > -MAX_LATE) {
            if (later == 0) {
                lasted = Math.max(lasted, duration);
                over |= end;
            }
            return;
        }
        boolean same = known && goesOn(code, later, marker);
        known = true;
        event = code;
        began = time;
        lasted = duration;
        over = end;
        if (!same && code < TelephoneEvent.KEYS) {
            pressed.accept(KEYS[code]);
        }
    }

    /** True for the next part of a long press (RFC 4733 §2.5.1.3): it begins where the part before ends, or is longest. */
    private boolean goesOn(int code, int later, boolean marker) {
        return code == event && !over && !marker && (later <= lasted || later == TelephoneEvent.MAX_DURATION);
    }
}
