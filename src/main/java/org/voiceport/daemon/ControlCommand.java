package org.voiceport.daemon;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.voiceport.config.ConfigReader;

/** What the commands have in common that ask the running daemon. */
final class ControlCommand {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private ControlCommand() {}

    /**
     * Asks the daemon that the configuration names, and prints its answer. The configuration is not checked: a daemon runs
     * on although its file can't be used any more, and it is the one to say so.
     */
    static int ask(Path config, ControlRequest request, PrintWriter out, PrintWriter err) throws CommandFailure {
        ConfigReader.ControlPlace place = ConfigReader.control(config);
        if (place instanceof ConfigReader.ControlPlace.Off) {
            throw new CommandFailure(
                    Exit.UNUSABLE,
                    config + ": 'control' is off, so a running daemon can't be asked; give it a socket and restart it");
        }
        if (place instanceof ConfigReader.ControlPlace.Unknown unknown) {
            throw new CommandFailure(
                    Exit.UNUSABLE,
                    unknown.errors().stream().map(Object::toString).toList());
        }
        Path socket = ((ConfigReader.ControlPlace.At) place).socket();
        DaemonControl.Answer answer = ControlClient.ask(socket, request, LIMIT);
        answer.lines().forEach((answer.done() ? out : err)::println);
        return answer.done() ? Exit.FINE : Exit.FAILED;
    }
}
