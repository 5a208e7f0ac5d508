package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A voiceportd in a JVM of its own, as the launcher starts it, with its output in files. */
final class CliJvm implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Process process;
    private final Path out;
    private final Path err;

    private CliJvm(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Java and its options: the quick compiler alone, as these processes live shortly. */
    static List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--add-opens=java.base/sun.security.provider=ALL-UNNAMED");
        if (Runtime.version().feature() >= 23) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.add("-XX:TieredStopAtLevel=1");
        return command;
    }

    static CliJvm start(Path directory, Object... arguments) throws IOException {
        return startUnder(List.of(), directory, arguments);
    }

    /** As the other, but that {@code before} are the first words of the command, which becomes the JVM. */
    static CliJvm startUnder(List<String> before, Path directory, Object... arguments) throws IOException {
        Path out = Files.createTempFile(directory, "out", ".txt");
        Path err = Files.createTempFile(directory, "err", ".txt");
        List<String> command = new ArrayList<>(before);
        command.addAll(command());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Process process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new CliJvm(process, out, err);
    }

    /** Sends a signal, as {@code kill} does: {@code TERM}, {@code INT}. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    /** Its exit code, once it has ended. */
    int exit(Duration limit) throws IOException, InterruptedException {
        assertTrue(
                process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS),
                "still running after " + limit + "; " + err());
        return process.exitValue();
    }

    int exit() throws IOException, InterruptedException {
        return exit(LIMIT);
    }

    /** Waits until it has said this on standard error. */
    void awaitErr(String text) {
        Awaitility.await(text).atMost(LIMIT).until(() -> err().contains(text) || !process.isAlive());
    }

    /** Waits until it has a child process; the child. */
    ProcessHandle awaitChild() {
        return Awaitility.await("a child process")
                .atMost(LIMIT)
                .until(() -> process.children().findFirst(), java.util.Optional::isPresent)
                .orElseThrow();
    }

    String out() throws IOException {
        return Files.readString(out);
    }

    String err() throws IOException {
        return Files.readString(err);
    }

    /** Both outputs, for a failed test. */
    String said() {
        try {
            return out() + err();
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
