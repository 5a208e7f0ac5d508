package org.voiceport.daemon;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "reload",
        description = "Asks the running daemon to read its configuration again; all or nothing.",
        mixinStandardHelpOptions = true)
final class ReloadCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() throws CommandFailure {
        return ControlCommand.ask(
                config.file(),
                new ControlRequest.Reload(),
                spec.commandLine().getOut(),
                spec.commandLine().getErr());
    }
}
