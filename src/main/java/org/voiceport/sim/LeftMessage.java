package org.voiceport.sim;

import org.voiceport.event.MediaProtection;

/**
 * What became of a scripted caller's attempt to leave a message.
 *
 * @param call the call, which is over
 * @param failure why it ended as it did, one line; empty if the message was left
 */
public record LeftMessage(String number, Outcome outcome, PhoneCall call, String failure) {

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

    /** All that the caller heard, 8,000 samples a second, greeting and beep included; a new array each time. */
    public short[] heard() {
        return call.heard();
    }

    /** True if the caller was asked to speak. */
    public boolean beepHeard() {
        return outcome == Outcome.LEFT || outcome == Outcome.CUT_OFF;
    }

    /** What protected the media to the caller. */
    public MediaProtection receive() {
        return call.receiveProtection();
    }

    /** What protected the media from the caller. */
    public MediaProtection transmit() {
        return call.transmitProtection();
    }

    public long packetsSent() {
        return call.packetsSent();
    }

    /** Good packets only. */
    public long packetsReceived() {
        return call.packetsReceived();
    }

    public long packetsRefused() {
        return call.packetsRefused();
    }

    @Override
    public String toString() {
        return number + ": " + outcome + ", heard " + heard().length + " samples, receive " + receive() + " "
                + packetsReceived() + " packets (" + packetsRefused() + " refused), transmit " + transmit() + " "
                + packetsSent() + " packets" + (failure.isEmpty() ? "" : "; " + failure);
    }
}
