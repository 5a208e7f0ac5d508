package org.voiceport.daemon;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "resync",
        description = "Asks the running daemon to set every mailbox's message lamp anew.",
        mixinStandardHelpOptions = true)
final class MwiResyncCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() throws CommandFailure {
        return ControlCommand.ask(
                config.file(),
                new ControlRequest.ResyncLamps(),
                spec.commandLine().getOut(),
                spec.commandLine().getErr());
    }
}
