package org.voiceport.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "man",
        description = {
            "Prints the manual page of this command line or of the configuration. Read it with:",
            "  voiceportd man voiceportd.yaml | man -l -"
        },
        mixinStandardHelpOptions = true)
final class ManCommand implements Callable<Integer> {
    /** The example, which the build puts beside the classes. */
    private static final String EXAMPLE = "/org/voiceport/config/voiceportd.yaml";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "PAGE", description = "voiceportd or voiceportd.yaml. Default voiceportd.")
    private String page = "voiceportd";

    @Override
    public Integer call() throws CommandFailure, IOException {
        String text = switch (page) {
            case "voiceportd" -> CommandPage.of(Main.commandLine());
            case "voiceportd.yaml" -> ConfigPage.of(example());
            default ->
                throw new CommandFailure(
                        Exit.USAGE, "voiceportd: no page " + page + ", there are: voiceportd, voiceportd.yaml");
        };
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
        return Exit.FINE;
    }

    private static List<String> example() throws IOException {
        try (InputStream in = ManCommand.class.getResourceAsStream(EXAMPLE)) {
            if (in == null) {
                throw new IOException(EXAMPLE + " is missing in the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
