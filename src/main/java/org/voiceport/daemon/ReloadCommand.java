package org.voiceport.daemon;

import picocli.CommandLine.Command;

@Command(
        name = "reload",
        description = "Asks the running daemon to read its configuration again; all or nothing.",
        mixinStandardHelpOptions = true)
final class ReloadCommand extends ControlCommand {
    @Override
    ControlRequest request() {
        return new ControlRequest.Reload();
    }
}
