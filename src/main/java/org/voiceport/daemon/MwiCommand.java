package org.voiceport.daemon;

import picocli.CommandLine.Command;

@Command(
        name = "mwi",
        description = "The message lamps of the running daemon.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {MwiResyncCommand.class},
        mixinStandardHelpOptions = true)
final class MwiCommand {
    private MwiCommand() {}
}
