package org.voiceport.daemon;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.voiceport.config.ConfigReader;
import org.voiceport.config.ConfigResult;
import org.voiceport.config.DaemonConfig;
import org.voiceport.trust.TlsProperty;

/** What load is put on: measured from {@link #begin} to {@link #end}. */
interface Loaded extends AutoCloseable {
    /** Begins to measure. */
    void begin() throws Exception;

    /** What was used since {@link #begin}, by name. */
    Map<String, Long> end() throws Exception;

    /** What can be told when the calls are over, by name. */
    Map<String, Long> after() throws Exception;

    @Override
    void close() throws IOException;

    /** The configuration in a file, with TLS set up as the daemon needs it. */
    static DaemonConfig configuration(Path file) throws IOException {
        TlsProperty.install(false);
        ConfigResult result = ConfigReader.read(file);
        if (result instanceof ConfigResult.Valid valid) {
            return valid.config();
        }
        throw new IOException(file + ": " + result);
    }

    /** Serves a parent process: a word a line on standard input, an answer a line on standard output, until the end. */
    static void serve(Loaded loaded, PrintStream out) throws Exception {
        // That it is ready.
        out.println("told");
        out.flush();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String word = in.readLine(); word != null; word = in.readLine()) {
            out.println(answer(loaded, word));
            out.flush();
        }
    }

    private static String answer(Loaded loaded, String word) throws Exception {
        Map<String, Long> told = switch (word) {
            case "begin" -> {
                loaded.begin();
                yield Map.of();
            }
            case "end" -> loaded.end();
            case "after" -> loaded.after();
            default -> throw new IOException("'" + word + "' is no word");
        };
        StringBuilder line = new StringBuilder("told");
        told.forEach((name, value) -> line.append(' ').append(name).append('=').append(value));
        return line.toString();
    }
}
