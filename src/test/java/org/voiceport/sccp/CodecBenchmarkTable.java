package org.voiceport.sccp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs {@link CodecBenchmark} and prints a table, or JSON: {@code scripts/bench-sccp}.
 *
 * <p>Copying, reading and writing are measured one after the other, each in a JVM of its own and on all messages, several
 * times over. Ratios are made within one such round. Everything printed is a median.
 */
final class CodecBenchmarkTable {
    private static final int USAGE = 2;
    private static final int DEFAULT_FORKS = 5;
    /** Of each message in one fork. */
    private static final int ITERATIONS = 5;

    private final List<HotFrame> frames = HotFrame.all();
    private final int forks;

    private CodecBenchmarkTable(int forks) {
        this.forks = forks;
    }

    /** {@code [--json] [--forks N]}. */
    public static void main(String[] args) throws RunnerException {
        boolean json = false;
        int forks = DEFAULT_FORKS;
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--json")) {
                json = true;
            } else if (args[i].equals("--forks") && i + 1 < args.length && args[i + 1].matches("[1-9][0-9]?")) {
                forks = Integer.parseInt(args[++i]);
            } else {
                System.err.println("usage: bench-sccp [--json] [--forks N]   (N from 1 to 99, default 5)");
                System.exit(USAGE);
            }
        }
        List<Line> lines = new CodecBenchmarkTable(forks).measured();
        System.out.print(json ? json(lines) : table(lines));
    }

    private enum Kind {
        COPY,
        DECODE,
        ENCODE
    }

    /** One message: its numbers by kind. */
    private record Line(String message, int version, int bytes, Map<Kind, Cost> costs) {}

    /** Medians: nanoseconds and bytes allocated per operation, and time as a multiple of the copy's. */
    private record Cost(double nanos, double bytes, double timesCopy) {}

    private List<Line> measured() throws RunnerException {
        Map<Kind, List<double[]>> nanos = new EnumMap<>(Kind.class);
        Map<Kind, List<double[]>> bytes = new EnumMap<>(Kind.class);
        for (int fork = 0; fork < forks; fork++) {
            for (RunResult result : new Runner(options()).run()) {
                Kind kind = Kind.valueOf(result.getPrimaryResult().getLabel().toUpperCase(Locale.ROOT));
                nanos.computeIfAbsent(kind, none -> new ArrayList<>()).add(medians(result, ProcessorTime.LABEL));
                bytes.computeIfAbsent(kind, none -> new ArrayList<>()).add(medians(result, "gc.alloc.rate.norm"));
            }
            System.err.printf("%d of %d%n", fork + 1, forks);
        }
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < frames.size(); i++) {
            Map<Kind, Cost> costs = new EnumMap<>(Kind.class);
            for (Kind kind : Kind.values()) {
                costs.put(kind, cost(nanos.get(kind), bytes.get(kind), nanos.get(Kind.COPY), i));
            }
            HotFrame frame = frames.get(i);
            lines.add(new Line(frame.message().name(), frame.version(), frame.bytes().length, costs));
        }
        return lines;
    }

    private static Cost cost(List<double[]> nanos, List<double[]> bytes, List<double[]> copyNanos, int index) {
        return new Cost(
                median(nanos.stream().mapToDouble(of -> of[index]).toArray()),
                median(bytes.stream().mapToDouble(of -> of[index]).toArray()),
                median(IntStream.range(0, nanos.size())
                        .mapToDouble(fork -> nanos.get(fork)[index] / copyNanos.get(fork)[index])
                        .toArray()));
    }

    private Options options() {
        return new OptionsBuilder()
                .include(CodecBenchmark.class.getName().replace(".", "\\.") + "\\..*")
                // Compiled before it runs on, however busy the machine is; no memory that the system has yet to find.
                .jvmArgsAppend("-Xbatch", "-XX:+UseSerialGC", "-Xms128m", "-Xmx128m", "-XX:+AlwaysPreTouch")
                .addProfiler(GCProfiler.class)
                .addProfiler(ProcessorTime.class)
                .forks(1)
                .warmupIterations(frames.size())
                .warmupTime(TimeValue.milliseconds(30))
                .measurementIterations(frames.size() * ITERATIONS)
                .measurementTime(TimeValue.milliseconds(60))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
    }

    /** The median of each message's iterations. */
    private double[] medians(RunResult result, String label) {
        List<IterationResult> iterations = result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .toList();
        double[] medians = new double[frames.size()];
        for (int i = 0; i < medians.length; i++) {
            int message = i;
            medians[i] = median(IntStream.range(0, iterations.size())
                    .filter(iteration -> iteration % medians.length == message)
                    .mapToDouble(iteration -> iterations
                            .get(iteration)
                            .getSecondaryResults()
                            .get(label)
                            .getScore())
                    .toArray());
        }
        return medians;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static String table(List<Line> lines) {
        StringBuilder table = new StringBuilder();
        table.append(String.format(
                "| %-25s | %7s | %5s | %7s | %9s | %6s | %8s | %9s | %6s | %8s |%n",
                "message",
                "version",
                "bytes",
                "copy ns",
                "decode ns",
                "× copy",
                "decode B",
                "encode ns",
                "× copy",
                "encode B"));
        table.append("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        for (Line line : lines) {
            Cost decode = line.costs.get(Kind.DECODE);
            Cost encode = line.costs.get(Kind.ENCODE);
            table.append(String.format(
                    Locale.ROOT,
                    "| %-25s | %7d | %5d | %7.0f | %9.0f | %6.1f | %8.0f | %9.0f | %6.1f | %8.0f |%n",
                    line.message,
                    line.version,
                    line.bytes,
                    line.costs.get(Kind.COPY).nanos,
                    decode.nanos,
                    decode.timesCopy,
                    decode.bytes,
                    encode.nanos,
                    encode.timesCopy,
                    encode.bytes));
        }
        return table.toString();
    }

    private static String json(List<Line> lines) {
        return lines.stream()
                .map(line -> String.format(
                        Locale.ROOT,
                        "{\"message\":\"%s\",\"version\":%d,\"bytes\":%d,%s}",
                        line.message,
                        line.version,
                        line.bytes,
                        line.costs.entrySet().stream()
                                .map(entry -> json(entry.getKey(), entry.getValue()))
                                .collect(Collectors.joining(","))))
                .collect(Collectors.joining(",\n  ", "[\n  ", "\n]\n"));
    }

    private static String json(Kind kind, Cost cost) {
        return String.format(
                Locale.ROOT,
                "\"%s\":{\"nanos\":%.2f,\"allocatedBytes\":%.1f,\"timesCopy\":%.3f}",
                kind.name().toLowerCase(Locale.ROOT),
                cost.nanos,
                cost.bytes,
                cost.timesCopy);
    }
}
