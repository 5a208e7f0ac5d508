package org.voiceport.daemon;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.voiceport.config.ConfigError;
import org.voiceport.config.ConfigReader;
import org.voiceport.config.ConfigResult;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.EventSink;

/**
 * Reads what the configuration of a running daemon and all that it names hold by now, and has the daemon follow it, or tells
 * why it can't. Blocks; the daemon's lock is not held meanwhile.
 */
final class Reloading {
    private final Daemon daemon;
    private final EventSink events;

    Reloading(Daemon daemon, EventSink events) {
        this.daemon = daemon;
        this.events = events;
    }

    /** As {@link Daemon#reload}; who comes second waits. */
    synchronized Reload.Outcome reload() {
        if (daemon.isEnding()) {
            return new Reload.Outcome(Daemon.ENDING, FileStamps.NONE);
        }
        DaemonConfig before = daemon.config();
        ConfigResult read = ConfigReader.read(before.file());
        if (read instanceof ConfigResult.Invalid invalid) {
            return refused(
                    before,
                    invalid.errors().stream().map(ConfigError::toString).toList(),
                    FileStamps.of(invalid.files()));
        }
        Reload reload = new Reload(before, ((ConfigResult.Valid) read).config());
        Optional<String> fixed = reload.needsRestart();
        if (fixed.isPresent()) {
            String todo = "restart the daemon, or take the change back";
            return refused(before, List.of(fixed.get()), todo, FileStamps.NONE);
        }
        return reload(reload);
    }

    private Reload.Outcome reload(Reload reload) {
        DaemonConfig next = reload.next();
        Daemon.InForce now = daemon.inForce();
        FileStamps sounds = FileStamps.of(Reloader.files(next));
        TrustMaterial loaded = now.material().reload(next, false);
        List<String> errors = reload.unusable(now.material(), loaded, now.atWork());
        if (errors.isEmpty()) {
            try {
                Application application = daemon.application(reload);
                // The same again, but that a CTL is remembered that is in force from now on. Files may be others by
                // now.
                loaded = now.material().reload(next, true);
                errors = reload.unusable(now.material(), loaded, now.atWork());
                if (errors.isEmpty()) {
                    return new Reload.Outcome(daemon.apply(reload, loaded, application), FileStamps.NONE);
                }
            } catch (IOException e) {
                errors = List.of(next.file() + ": " + FileTrouble.words(e));
            }
        }
        FileStamps needed = sounds.and(loaded.stamps()).among(reload.files(loaded));
        return refused(reload.before(), errors, needed);
    }

    private Reload.Outcome refused(DaemonConfig running, List<String> errors, FileStamps needed) {
        String todo = "'voiceportd check -c " + running.file() + "' tells all; correct them and reload";
        return refused(running, errors, todo, needed);
    }

    private Reload.Outcome refused(DaemonConfig running, List<String> errors, String todo, FileStamps needed) {
        events.accept(new DaemonEvent.ReloadRefused(running.file().toString(), errors.size(), errors.get(0), todo));
        return new Reload.Outcome(new DaemonControl.Answer(false, errors), needed);
    }
}
