package org.voiceport.daemon;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.voiceport.config.DaemonConfig;
import org.voiceport.trust.CtlStore;
import org.voiceport.trust.Verdict;

/**
 * The CTL of a configuration.
 *
 * @param file trust.ctlFile
 * @param store what decides about it
 */
record ConfiguredCtl(DaemonConfig config, Path file, CtlStore store) {
    static ConfiguredCtl of(ConfigOption configured) throws CommandFailure {
        return of(configured.read());
    }

    static ConfiguredCtl of(DaemonConfig config) throws CommandFailure {
        Path file = config.trust()
                .ctlFile()
                .orElseThrow(() ->
                        new CommandFailure(Exit.UNUSABLE, config.file() + ": trust.ctlFile is not configured, set it"));
        return new ConfiguredCtl(config, file, Mapping.ctlStore(config, file));
    }

    /** Tells what makes the trust in a CTL that came in force weaker than it could be. */
    static void warn(Verdict.InForce verdict, PrintWriter err) {
        verdict.weakened().forEach(event -> err.println("warning: " + event.text()));
    }
}
