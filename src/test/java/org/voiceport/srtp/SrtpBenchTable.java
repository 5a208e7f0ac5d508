package org.voiceport.srtp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Measures SRTP engines in turns and prints a table, or JSON: {@code scripts/bench-srtp}.
 *
 * <p>Every peer is a process that measures itself when it is asked ({@link BenchPeer}, {@code bench-peer.c}). In a round each
 * case is asked of all peers, one after the other, so that whatever else the machine does hits all alike; ratios are made
 * within a round. What is printed are medians of the rounds.
 */
final class SrtpBenchTable {
    /** The peer that the others are compared with. */
    static final String REFERENCE = "reference";

    private static final int USAGE = 2;
    private static final long WARM_UP_MILLIS = 700;
    private static final long MILLIS = 150;

    private SrtpBenchTable() {}

    /** What is measured: a profile, octets of payload or of the RTCP packet, and how many streams take turns. */
    record Case(String profile, int payload, int streams) {
        @Override
        public String toString() {
            return profile + " " + payload + " " + streams;
        }
    }

    /** Nanoseconds of processor time, and bytes allocated, per packet. */
    record Cost(double protect, double unprotect, double bytes) {
        double both() {
            return protect + unprotect;
        }
    }

    /** Somebody who can be measured; empty for a profile that it doesn't have. */
    interface Peer {
        Optional<Cost> measure(Case of, long millis) throws IOException;
    }

    /** A line of the table: medians, and the time of both directions as a multiple of the reference's, NaN without one. */
    record Line(Case of, String peer, Cost cost, double timesReference) {}

    private static final List<Case> CASES = List.of(
            new Case("cm80", 160, 1),
            new Case("cm80", 160, 1000),
            new Case("cm80", 20, 1),
            new Case("cm80", 20, 1000),
            new Case("cm80-rtcp", 100, 1),
            new Case("gcm", 160, 1),
            new Case("gcm", 160, 1000));

    /** {@code [--json] [--rounds N] NAME=COMMAND...}, words of a command divided by a vertical bar. */
    public static void main(String[] args) throws IOException {
        boolean json = false;
        int rounds = 9;
        Map<String, Peer> peers = new LinkedHashMap<>();
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--json")) {
                json = true;
            } else if (args[i].equals("--rounds") && i + 1 < args.length && args[i + 1].matches("[1-9][0-9]?")) {
                rounds = Integer.parseInt(args[++i]);
            } else if (args[i].indexOf('=') > 0) {
                String[] parts = args[i].split("=", 2);
                Process process = new ProcessBuilder(parts[1].split("\\|", -1))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                processes.add(process);
                peers.put(parts[0], asked(parts[0], process));
            } else {
                System.err.println(
                        "usage: bench-srtp [--json] [--rounds N] [--java HOME]   (N from 1 to 99, default 9)");
                System.exit(USAGE);
            }
        }
        List<Line> lines = measured(CASES, peers, rounds, System.err);
        System.out.print(json ? json(lines) : table(lines));
        processes.forEach(Process::destroy);
    }

    private static Peer asked(String name, Process process) {
        PrintStream requests = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
        BufferedReader answers =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        return (of, millis) -> {
            requests.println(of + " " + millis);
            String answer = answers.readLine();
            if (answer == null) {
                throw new IOException(name + " gave up at " + of);
            }
            return parsed(answer);
        };
    }

    static Optional<Cost> parsed(String answer) {
        if (answer.equals("none")) {
            return Optional.empty();
        }
        double[] numbers = Arrays.stream(answer.split(" ", 3))
                .mapToDouble(Double::parseDouble)
                .toArray();
        return Optional.of(new Cost(numbers[0], numbers[1], numbers[2]));
    }

    static List<Line> measured(List<Case> cases, Map<String, Peer> peers, int rounds, PrintStream progress)
            throws IOException {
        for (Peer peer : peers.values()) {
            for (Case of : cases) {
                peer.measure(of, WARM_UP_MILLIS);
            }
        }
        Map<Case, Map<String, List<Cost>>> costs = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            for (Case of : cases) {
                Map<String, List<Cost>> ofCase = costs.computeIfAbsent(of, none -> new LinkedHashMap<>());
                for (Map.Entry<String, Peer> peer : peers.entrySet()) {
                    Optional<Cost> cost = peer.getValue().measure(of, MILLIS);
                    cost.ifPresent(one -> ofCase.computeIfAbsent(peer.getKey(), none -> new ArrayList<>())
                            .add(one));
                }
            }
            progress.printf("%d of %d%n", round, rounds);
        }
        List<Line> lines = new ArrayList<>();
        costs.forEach((of, byPeer) -> byPeer.forEach(
                (peer, all) -> lines.add(new Line(of, peer, median(all), ratio(all, byPeer.get(REFERENCE))))));
        return lines;
    }

    private static Cost median(List<Cost> all) {
        return new Cost(
                median(all.stream().mapToDouble(Cost::protect).toArray()),
                median(all.stream().mapToDouble(Cost::unprotect).toArray()),
                median(all.stream().mapToDouble(Cost::bytes).toArray()));
    }

    /** The median of the ratios of each round. */
    private static double ratio(List<Cost> all, @Nullable List<Cost> reference) {
        if (reference == null) {
            return Double.NaN;
        }
        double[] ratios = new double[all.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = all.get(i).both() / reference.get(i).both();
        }
        return median(ratios);
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    static String table(List<Line> lines) {
        StringBuilder table =
                new StringBuilder("| profile   | octets | streams | engine      | protect ns | unprotect ns |"
                        + " × reference | garbage B |\n|---|--:|--:|---|--:|--:|--:|--:|\n");
        for (Line line : lines) {
            String ratio =
                    Double.isNaN(line.timesReference) ? "–" : String.format(Locale.ROOT, "%.2f", line.timesReference);
            table.append(String.format(
                    Locale.ROOT,
                    "| %-9s | %6d | %7d | %-11s | %10.0f | %12.0f | %11s | %9.0f |%n",
                    line.of.profile,
                    line.of.payload,
                    line.of.streams,
                    line.peer,
                    line.cost.protect,
                    line.cost.unprotect,
                    ratio,
                    line.cost.bytes));
        }
        return table.toString();
    }

    static String json(List<Line> lines) {
        return lines.stream()
                .map(line -> String.format(
                        Locale.ROOT,
                        "{\"profile\":\"%s\",\"octets\":%d,\"streams\":%d,\"engine\":\"%s\",\"protectNanos\":%.1f,"
                                + "\"unprotectNanos\":%.1f,\"timesReference\":%s,\"allocatedBytes\":%.1f}",
                        line.of.profile,
                        line.of.payload,
                        line.of.streams,
                        line.peer,
                        line.cost.protect,
                        line.cost.unprotect,
                        Double.isNaN(line.timesReference)
                                ? "null"
                                : String.format(Locale.ROOT, "%.3f", line.timesReference),
                        line.cost.bytes))
                .collect(Collectors.joining(",\n  ", "[\n  ", "\n]\n"));
    }
}
