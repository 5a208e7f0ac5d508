package org.voiceport.port;

import java.net.InetAddress;
import java.time.Duration;
import org.voiceport.audio.Dtmf;
import org.voiceport.event.Event;
import org.voiceport.event.MediaProtection;
import org.voiceport.sccp.MediaMessage.ConnectionStatisticsReq;
import org.voiceport.sccp.Message;

/** Everything that the machines can ask for. */
sealed interface Action {
    record Dial(Server server) implements Action {}

    /** Opens a connection to a preferred call manager, beside the one in use. */
    record DialProbe(Server server) implements Action {}

    record SendProbe(Message message) implements Action {}

    record CloseProbe() implements Action {}

    /** The connection to the preferred call manager is the one in use from now on. */
    record UseProbe() implements Action {}

    /** Notes how many packets have come for the call; tells if none has come since they were last counted. */
    record CountMedia(int call) implements Action {}

    record Send(Message message) implements Action {}

    record Speak(int version) implements Action {}

    record CloseLink() implements Action {}

    /** Starts the timer, anew if it runs. */
    record StartTimer(Timer timer, Duration delay) implements Action {}

    record CancelTimer(Timer timer) implements Action {}

    record Report(Event event) implements Action {}

    /** The call is shown to the application; its media stream is opened. */
    record Offer(int call, CallDetails details) implements Action {}

    /** The attempt has become a call: it is shown to who asked for it; its media stream is opened. */
    record Begin(int call, int attempt) implements Action {}

    /** The attempt came to nothing. */
    record NotMade(int attempt, NoCall why) implements Action {}

    record Update(int call, CallDetails details) implements Action {}

    record Tell(int call, CallEvent event) implements Action {}

    record Listen(int call, ReceiveSpec spec) implements Action {}

    record Talk(int call, TransmitSpec spec, InetAddress local) implements Action {}

    record Deafen(int call) implements Action {}

    record Mute(int call) implements Action {}

    /** A key for the far end, in the media. */
    record Press(int call, Dtmf key) implements Action {}

    /** The call is over: its media ends, the summary is reported, the application is told. */
    record End(int call, String by, MediaProtection receive, MediaProtection transmit) implements Action {}

    /** Answers with the counts of the call's media. */
    record AnswerStatistics(ConnectionStatisticsReq request) implements Action {}

    /** The port has left for good. */
    record Stopped() implements Action {}
}
