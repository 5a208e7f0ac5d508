package org.voiceport.port;

import org.voiceport.audio.Dtmf;
import org.voiceport.audio.Source;

/** What an application hears about its call. Reported on the port's owner thread: take note and return. */
public sealed interface CallEvent {
    /** The far end is connected. */
    record Answered() implements CallEvent {}

    /** A source has been played to its end. */
    record Played(Source source) implements CallEvent {}

    /** The far end has pressed a key. */
    record Digit(Dtmf key) implements CallEvent {}

    /** The recording that was to stop has stopped. */
    record Recorded() implements CallEvent {}

    /** The call is over, nothing follows. {@code by} says who ended it: {@code far end}, {@code port}, or why. */
    record Ended(String by) implements CallEvent {}
}
