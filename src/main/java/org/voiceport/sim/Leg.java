package org.voiceport.sim;

import java.net.InetAddress;
import org.voiceport.sccp.Addresses;
import org.voiceport.sccp.Blob;
import org.voiceport.sccp.ButtonKind;
import org.voiceport.sccp.CallMessage;
import org.voiceport.sccp.CallPhase;
import org.voiceport.sccp.CallType;
import org.voiceport.sccp.LampMode;
import org.voiceport.sccp.MediaMessage;
import org.voiceport.sccp.MediaMessage.KeyBlock;
import org.voiceport.sccp.Message;
import org.voiceport.sccp.OnOff;
import org.voiceport.sccp.Payload;
import org.voiceport.sccp.RingMode;
import org.voiceport.sccp.SecretText;
import org.voiceport.sccp.Tone;

/** One party's side of a call: what the call manager says to it, in the order of wire reference 6.3 and 6.4. */
final class Leg {
    private static final int PACKET_MILLIS = 20;
    /** DSCP EF as a TOS byte. */
    private static final int PRECEDENCE = 184;
    /** Seen in every real capture; its meaning isn't known (wire reference 6.7). */
    private static final int DTMF_TYPE = 10;

    private static final int NORMAL_PRIORITY = 4;
    private static final int RING_NORMAL = 1;
    private static final int ALL_KEYS = -1;
    private static final int KEYS_ON_HOOK = 0;
    private static final int KEYS_CONNECTED = 1;
    private static final int KEYS_ON_HOLD = 2;
    private static final int KEYS_RING_IN = 3;
    private static final int KEYS_OFF_HOOK = 4;
    private static final int KEYS_DIGITS = 6;
    private static final int KEYS_RING_OUT = 8;
    private static final String FROM = "\u0080\u0017";
    private static final String CONNECTED = "\u0080\u0018";
    private static final String ENTER_NUMBER = "\u0080 ";
    private static final String RING_OUT = "\u0080\u0016";

    private final Switchboard board;
    private final Station station;
    private final int line;
    private final int reference;
    private final int party;
    private CallPhase phase = CallPhase.IDLE;
    private String onBehalfOf = "";
    private boolean toned;
    private boolean receiving;
    private boolean transmitting;

    Leg(Switchboard board, Station station, int line, int reference, int party) {
        this.board = board;
        this.station = station;
        this.line = line;
        this.reference = reference;
        this.party = party;
    }

    Station station() {
        return station;
    }

    int reference() {
        return reference;
    }

    int party() {
        return party;
    }

    CallPhase phase() {
        return phase;
    }

    String number() {
        return station.device().number(line);
    }

    CallMessage.Party self() {
        return Numbers.party(station.device(), number());
    }

    /** The caller may dial. */
    void offHook() {
        phase(CallPhase.OFF_HOOK);
        send(new CallMessage.SetSpeakerMode(OnOff.ON), prompt(ENTER_NUMBER), keys(KEYS_OFF_HOOK));
        send(new CallMessage.ActivateCallPlane(line));
        tone(Tone.INSIDE_DIAL);
    }

    /** The first digit came. */
    void dialling() {
        stopTone();
        send(keys(KEYS_DIGITS));
    }

    /** The number is complete. */
    void proceed(String number, CallTexts.Parties parties) {
        stopTone();
        send(new CallMessage.DialedNumber(new SecretText(number), line, reference));
        phase(CallPhase.PROCEED);
        send(parties.message(station.version(), CallType.OUTBOUND, line, reference));
    }

    /** The called party rings. */
    void ringOut() {
        phase(CallPhase.RING_OUT);
        tone(Tone.ALERTING);
        send(keys(KEYS_RING_OUT), prompt(RING_OUT));
    }

    /** The call can't be made; the caller hears why. */
    void refuse(CallPhase why, Tone tone) {
        stopTone();
        phase(why);
        tone(tone);
    }

    /** A call for this party. */
    void ring(CallTexts.Parties parties) {
        send(new CallMessage.SetLamp(ButtonKind.LINE, line, LampMode.BLINK));
        phase(CallPhase.RING_IN);
        send(
                keys(KEYS_RING_IN),
                prompt(FROM + parties.calling().number()),
                parties.message(station.version(), CallType.INBOUND, line, reference),
                new CallMessage.SetRinger(RingMode.INSIDE, RING_NORMAL, line, reference));
    }

