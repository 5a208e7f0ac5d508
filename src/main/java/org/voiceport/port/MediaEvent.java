package org.voiceport.port;

import java.net.InetSocketAddress;
import org.voiceport.audio.Dtmf;
import org.voiceport.audio.Source;
import org.voiceport.event.Fault;

/** What a {@link MediaEngine.Stream} reports. */
public sealed interface MediaEvent {
    /** The UDP port is open; media can come. */
    record Listening(InetSocketAddress local) implements MediaEvent {}

    /** Sending has begun, from that address. */
    record Talking(InetSocketAddress local) implements MediaEvent {}

    /** A source has been sent to its end. */
    record Played(Source source) implements MediaEvent {}

    /** The far end has pressed a key, as a telephone event (RFC 4733) tells: told once, when the press begins. */
    record Digit(Dtmf key) implements MediaEvent {}

    /**
     * A key was heard in the sound: told once, when it has sounded for about 40 ms. Not told any more of a far end that sends
     * telephone events.
     */
    record Tone(Dtmf key) implements MediaEvent {}

    /** Receiving or sending could not begin. */
    record Failed(boolean receiving, Fault fault) implements MediaEvent {}
}
