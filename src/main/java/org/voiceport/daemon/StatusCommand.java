package org.voiceport.daemon;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        description = "Asks the running daemon for its ports, what protects them now, calls, trust and warnings.",
        mixinStandardHelpOptions = true)
final class StatusCommand extends ControlCommand {
    @Option(names = "--json", description = "Prints one line of JSON; docs/monitoring.md tells its fields.")
    private boolean json;

    @Override
    ControlRequest request() {
        return new ControlRequest.Status(json);
    }
}
