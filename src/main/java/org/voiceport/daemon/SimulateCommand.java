package org.voiceport.daemon;

import java.io.IOException;
import java.util.Optional;
import org.slf4j.event.Level;
import org.voiceport.observe.LogFormat;
import org.voiceport.observe.LogSetup;
import picocli.CommandLine.Command;

@Command(
        name = "simulate",
        description = "The other side, for labs and tests: a call manager, or a phone.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {SimulateCallManagerCommand.class, SimulatePhoneCommand.class},
        mixinStandardHelpOptions = true)
final class SimulateCommand {
    private SimulateCommand() {}

    /** No log lines but warnings: what happens is printed. */
    static void quiet() throws IOException {
        LogSetup.configure(LogFormat.TEXT, Level.WARN, Optional.empty());
    }
}
