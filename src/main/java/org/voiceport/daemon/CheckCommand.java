package org.voiceport.daemon;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.voiceport.config.DaemonConfig;
import org.voiceport.config.EffectiveConfig;
import org.voiceport.event.Event;
import org.voiceport.event.SecurityMode;
import org.voiceport.event.Severity;
import org.voiceport.event.TrustEvent;
import org.voiceport.trust.ExpiryWatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        description = "Checks the configuration, the certificates and the CTL; tells all errors at once, exit code 78.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = "--print",
            description = "Prints the configuration as it is in force: defaults filled in, paths absolute.")
    private boolean print;

    @Option(names = "--json", description = "With --print: as JSON instead of YAML.")
    private boolean json;

    @Override
    public Integer call() throws CommandFailure {
        if (json && !print) {
            throw new ParameterException(spec.commandLine(), "--json goes with --print, so give both");
        }
        DaemonConfig read = config.read();
        if (print) {
            spec.commandLine()
                    .getOut()
                    .print(json ? EffectiveConfig.json(read) + System.lineSeparator() : EffectiveConfig.yaml(read));
            spec.commandLine().getOut().flush();
        }
        TrustMaterial trust = TrustMaterial.load(read, false);
        Set<String> errors = errors(read, trust);
        warnings(read, trust).forEach(spec.commandLine().getErr()::println);
        if (!errors.isEmpty()) {
            throw new CommandFailure(Exit.UNUSABLE, List.copyOf(errors));
        }
        int ports = read.ports().size();
        (print ? spec.commandLine().getErr() : spec.commandLine().getOut())
                .println(read.file() + ": fine, " + ports + (ports == 1 ? " port" : " ports") + ", "
                        + trust.clients().size() + " of them over TLS");
        return Exit.FINE;
    }

    private static Set<String> errors(DaemonConfig read, TrustMaterial trust) {
        Set<String> errors = new LinkedHashSet<>();
        trust.general().forEach(fault -> errors.add(read.file() + ": " + fault.line()));
        List<String> affected = new ArrayList<>();
        trust.offline().forEach((port, fault) -> {
            if (trust.general().contains(fault)) {
                affected.add(port.value());
            } else {
                errors.add(read.file() + ": port " + port + ": " + fault.line());
            }
        });
        if (!affected.isEmpty()) {
            errors.add(read.file() + ": offline until then: " + Words.shortened(affected));
        }
        read.control().flatMap(ControlSocket::unfit).ifPresent(error -> errors.add(read.file() + ": " + error));
        Application.unusable(read).forEach(error -> errors.add(read.file() + ": " + error));
        return errors;
    }

    private static List<String> warnings(DaemonConfig read, TrustMaterial trust) {
        List<String> warnings = new ArrayList<>();
        for (Event event : trust.events()) {
            // What is flawed is an error here.
            if (event.severity() == Severity.WARN && !(event instanceof TrustEvent.Flawed)) {
                warnings.add("warning: " + event.text());
            }
        }
        ExpiryWatch expiry = new ExpiryWatch();
        expiry.watch(trust.inUse());
        expiry.due(Instant.now()).forEach(event -> warnings.add("warning: " + event.text() + "; " + event.todo()));
        NotServed.in(read).forEach(event -> warnings.add("warning: " + event.text()));
        warnings.addAll(withoutEffect(read));
        return warnings;
    }

    /** What is configured and, as the ports are, never used: most likely a role or a mode was forgotten. */
    private static List<String> withoutEffect(DaemonConfig read) {
        List<String> warnings = new ArrayList<>();
        if (read.mwi().isPresent()
                && read.ports().stream().noneMatch(port -> port.roles().contains(DaemonConfig.Role.MWI))) {
            warnings.add("warning: no port has the role mwi, so no message lamp is switched; give a port the role, or"
                    + " remove 'mwi'");
        }
        if (read.media().requireEncryption()
                && read.ports().stream().noneMatch(port -> port.securityMode() == SecurityMode.ENCRYPTED)) {
            warnings.add("warning: no port is encrypted, so media.requireEncryption protects no call; make a port"
                    + " encrypted, or set it to false");
        }
        return warnings;
    }
}
