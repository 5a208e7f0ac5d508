package org.voiceport.daemon;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.voiceport.observe.Json;
import org.voiceport.srtp.SrtpEngine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "version",
        description = "Prints the version, the commit that it was built from if known, and the Java that runs it.",
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
        String commit = Version.commit();
        if (json) {
            Json.Writer writer = new Json.Writer();
            writer.beginObject().put("version", Version.text());
            if (!commit.isEmpty()) {
                writer.put("commit", commit);
            }
            writer.put("java", java)
                    .put("os", os)
                    .put("srtpEngine", SrtpEngine.chosen().name().toLowerCase(Locale.ROOT))
                    .endObject();
            spec.commandLine().getOut().println(writer);
        } else {
            String built = commit.isEmpty() ? "" : "commit " + commit + ", ";
            spec.commandLine()
                    .getOut()
                    .println("voiceportd " + Version.text() + " (" + built + "Java " + java + ", " + os + ")");
        }
        return Exit.FINE;
    }
}
