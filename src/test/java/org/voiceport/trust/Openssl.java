package org.voiceport.trust;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The openssl command as a judge that shares no code with us. */
final class Openssl {
    private Openssl() {}

    /** Skips the test, and says so, where openssl isn't installed. */
    @SuppressWarnings("SystemOut")
    static void assumeInstalled() {
        boolean installed;
        try {
            installed = new ProcessBuilder("openssl", "version").start().waitFor() == 0;
        } catch (IOException e) {
            installed = false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (!installed) {
            System.out.println("skipped: there is no openssl on the path, which these tests use as a judge");
        }
        assumeTrue(installed, "openssl isn't installed");
    }

    /** Runs one command in {@code directory}; what it printed. Fails if it does. */
    static String run(Path directory, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(command + " failed: " + output);
        }
        return output;
    }
}
