package org.voiceport.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;
import org.voiceport.observe.LogFormat;
import org.voiceport.observe.LogSetup;
import org.voiceport.trust.TlsProperty;
import org.voiceport.trust.TrustException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description = "The main job, end to end, against a simulated call manager: three ports, three security modes, a"
                + " spoken message on each. Exit code 0 only if all was as the modes demand.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description =
                    "Puts certificates, CTL, configuration, log and messages there; it must be empty or not exist.")
    private @Nullable Path keep;

    @Option(names = "--json", description = "Prints the result for machines.")
    private boolean json;

    @Override
    public Integer call() throws CommandFailure, IOException, TrustException, InterruptedException {
        TlsProperty.install(false);
        LogSetup log = LogSetup.configure(LogFormat.TEXT, Level.WARN, Optional.empty());
        DemoReport report = new Demo(directory(), spec.commandLine().getErr()::println).run();
        log.close();
        if (json) {
            spec.commandLine().getOut().println(report.json());
        } else {
            spec.commandLine().getOut().println();
            report.table().forEach(spec.commandLine().getOut()::println);
        }
        return report.fine() ? Exit.FINE : Exit.FAILED;
    }

    private Path directory() throws CommandFailure, IOException {
        if (keep == null) {
            return Files.createTempDirectory("voiceportd-demo-");
        }
        Files.createDirectories(keep);
        try (Stream<Path> files = Files.list(keep)) {
            if (files.findAny().isPresent()) {
                throw new CommandFailure(Exit.USAGE, "voiceportd: " + keep + " is not empty, choose another directory");
            }
        }
        return keep.toAbsolutePath().normalize();
    }
}
