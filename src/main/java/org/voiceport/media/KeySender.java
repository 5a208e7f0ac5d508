package org.voiceport.media;

import java.util.ArrayDeque;
import java.util.Queue;
import org.voiceport.audio.Dtmf;
import org.voiceport.rtp.RtpPacket;
import org.voiceport.rtp.TelephoneEvent;

/**
 * Sends keys as telephone events in a stream of sound (RFC 4733): one after the other, each for {@link #DURATION}, and at
 * least {@link #PAUSE} between two. While a key is down each packet of the stream tells how long it has been so, with the
 * timestamp of its beginning; the last one says that it is over, and is sent three times. In the rest of the pause there
 * is sound again.
 */
final class KeySender {
    /** Presses that may wait; there are not more digits in a telephone number or a PIN. */
    static final int MOST = 64;
    /** Samples of which 160 ms are made. */
    static final int DURATION = 160 * RtpClock.SAMPLES_PER_MILLI;
    /** Samples of which 80 ms are made. */
    static final int PAUSE = 80 * RtpClock.SAMPLES_PER_MILLI;

    /** RFC 4733 §2.5.1.4. */
    private static final int END_PACKETS = 3;
    /** -dBm0: of a telephone's keypad, and as loud as it may be without being distorted. */
    private static final int VOLUME = 10;

    private static final int NONE = -1;

    private final int payloadType;
    private final Queue<Dtmf> waiting = new ArrayDeque<>();
    private int event = NONE;
    private int began;
    private int lasted;
    private int endsLeft;
    private boolean paused;
    private int pauseUntil;

    /** @param payloadType of telephone events, 1 to 127; anything else sends none */
    KeySender(int payloadType) {
        this.payloadType = payloadType;
    }

    /** Takes one more press; false if there is no payload type, or no room: it is dropped then. */
    boolean press(Dtmf key) {
        return payloadType > 0 && payloadType <= 127 && waiting.size() < MOST && waiting.offer(key);
    }

    /**
     * Writes the packet that is due, if it is to be one on a key.
     *
     * @param timestamp of the stream: the packet tells of the {@code samples} from there on
     * @return the length of its payload, or 0 if it is the turn of sound
     */
    int write(byte[] packet, int sequence, int timestamp, int ssrc, int samples) {
        boolean first = begins(timestamp);
        if (event == NONE) {
            return 0;
        }
        if (endsLeft == 0) {
            lasted = timestamp + samples - began;
            if (lasted >= DURATION) {
                endsLeft = END_PACKETS;
                paused = true;
                pauseUntil = timestamp + samples + PAUSE;
            }
        }
        RtpPacket.writeHeader(packet, 0, payloadType, first, sequence, began, ssrc);
        TelephoneEvent.write(packet, RtpPacket.HEADER_LENGTH, event, endsLeft > 0, VOLUME, lasted);
        if (endsLeft > 0 && --endsLeft == 0) {
            event = NONE;
        }
        return TelephoneEvent.LENGTH;
    }

    /** True if the next key goes down now. */
    private boolean begins(int timestamp) {
        if (event != NONE || (paused && timestamp - pauseUntil < 0)) {
            return false;
        }
        paused = false;
        Dtmf next = waiting.poll();
        if (next == null) {
            return false;
        }
        event = next.event();
        began = timestamp;
        return true;
    }
}