    /** This party took the call. */
    void answered() {
        send(
                new CallMessage.SetRinger(RingMode.OFF, RING_NORMAL, line, reference),
                new CallMessage.SetSpeakerMode(OnOff.ON),
                new CallMessage.SetLamp(ButtonKind.LINE, line, LampMode.ON));
        phase(CallPhase.OFF_HOOK);
        send(new CallMessage.ActivateCallPlane(line), new CallMessage.StopTone(line, reference, Tone.SILENCE));
    }

    /** Media may come, and the parties are connected. */
    void connect(Payload payload, KeyBlock key, CallTexts.Parties parties, CallType type) {
        stopTone();
        receiving = true;
        send(new MediaMessage.OpenReceiveChannel(
                reference,
                party,
                PACKET_MILLIS,
                payload,
                0,
                0,
                reference,
                key,
                0,
                0,
                0,
                DTMF_TYPE,
                0,
                0,
                Addresses.UNSPECIFIED,
                0,
                0,
                0,
                Blob.zeros(MediaMessage.LATENT_CAPABILITIES)));
        board.event(new SimEvent.MediaAsked(station.device().name(), reference, true, key.present()));
        phase(CallPhase.CONNECTED);
        send(keys(KEYS_CONNECTED), prompt(CONNECTED), parties.message(station.version(), type, line, reference));
    }

    /** Media is wanted at that address. */
    void transmit(InetAddress address, int port, Payload payload, KeyBlock key) {
        transmitting = true;
        send(new MediaMessage.StartMediaTransmission(
                reference,
                party,
                address,
                port,
                PACKET_MILLIS,
                payload,
                PRECEDENCE,
                0,
                0,
                0,
                0,
                reference,
                key,
                0,
                0,
                0,
                DTMF_TYPE,
                0,
                0,
                Blob.zeros(MediaMessage.LATENT_CAPABILITIES)));
        board.event(new SimEvent.MediaAsked(station.device().name(), reference, false, key.present()));
    }

    /** This party holds the call: its media is closed already. */
    void held() {
        phase(CallPhase.HOLD);
        send(keys(KEYS_ON_HOLD), new CallMessage.SetLamp(ButtonKind.LINE, line, LampMode.WINK));
    }

    /** Both directions of media end, the call goes on. */
    void closeMedia() {
        if (receiving) {
            send(new MediaMessage.CloseReceiveChannel(reference, party, reference, 0));
        }
        if (transmitting) {
            send(new MediaMessage.StopMediaTransmission(reference, party, reference, 0));
        }
        receiving = false;
        transmitting = false;
    }

    /** The number that the caller gave for whom it calls; its own if it gave none. */
    String onBehalfOf() {
        return onBehalfOf.isEmpty() ? number() : onBehalfOf;
    }

    void onBehalfOf(String subscriber) {
        onBehalfOf = subscriber;
    }

    /** The other party pressed a key. */
    void digit(Tone tone) {
        send(new CallMessage.StartTone(tone, 0, line, reference), new CallMessage.StopTone(line, reference, tone));
    }

    /** The call is over, whatever it was. */
    void tearDown() {
        boolean media = receiving || transmitting;
        if (phase.equals(CallPhase.RING_IN)) {
            send(new CallMessage.SetRinger(RingMode.OFF, RING_NORMAL, line, reference));
        }
        closeMedia();
        if (media) {
            send(new MediaMessage.ConnectionStatisticsReq(number(), reference, 0));
        }
        send(new CallMessage.StopTone(line, reference, Tone.SILENCE));
        phase(CallPhase.ON_HOOK);
        send(
                new CallMessage.SetLamp(ButtonKind.LINE, line, LampMode.OFF),
                new CallMessage.SetSpeakerMode(OnOff.OFF),
                new CallMessage.DeactivateCallPlane(),
                keys(KEYS_ON_HOOK));
    }

    private void phase(CallPhase next) {
        phase = next;
        send(new CallMessage.CallState(next, line, reference, 0, NORMAL_PRIORITY, 0));
        board.event(new SimEvent.CallProgress(station.device().name(), reference, next));
    }

    private void tone(Tone tone) {
        toned = true;
        send(new CallMessage.StartTone(tone, 0, line, reference));
    }

    private void stopTone() {
        if (toned) {
            toned = false;
            send(new CallMessage.StopTone(line, reference, Tone.SILENCE));
        }
    }

    private Message keys(int set) {
        return new CallMessage.SelectSoftKeys(line, reference, set, ALL_KEYS);
    }

    private Message prompt(String wireText) {
        return CallTexts.prompt(station.version(), wireText, line, reference);
    }

    private void send(Message... messages) {
        station.send(messages);
    }
}
