package org.voiceport.port;

import org.voiceport.audio.Dtmf;
import org.voiceport.audio.Sink;
import org.voiceport.audio.Source;
import org.voiceport.event.DeviceName;

/**
 * A call as the messaging application handles it. Methods may be called from any thread, return at once and take effect
 * in the order of the calls; after the end of the call they do nothing.
 */
public interface Call {
    DeviceName device();

    /** The call manager's reference of the call. */
    int reference();

    /** What is known of the parties; may become more until the call is answered. */
    CallDetails details();

    /** Takes the call; {@link CallEvent.Answered} follows. */
    void answer();

    /** Plays {@code source}, in place of what plays; {@link CallEvent.Played} follows when it has ended by itself. */
    void play(Source source);

    void stopPlaying();

    /** What the far end says from now on goes to {@code sink}. */
    void record(Sink sink);

    /** Nothing goes to the sink any more once {@link CallEvent.Recorded} came. */
    void stopRecording();

    /**
     * Presses a key for the far end, after those pressed before: in the media where the call manager lets it, else through
     * the call manager. What plays is halted for it in the first case. Does nothing unless the far end is connected.
     */
    void press(Dtmf key);

    /** Asks the call manager to hold the call; {@link CallEvent.Held} follows if it does. */
    void hold();

    /** Asks for a held call back; {@link CallEvent.Resumed} follows if the call manager gives it. */
    void resume();

    /**
     * Transfers the call as soon as the number is dialled, whoever answers there. {@link CallEvent.Transferred} or {@link
     * CallEvent.NotTransferred} follows.
     */
    void transfer(Outgoing to);

    /**
     * Holds the call and calls somebody else, of whom {@code from} hears. {@link #completeTransfer} of this call connects
     * the two; {@link #hangUp} of the other one, or its end, brings this one back.
     */
    void consult(Outgoing to, OutgoingHandler from);

    /**
     * Connects the far end with whom {@link #consult} has called, who may still be ringing. {@link CallEvent.Transferred}
     * or {@link CallEvent.NotTransferred} follows.
     */
    void completeTransfer();

    /** Ends the call; {@link CallEvent.Ended} follows. */
    void hangUp();
}
