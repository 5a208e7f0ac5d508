package org.voiceport.daemon;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.voiceport.trust.CtlStore;
import org.voiceport.trust.Fingerprint;
import org.voiceport.trust.TrustException;
import org.voiceport.trust.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "accept",
        description = "Puts a CTL in force on your word, whoever signed it, however old it is: compare the fingerprints"
                + " first.",
        mixinStandardHelpOptions = true)
final class CtlAcceptCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "The file, which is copied to trust.ctlFile; trust.ctlFile itself if not given.")
    private @Nullable Path file;

    @Option(
            names = "--sha256",
            paramLabel = "SHA256",
            description = "Accept only the file with this SHA-256, as 'ctl show' prints it.")
    private @Nullable String sha256;

    @Override
    public Integer call() throws CommandFailure, TrustException {
        ConfiguredCtl ctl = ConfiguredCtl.of(config);
        Path source = file != null ? file : ctl.file();
        CtlFile shown = CtlFile.read(source);
        PrintWriter out = spec.commandLine().getOut();
        shown.lines().forEach(out::println);
        if (sha256 != null
                && !Fingerprint.parse(sha256).equals(Optional.of(shown.ctl().sha256()))) {
            throw new CommandFailure(Exit.FAILED, source + ": its SHA-256 isn't the given one, nothing was accepted");
        }
        // The very bytes that were shown, whatever the file holds by now.
        Verdict.InForce verdict = ctl.store().accept(shown.bytes(), source.toString());
        ConfiguredCtl.warn(verdict, spec.commandLine().getErr());
        out.println("accepted: " + CtlStore.acceptedFile(ctl.file()) + " (" + verdict.because() + ")");
        return Exit.FINE;
    }
}
