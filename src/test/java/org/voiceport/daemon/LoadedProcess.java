package org.voiceport.daemon;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A {@link Loaded} in a process of its own, on a processor of its own if the system can do that. */
final class LoadedProcess implements Loaded {
    private final Process process;
    private final BufferedReader answers;
    private final PrintStream words;

    private LoadedProcess(Process process) {
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.words = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /**
     * Starts the main class with these arguments; ready once it has told something.
     *
     * @param processor the one that it is bound to; -1 for any
     */
    static LoadedProcess start(Class<?> main, int processor, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (processor >= 0) {
            command.addAll(List.of("taskset", "-c", Integer.toString(processor)));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        LoadedProcess started = new LoadedProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        started.answer();
        return started;
    }

    @Override
    public void begin() throws IOException {
        ask("begin");
    }

    @Override
    public Map<String, Long> end() throws IOException {
        return ask("end");
    }

    @Override
    public Map<String, Long> after() throws IOException {
        return ask("after");
    }

    private Map<String, Long> ask(String word) throws IOException {
        words.println(word);
        return answer();
    }

    private Map<String, Long> answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the process under load has ended");
        }
        Map<String, Long> told = new TreeMap<>();
        String[] parts = line.split(" ", -1);
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split("=", 2);
            told.put(pair[0], Long.parseLong(pair[1]));
        }
        return told;
    }

    @Override
    public void close() {
        words.close();
        try {
            if (process.waitFor(20, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
