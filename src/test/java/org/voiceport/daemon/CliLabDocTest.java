package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs every command of {@code docs/lab.md} as it stands there, and compares what is printed with what stands there. */
@DisabledOnOs(OS.WINDOWS)
class CliLabDocTest {
    private static final Pattern BLOCK =
            Pattern.compile("^```(sh|text)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final String MARK = "--- block ";
    private static final int LIMIT_SECONDS = 600;

    @TempDir
    private Path checkout;

    /** A block of commands and the lines that it should print, in which {@code ...} stands for anything. */
    private record Step(String commands, List<String> printed) {}

    @Test
    void lab_of_the_document_works_as_it_says() throws Exception {
        List<Step> steps = steps(Files.readString(Path.of("docs", "lab.md")));
        Files.createDirectory(checkout.resolve("scripts"));
        Files.createSymbolicLink(checkout.resolve("src"), Path.of("src").toAbsolutePath());
        launcher(checkout.resolve("scripts").resolve("voiceportd"));
        List<String> outputs = run(steps);
        for (int i = 0; i < steps.size(); i++) {
            compare(steps.get(i), outputs.get(i));
        }
    }

    private static List<Step> steps(String document) {
        List<Step> steps = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(document);
        while (blocks.find()) {
            List<String> lines = blocks.group(2).lines().toList();
            if (blocks.group(1).equals("sh")) {
                steps.add(new Step(blocks.group(2), List.of()));
            } else {
                steps.add(new Step(steps.remove(steps.size() - 1).commands(), lines));
            }
        }
        assertTrue(steps.size() >= 9, "blocks of commands: " + steps.size());
        return steps;
    }

    /** Instead of the real one, which would build: these very classes, and a list of the processes. */
    private void launcher(Path file) throws IOException {
        String command = Stream.concat(
                        CliJvm.command().stream(), Stream.of("-cp", System.getProperty("java.class.path")))
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        Files.writeString(
                file,
                "#!/bin/sh\necho $$ >>'" + processes() + "'\nexec " + command + " " + Main.class.getName()
                        + " \"$@\"\n");
        assertTrue(file.toFile().setExecutable(true));
    }

    private Path processes() {
        return checkout.resolve("processes");
    }

    private List<String> run(List<Step> steps) throws Exception {
        StringBuilder script = new StringBuilder("set -eu\n");
        for (int i = 0; i < steps.size(); i++) {
            script.append("echo '")
                    .append(MARK)
                    .append(i)
                    .append("'\n")
                    .append(steps.get(i).commands());
        }
        Path transcript = checkout.resolve("transcript");
        Process shell = new ProcessBuilder("sh", "-c", elsewhere(script.toString()))
                .directory(checkout.toFile())
                .redirectErrorStream(true)
                .redirectOutput(transcript.toFile())
                .start();
        boolean ended = shell.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        shell.destroyForcibly();
        String printed = Files.readString(transcript, StandardCharsets.UTF_8);
        assertTrue(ended, () -> "still running after " + printed);
        assertEquals(0, shell.exitValue(), printed);
        return Stream.of(here(printed).split(Pattern.quote(MARK) + "\\d+\\n", -1))
                .skip(1)
                .toList();
    }

    private int clear;
    private int secure;
    private int tftp;

    /** The document's ports may be in use here; and whoever waits for a line may look more often. */
    private String elsewhere(String script) throws IOException {
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DatagramSocket third = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            clear = one.getLocalPort();
            secure = other.getLocalPort();
            tftp = third.getLocalPort();
        }
        return script.replace("12000", Integer.toString(clear))
                .replace("12443", Integer.toString(secure))
                .replace("12069", Integer.toString(tftp))
                .replace("sleep 1", "sleep 0.1");
    }

    private String here(String printed) {
        return printed.replace("127.0.0.1:" + clear, "127.0.0.1:12000")
                .replace("127.0.0.1:" + secure, "127.0.0.1:12443")
                .replace("127.0.0.1:" + tftp, "127.0.0.1:12069");
    }

    private static void compare(Step step, String output) {
        Pattern expected = Pattern.compile(
                step.printed().stream().map(CliLabDocTest::pattern).collect(Collectors.joining()), Pattern.DOTALL);
        if (!step.printed().isEmpty()) {
            assertTrue(
                    expected.matcher(output).matches(),
                    () -> step.commands() + "\nshould print\n" + String.join("\n", step.printed()) + "\nand prints\n"
                            + output);
        }
    }

    /** A line that is {@code ...} alone stands for any number of lines, elsewhere it is a part of one. */
    private static String pattern(String line) {
        if (line.equals("...")) {
            return ".*";
        }
        return Stream.of(line.split("\\.\\.\\.", -1)).map(Pattern::quote).collect(Collectors.joining("[^\\n]*"))
                + "\\n";
    }

    @AfterEach
    void endWhatIsLeft() throws IOException {
        if (Files.exists(processes())) {
            for (String pid : Files.readAllLines(processes())) {
                ProcessHandle.of(Long.parseLong(pid))
                        .filter(process -> process.info().command().orElse("").contains("java"))
                        .ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }
}
