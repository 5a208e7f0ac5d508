package org.voiceport.daemon;

import java.time.Duration;
import java.util.List;
import org.voiceport.observe.LogDetail;

/** What can be asked of a running daemon. Called by one thread at a time, of the control socket, but for {@link #status}. */
interface DaemonControl {
    /** Reads the configuration again and takes over what changed, or nothing if it can't be used. */
    Answer reload();

    /**
     * Takes no more calls, and ends the daemon when the last one has ended; returns without waiting for that.
     *
     * @param limit after which the calls that are left are cut off
     */
    Answer drain(Duration limit);

    /** Sets every message lamp anew; returns without waiting for it. */
    Answer resyncLamps();

    /** Logs more, for a while. */
    Answer log(LogDetail.Ask ask);

    /** Logs no more than the configuration says. */
    Answer logAsBefore();

    /**
     * How the daemon is now. For any thread.
     *
     * @param json one line of JSON instead of lines for a person
     */
    Answer status(boolean json);

    /**
     * What came of it.
     *
     * @param done false if it was refused
     * @param lines for the one who asked; at least one, and the reason if it was refused
     */
    record Answer(boolean done, List<String> lines) {
        public Answer {
            lines = List.copyOf(lines);
        }

        static Answer done(String... lines) {
            return new Answer(true, List.of(lines));
        }

        static Answer refused(String... lines) {
            return new Answer(false, List.of(lines));
        }
    }
}
