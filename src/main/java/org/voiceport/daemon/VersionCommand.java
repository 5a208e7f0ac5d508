package org.voiceport.daemon;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "version",
        description = "Prints the version, and the Java that runs it.",
        mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Prints it for machines.")
    private boolean json;

    @Override
    public Integer call() {
        String java = Runtime.version() + " " + System.getProperty("java.vendor", "");
        String os = System.getProperty("os.name", "") + " " + System.getProperty("os.arch", "");
        if (json) {
            Json.Writer writer = new Json.Writer();
            writer.beginObject()
                    .put("version", Version.text())
                    .put("java", java)
                    .put("os", os)
                    .endObject();
            spec.commandLine().getOut().println(writer);
        } else {
            spec.commandLine().getOut().println("voiceportd " + Version.text() + " (Java " + java + ", " + os + ")");
        }
        return Exit.FINE;
    }
}
