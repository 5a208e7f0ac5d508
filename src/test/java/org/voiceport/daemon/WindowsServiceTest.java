package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.event.DeviceName;
import org.voiceport.sim.SimEvent;
import org.voiceport.sim.SimulatedCallManager;

/** The class that a Windows service calls, called as procrun calls it. */
class WindowsServiceTest {
    @TempDir
    private Path directory;

    private Process process;

    @AfterEach
    void end() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private Path said(String stream) {
        return directory.resolve(stream);
    }

    private void start(CliLab lab) throws IOException {
        List<String> command = new ArrayList<>(CliJvm.command());
        command.addAll(List.of("-Xrs", "-cp", System.getProperty("java.class.path"), ProcrunHost.class.getName()));
        command.addAll(List.of(WindowsService.class.getName(), "start", "stop"));
        command.addAll(List.of("-c", lab.config().toString()));
        process = new ProcessBuilder(command)
                .redirectOutput(said("out").toFile())
                .redirectError(said("err").toFile())
                .start();
    }

    private void stop() throws IOException {
        try (OutputStream in = process.getOutputStream()) {
            in.write('\n');
        }
    }

    private int exit() throws IOException, InterruptedException {
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it runs on: " + Files.readString(said("err")));
        return process.exitValue();
    }

    @Test
    void stop_unregisters_every_port_and_start_returns_without_ending_the_jvm() throws Exception {
        List<DeviceName> ports = List.of(CliLab.CLEAR, CliLab.AUTHENTICATED, CliLab.ENCRYPTED);
        CliLab lab = CliLab.in(directory);
        try (SimulatedCallManager callManager = CliLab.callManager()) {
            lab.write(lab.yaml(
                    callManager.clearAddress().getPort(),
                    callManager.tlsAddress().getPort()));
            start(lab);
            callManager.registered(ports).get(60, TimeUnit.SECONDS);
            stop();
            for (DeviceName port : ports) {
                SimEvent.Unregistered event = callManager
                        .event(SimEvent.Unregistered.class, e -> e.device().equals(port))
                        .get(20, TimeUnit.SECONDS);
                assertTrue(event.asked(), event::line);
            }
            assertEquals(0, exit());
            // The rest of the host ran, so procrun could have told Windows that the service has stopped.
            List<String> out = Files.readAllLines(said("out"));
            assertTrue(out.contains("stop returned") && out.contains("start returned"), out::toString);
            assertTrue(
                    Files.readString(said("err")).contains("stopped: calls ended, ports unregistered"),
                    Files.readString(said("err")));
        }
    }

    @Test
    void stop_that_comes_before_the_daemon_serves_ends_it_all_the_same() throws Exception {
        CliLab lab = CliLab.in(directory);
        try (SimulatedCallManager callManager = CliLab.callManager()) {
            lab.write(lab.yaml(
                    callManager.clearAddress().getPort(),
                    callManager.tlsAddress().getPort()));
            start(lab);
            stop();
            assertEquals(0, exit());
            assertTrue(Files.readAllLines(said("out")).contains("start returned"));
        }
    }

    @Test
    void configuration_that_cannot_be_used_is_the_exit_code_of_the_service() throws Exception {
        CliLab lab = CliLab.in(directory);
        lab.write("nonsense: 1\n");
        start(lab);
        assertEquals(Exit.UNUSABLE, exit());
        assertTrue(Files.readString(said("err")).contains("nonsense"));
    }
}
