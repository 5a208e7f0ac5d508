package org.voiceport.daemon;

import org.voiceport.trust.PortTemplate;
import picocli.CommandLine.Option;

/** What new port certificates are like, for the commands that make or ask for them. */
final class PortTemplateOptions {
    @Option(
            names = "--bits",
            paramLabel = "BITS",
            defaultValue = "2048",
            converter = Words.KeyBits.class,
            description = "Length of a new RSA key: 2048, 3072 or 4096. ${DEFAULT-VALUE} if not given.")
    private int bits;

    @Option(
            names = "--subject",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "What stands in the subject behind CN=<device name>, such as OU=Voice,O=Example.")
    private String subject = "";

    @Option(
            names = "--renew-within",
            paramLabel = "DAYS",
            defaultValue = "30",
            converter = Words.Days.class,
            description =
                    "Without names: also for ports whose certificate ends within so many days, ${DEFAULT-VALUE} if"
                            + " not given.")
    private int renewWithin;

    PortTemplate read() throws CommandFailure {
        try {
            return new PortTemplate(bits, subject);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(Exit.USAGE, "voiceportd: --subject: " + e.getMessage());
        }
    }

    int renewWithin() {
        return renewWithin;
    }
}
