package org.voiceport.daemon;

import picocli.CommandLine.Command;

@Command(
        name = "certs",
        description = "The server root and one certificate per port: init, then issue, then export-root. With a CA of"
                + " your own: request, then import.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            CertsInitCommand.class,
            CertsIssueCommand.class,
            CertsRequestCommand.class,
            CertsImportCommand.class,
            CertsShowCommand.class,
            CertsExportRootCommand.class
        },
        mixinStandardHelpOptions = true)
final class CertsCommand {}
