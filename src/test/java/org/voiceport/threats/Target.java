package org.voiceport.threats;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.voiceport.daemon.DaemonAtWork;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;

/**
 * A port of a running daemon.
 *
 * @param number its directory number
 * @param mailbox calls to this number are forwarded to it
 */
record Target(SecurityMode mode, DeviceName name, String number, String mailbox, DaemonAtWork daemon) {
    /** How many lines the daemon has logged by now. */
    int mark() {
        return daemon.count();
    }

    /** The first line about this port behind the first {@code count} lines that has one of these ids. */
    Told told(int count, String... ids) throws InterruptedException {
        return told(count, told -> List.of(ids).stream().anyMatch(told::is), String.join(" or ", ids));
    }

    Told told(int count, Predicate<Told> fits, String what) throws InterruptedException {
        return daemon.await(count, line -> isMine(line) && fits.test(new Told(0, line)), Seen.LIMIT)
                .map(Told::of)
                .orElseThrow(() -> new NothingHappened(
                        "the daemon logged no " + what + " of " + name + " in " + Seen.LIMIT.toSeconds() + " s"));
    }

    private boolean isMine(Map<?, ?> line) {
        return name.value().equals(line.get("voiceport.port"));
    }
}
