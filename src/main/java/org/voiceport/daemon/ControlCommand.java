package org.voiceport.daemon;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.voiceport.config.ConfigReader;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * A command that asks the daemon that the configuration names, and prints its answer. The configuration is not checked: a
 * daemon runs on although its file can't be used any more, and it is the one to say so.
 */
abstract class ControlCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOption config = new ConfigOption();

    /** What is asked. */
    abstract ControlRequest request();

    /** For errors of use. */
    final CommandLine commandLine() {
        return spec.commandLine();
    }

    @Override
    public final Integer call() throws CommandFailure {
        DaemonControl.Answer answer = ControlClient.ask(socket(config.file()), request(), LIMIT);
        PrintWriter to =
                answer.done() ? spec.commandLine().getOut() : spec.commandLine().getErr();
        answer.lines().forEach(to::println);
        return answer.done() ? Exit.FINE : Exit.FAILED;
    }

    private static Path socket(Path config) throws CommandFailure {
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
        return ((ConfigReader.ControlPlace.At) place).socket();
    }
}
