package org.voiceport.daemon;

import picocli.CommandLine.Command;

@Command(
        name = "resync",
        description = "Asks the running daemon to set every mailbox's message lamp anew.",
        mixinStandardHelpOptions = true)
final class MwiResyncCommand extends ControlCommand {
    @Override
    ControlRequest request() {
        return new ControlRequest.ResyncLamps();
    }
}
