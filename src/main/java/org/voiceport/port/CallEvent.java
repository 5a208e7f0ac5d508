package org.voiceport.port;

import org.voiceport.audio.Dtmf;
import org.voiceport.audio.Source;

/** What an application hears about its call. Reported on the port's owner thread: take note and return. */
public sealed interface CallEvent {
    /** The far end is connected. */
    record Answered() implements CallEvent {}

    /** The whole number of a call that the port makes was dialled. */
    record Dialled() implements CallEvent {}

    /** It rings at the far end of a call that the port makes. */
    record Alerting() implements CallEvent {}

    /** The call that the port makes comes to nothing; {@link Ended} follows. */
    record Failed(Failure why) implements CallEvent {}

    /** Why a call that was dialled isn't answered. */
    enum Failure {
        BUSY,
        /** No way to the far end, or no room on it. */
        CONGESTION,
        INVALID_NUMBER,
        NO_ANSWER
    }

    /** The call manager holds the call. */
    record Held() implements CallEvent {}

    /** The call goes on. */
    record Resumed() implements CallEvent {}

    /** The parties were connected; {@link Ended} follows. */
    record Transferred() implements CallEvent {}

    /** The call is not transferred; it is asked back if the call manager held it. */
    record NotTransferred(String why) implements CallEvent {}

    /** A source has been played to its end. */
    record Played(Source source) implements CallEvent {}

    /** The far end has pressed a key. */
    record Digit(Dtmf key) implements CallEvent {}

    /** The recording that was to stop has stopped. */
    record Recorded() implements CallEvent {}

    /** The call is over, nothing follows. {@code by} says who ended it: {@code far end}, {@code port}, or why. */
    record Ended(String by) implements CallEvent {}
}
