package org.voiceport.daemon;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A voiceportd in a process of its own, as the demo runs it: started with the same Java and class path, watched through
 * its JSON log, stopped as a service manager stops it.
 */
final class DaemonProcess implements AutoCloseable {
    private final Process process;
    private final Path log;
    private final List<Map<?, ?>> lines = new ArrayList<>();
    private final Ending withParent;
    private boolean ended;

    /** A line of its log, as the fields of its JSON; it is the {@code count}th. */
    record LogLine(int count, Map<?, ?> facts) {}

    private DaemonProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        // Who stops the demo in the middle wants no daemon left behind.
        this.withParent = Ending.after(process::destroyForcibly);
    }

    static DaemonProcess start(Path configuration, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        if (Runtime.version().feature() >= 23) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        // A short life: the quick compiler alone starts sooner and leaves the processors to the phones.
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("run", "-c", configuration.toString()));
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        DaemonProcess daemon = new DaemonProcess(process, log);
        Thread reader = new Thread(daemon::read, "voiceport-demo-log");
        reader.setDaemon(true);
        reader.start();
        return daemon;
    }

    private void read() {
        Load json = new Load(LoadSettings.builder().build());
        try (BufferedReader in =
                        new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
                BufferedWriter out = Files.newBufferedWriter(log)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.write(line);
                out.newLine();
                out.flush();
                add(json, line);
            }
        } catch (IOException e) {
            // The process was ended by force, or the disk is full: what is missing then is told by await.
            return;
        } finally {
            synchronized (lines) {
                ended = true;
                lines.notifyAll();
            }
        }
    }

    private void add(Load json, String line) {
        try {
            if (json.loadFromString(line) instanceof Map<?, ?> map) {
                synchronized (lines) {
                    lines.add(map);
                    lines.notifyAll();
                }
            }
        } catch (YamlEngineException notJson) {
            // A JVM's own words at a crash: they stand in the log file.
        }
    }

    /** The first log line with this event id that fits; empty after {@code limit}, or if the process has ended. */
    Optional<Map<?, ?>> await(String id, Predicate<Map<?, ?>> fits, Duration limit) throws InterruptedException {
        return await(0, line -> id.equals(line.get("event.code")) && fits.test(line), limit)
                .map(LogLine::facts);
    }

    /** The first log line behind the first {@code count} that fits; empty as above. */
    Optional<LogLine> await(int count, Predicate<Map<?, ?>> fits, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        synchronized (lines) {
            int seen = count;
            while (true) {
                for (; seen < lines.size(); seen++) {
                    if (fits.test(lines.get(seen))) {
                        return Optional.of(new LogLine(seen + 1, lines.get(seen)));
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (ended || left <= 0) {
                    return Optional.empty();
                }
                lines.wait(left);
            }
        }
    }

    /** How many log lines there are by now. */
    int count() {
        synchronized (lines) {
            return lines.size();
        }
    }

    /** Asks it to stop as a service manager does; its exit code, or empty after {@code limit}. */
    Optional<Integer> stop(Duration limit) throws InterruptedException {
        // By its handle: Process.destroy() would also close the stream that the last log lines come through.
        process.toHandle().destroy();
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)
                ? Optional.of(process.exitValue())
                : Optional.empty();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    Path log() {
        return log;
    }

    /** Ends the process whatever it does. */
    @Override
    public void close() {
        process.destroyForcibly();
        withParent.cancel();
    }
}
