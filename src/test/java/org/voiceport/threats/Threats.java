package org.voiceport.threats;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.voiceport.event.SecurityMode;
import org.voiceport.trust.TlsProperty;
import org.voiceport.trust.TrustException;

/** Runs the attacks. {@code scripts/threats} starts {@link #main}. */
public final class Threats {
    /** All of them, in the order of the table. */
    static final List<Threat> ALL = List.of(
            new ManInTheMiddleWithHisOwnCertificate(),
            new ManInTheMiddleWithACertificateOfAnotherRole(),
            new ManInTheMiddleWithTheCertificateOfAnotherServer(),
            new SignallingBytesAreChanged(),
            new SignallingMessagesAreForged(),
            new SignallingIsSniffed(),
            new SessionIsReplayedToThePort(),
            new SessionIsReplayedToTheCallManager(),
            new PortNameIsStolenWithoutACertificate(),
            new PortNameIsStolenWithAForeignCertificate(),
            new PortNameIsStolenWithTheCertificateOfAnotherPort(),
            new FalseCallManager(),
            new PortIsDowngraded(),
            new MediaKeysComeOnAnOpenLink(),
            new MediaIsSniffed(),
            new MediaIsChanged(),
            new MediaIsReplayed(),
            new MediaIsInjected(),
            new PhoneIsInClear(),
            new PhoneIsInClearWhereEncryptionIsRequired());

    private static final int FINE = 0;
    private static final int NOT_GREEN = 1;
    private static final int USAGE = 2;

    private Threats() {}

    /** {@code [--json] [--row NAME]}; exits with 0 only if all rows are green. */
    public static void main(String[] arguments) throws Exception {
        TlsProperty.install(false);
        Optional<Arguments> read = Arguments.read(arguments);
        if (read.isEmpty()) {
            System.err.println(
                    "usage: threats [--json] [--row NAME], exit code 0 if all is as the chapter says; names:");
            ALL.forEach(threat -> System.err.printf("  %-25s %s%n", threat.key(), threat.title()));
            System.exit(USAGE);
            return;
        }
        Path directory = Files.createTempDirectory("voiceport-threats");
        boolean green = report(directory, read.get());
        if (green) {
            delete(directory);
        } else {
            System.err.println("threats: configuration and logs of the daemons are in " + directory);
        }
        System.exit(green ? FINE : NOT_GREEN);
    }

    /** Attacks, and prints what happened; true if all is green. */
    private static boolean report(Path directory, Arguments arguments) throws InterruptedException {
        long begun = System.nanoTime();
        try {
            List<Row> rows = run(directory, arguments.chosen());
            Report report = new Report(rows, (System.nanoTime() - begun) / 1e9);
            System.out.println(arguments.json() ? report.json() : report.text());
            return report.green();
        } catch (IOException | TrustException | ExecutionException | RuntimeException e) {
            System.err.println("threats: what is to be attacked doesn't come up, or doesn't end well: " + e);
            return false;
        }
    }

    private record Arguments(boolean json, List<Threat> chosen) {
        static Optional<Arguments> read(String[] arguments) {
            boolean json = false;
            List<Threat> chosen = ALL;
            for (int i = 0; i < arguments.length; i++) {
                if (arguments[i].equals("--json")) {
                    json = true;
                } else if (arguments[i].equals("--row") && i + 1 < arguments.length) {
                    String name = arguments[++i];
                    chosen = ALL.stream()
                            .filter(threat -> threat.key().equals(name))
                            .toList();
                } else {
                    return Optional.empty();
                }
            }
            return chosen.isEmpty() ? Optional.empty() : Optional.of(new Arguments(json, chosen));
        }
    }

    /** The rows of these threats, from a lab in that directory. */
    static List<Row> run(Path directory, List<Threat> chosen)
            throws IOException, TrustException, InterruptedException, ExecutionException {
        Map<Threat, Map<SecurityMode, Outcome>> outcomes = new LinkedHashMap<>();
        chosen.forEach(threat -> outcomes.put(threat, new EnumMap<>(SecurityMode.class)));
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Lab lab = Lab.start(directory)) {
            List<Future<?>> going = new ArrayList<>();
            // On each port one after the other, but all ports at the same time.
            for (SecurityMode mode : SecurityMode.values()) {
                for (Ground ground : Ground.values()) {
                    going.add(threads.submit(() -> chosen.stream()
                            .filter(threat -> threat.ground() == ground)
                            .forEach(threat -> {
                                Outcome outcome = outcome(lab, threat, mode);
                                synchronized (outcomes) {
                                    outcomes.get(threat).put(mode, outcome);
                                }
                            })));
                }
            }
            for (Future<?> each : going) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        return outcomes.entrySet().stream()
                .map(entry -> new Row(
                        entry.getKey().key(),
                        entry.getKey().title(),
                        List.copyOf(entry.getValue().values())))
                .toList();
    }

    private static Outcome outcome(Lab lab, Threat threat, SecurityMode mode) {
        Promise promise = threat.promise(mode);
        try {
            return Outcome.of(mode, promise, threat.attack(lab, mode));
        } catch (Exception e) {
            return Outcome.failed(mode, promise, e);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
