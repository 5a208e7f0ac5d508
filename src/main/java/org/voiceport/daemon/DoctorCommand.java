package org.voiceport.daemon;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.voiceport.config.DaemonConfig;
import org.voiceport.port.Outgoing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "doctor",
        description =
                "Walks the chain of ports to their call managers for real, up to a registration, and explains the first"
                        + " broken link. Exit code 0 if every port can register with its first call manager.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Parameters(
            paramLabel = "PORT",
            arity = "0..*",
            description = "Device names; if none is given, one port for each security mode and order of call managers.")
    private @Nullable List<String> names;

    @Option(names = "--all", description = "All ports of the configuration.")
    private boolean all;

    @Option(names = "--json", description = "Prints one JSON document.")
    private boolean json;

    @Option(
            names = "--no-register",
            description = "Goes as far as TLS and registers nothing: for while the daemon runs.")
    private boolean noRegister;

    @Option(
            names = "--await-call",
            paramLabel = "DURATION",
            converter = Words.WaitingTime.class,
            description = "Waits so long for a call to each port, answers it and tells whether media keys came.")
    private @Nullable Duration awaitCall;

    @Option(
            names = "--call",
            paramLabel = "NUMBER",
            description = "Has each port call this number, whatever its roles, plays a tone for 3 s to whoever answers,"
                    + " hangs up, and tells what protected the sound.")
    private @Nullable String number;

    @Option(
            names = "--answer-within",
            paramLabel = "DURATION",
            defaultValue = "30s",
            converter = Words.WaitingTime.class,
            description = "How long the number of --call may ring; ${DEFAULT-VALUE} if not given.")
    private Duration answerWithin = Duration.ofSeconds(30);

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        Optional<Outgoing> place = place();
        DaemonConfig read = config.read();
        List<DaemonConfig.Port> ports = ports(read);
        List<String> unusable = Application.unusable(read);
        if (!unusable.isEmpty()) {
            throw new CommandFailure(
                    Exit.UNUSABLE,
                    unusable.stream().map(error -> read.file() + ": " + error).toList());
        }
        boolean daemonRuns = read.control().filter(ControlSocket::answersAt).isPresent();
        String note = note(read, daemonRuns);
        PrintWriter err = spec.commandLine().getErr();
        DoctorPlan plan = new DoctorPlan(!noRegister, daemonRuns, Optional.ofNullable(awaitCall), place, err::println);
        Doctor doctor = new Doctor(read, TrustMaterial.load(read, false), plan);
        List<DoctorFinding> findings = json ? asJson(read, note, doctor, ports) : asText(note, doctor, ports);
        return DoctorReport.ill(findings).isEmpty() ? Exit.FINE : Exit.FAILED;
    }

    /** The call to be placed, if there is one; tells what doesn't go together. */
    private Optional<Outgoing> place() throws CommandFailure {
        if (noRegister && (awaitCall != null || number != null)) {
            throw new CommandFailure(
                    Exit.USAGE,
                    "voiceportd: " + (awaitCall != null ? "--await-call" : "--call")
                            + " needs a registration, so it doesn't go with --no-register");
        }
        if (number == null) {
            return Optional.empty();
        }
        if (awaitCall != null) {
            throw new CommandFailure(
                    Exit.USAGE, "voiceportd: give --call or --await-call, not both: a port has one line");
        }
        if (!Outgoing.canBeDialled(number)) {
            throw new CommandFailure(
                    Exit.USAGE,
                    "voiceportd: --call needs a number of 1 to " + Outgoing.LONGEST + " of 0123456789ABCD*#+, as it is"
                            + " dialled");
        }
        return Optional.of(new Outgoing(number, Optional.empty(), false, answerWithin));
    }

    private List<DoctorFinding> asJson(DaemonConfig read, String note, Doctor doctor, List<DaemonConfig.Port> ports)
            throws InterruptedException {
        List<DoctorFinding> findings = doctor.examine(ports, finding -> {});
        spec.commandLine().getOut().println(DoctorReport.json(read.file(), note, findings));
        return findings;
    }

    private List<DoctorFinding> asText(String note, Doctor doctor, List<DaemonConfig.Port> ports)
            throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (!note.isEmpty()) {
            out.println(note);
        }
        List<DoctorFinding> findings =
                doctor.examine(ports, finding -> DoctorReport.lines(finding).forEach(out::println));
        DoctorReport.warnings(findings).forEach(out::println);
        out.println(DoctorReport.summary(findings, !noRegister));
        return findings;
    }

    private String note(DaemonConfig read, boolean daemonRuns) {
        if (noRegister) {
            return "";
        }
        String risk = "a second registration of its ports may be refused, or throw them out: stop it, or use"
                + " --no-register";
        return daemonRuns
                ? "warning: a daemon with this configuration is running ("
                        + read.control().orElseThrow() + " answers), and " + risk
                : "note: each port is registered for a moment. If a daemon with these ports is running, " + risk;
    }

    private List<DaemonConfig.Port> ports(DaemonConfig read) throws CommandFailure {
        if (names == null || names.isEmpty()) {
            return all ? read.ports() : Doctor.samples(read.ports());
        }
        List<DaemonConfig.Port> named = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        for (String name : names) {
            read.ports().stream()
                    .filter(port -> port.name().value().equals(name))
                    .findFirst()
                    .ifPresentOrElse(
                            named::add, () -> errors.add("voiceportd: no port " + name + " in " + read.file()));
        }
        if (!errors.isEmpty()) {
            throw new CommandFailure(Exit.USAGE, errors);
        }
        return named.stream().distinct().toList();
    }
}
