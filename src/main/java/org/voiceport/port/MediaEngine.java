package org.voiceport.port;

import java.net.InetAddress;
import java.util.function.Consumer;
import org.voiceport.audio.Dtmf;
import org.voiceport.audio.Sink;
import org.voiceport.audio.Source;
import org.voiceport.event.DeviceName;

/**
 * Carries the sound of calls. All methods are called, and all events reported, on the owner thread of the port; events
 * never come from within a call of a method.
 */
public interface MediaEngine {
    /** A stream pair for one call; no socket is open yet. The owner closes it. */
    Stream open(DeviceName device, int callReference, Consumer<MediaEvent> events);

    /** Both directions of one call's media, over one UDP port. */
    interface Stream {
        /**
         * Opens the UDP port if it isn't open, and receives from now on; a second call replaces codec and key. Reports
         * {@link MediaEvent.Listening} or {@link MediaEvent.Failed}.
         */
        void listen(ReceiveSpec spec);

        /**
         * Sends from now on, silence if nothing plays; a second call replaces everything. Opens the UDP port at {@code
         * local} if it isn't open. Reports {@link MediaEvent.Talking} or {@link MediaEvent.Failed}.
         */
        void talk(TransmitSpec spec, InetAddress local);

        /** Receives no more; what a sink holds stays. */
        void deafen();

        /** Sends no more; what plays is paused. */
        void mute();

        /**
         * Plays {@code source} as soon as there is a direction to send in; replaces what plays. Reports {@link
         * MediaEvent.Played} when it has been sent to its end.
         */
        void play(Source source);

        /** Plays nothing more; reports nothing. */
        void stopPlaying();

        /**
         * What is received from now on goes to {@code sink}, in order, gaps filled so that time is kept; also while
         * nothing is received.
         */
        void record(Sink sink);

        /** The sink gets what was received in time before this call, then nothing more. */
        void stopRecording();

        /**
         * Presses a key for the far end, behind those that wait: for 160 ms, with 80 ms to the next one (RFC 4733). What
         * plays is halted meanwhile. Dropped if nothing is sent, no payload type of telephone events was given, or 64
         * presses wait; what waits when sending ends or begins anew is dropped, too.
         */
        void press(Dtmf key);

        /** Counts so far; also after {@link #close()}. */
        MediaStatistics statistics();

        /** Ends everything, frees the UDP port, wipes the keys. Nothing is reported after it. */
        void close();
    }
}
