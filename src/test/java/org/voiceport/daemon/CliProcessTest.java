package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.voiceport.event.DeviceName;
import org.voiceport.sim.SimEvent;
import org.voiceport.sim.SimulatedCallManager;

/** What only a process of its own shows: signals, exit codes, standard output, children. */
@DisabledOnOs(OS.WINDOWS)
class CliProcessTest {
    static final int HANGUP = 0x1;
    private static final int INTERRUPT = 0x2;
    private static final Duration SIGTERM_LIMIT = Duration.ofSeconds(10);

    @TempDir
    private static Path shared;

    /** It takes longest, so it begins before the other tests and is looked at when it is over. */
    private static CliJvm demo;

    private static ProcessHandle demosDaemon;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startDemo() throws Exception {
        demo = CliJvm.start(shared, "demo", "--json", "--keep", shared.resolve("demo"));
        demosDaemon = demo.awaitChild();
    }

    @AfterAll
    static void endDemo() {
        demo.close();
    }

    @Test
    void sigterm_unregisters_every_port_and_ends_the_daemon_with_0() throws Exception {
        List<DeviceName> ports = List.of(CliLab.CLEAR, CliLab.AUTHENTICATED, CliLab.ENCRYPTED);
        CliLab lab = CliLab.in(directory);
        try (SimulatedCallManager callManager = CliLab.callManager()) {
            lab.write(lab.yaml(
                    callManager.clearAddress().getPort(),
                    callManager.tlsAddress().getPort()));
            try (CliJvm daemon = CliJvm.start(directory, "run", "-c", lab.config())) {
                callManager.registered(ports).get(30, TimeUnit.SECONDS);
                daemon.signal("TERM");
                assertEquals(0, daemon.exit(SIGTERM_LIMIT), daemon.err());
                assertEquals("", daemon.out());
            }
            for (DeviceName port : ports) {
                SimEvent.Unregistered event = callManager
                        .event(SimEvent.Unregistered.class, e -> e.device().equals(port))
                        .get(5, TimeUnit.SECONDS);
                assertTrue(event.asked(), event::line);
            }
        }
    }

    @Test
    void sighup_and_a_changed_file_reload_the_configuration() throws Exception {
        CliLab lab = CliLab.in(directory);
        try (SimulatedCallManager callManager = CliLab.callManager()) {
            String yaml = lab.yaml(
                    callManager.clearAddress().getPort(),
                    callManager.tlsAddress().getPort());
            lab.write(yaml);
            try (CliJvm daemon = CliJvm.start(directory, "run", "-c", lab.config())) {
                callManager
                        .registered(List.of(CliLab.CLEAR, CliLab.AUTHENTICATED, CliLab.ENCRYPTED))
                        .get(30, TimeUnit.SECONDS);
                daemon.awaitErr("DAEMON-001");
                if (!isIgnored(HANGUP)) {
                    daemon.signal("HUP");
                    // Nobody but the signal makes it read a file that hasn't changed.
                    daemon.awaitErr("0 added, 0 changed, 0 removed, 3 as before");
                }

                lab.write(yaml.replace("  - { name: CiscoUM1-VI1, securityMode: non-secure }\n", ""));
                daemon.awaitErr("0 added, 0 changed, 1 removed (after their calls), 2 as before");
                assertTrue(callManager
                        .event(SimEvent.Unregistered.class, e -> e.device().equals(CliLab.CLEAR))
                        .get(5, TimeUnit.SECONDS)
                        .asked());

                lab.write(yaml.replace("securityMode", "securitymode"));
                daemon.awaitErr("DAEMON-010");
                assertTrue(callManager.isRegistered(CliLab.ENCRYPTED));
                daemon.signal("TERM");
                assertEquals(0, daemon.exit(SIGTERM_LIMIT), daemon.err());
            }
        }
    }

    @Test
    void daemon_without_a_port_that_can_start_ends_with_78() throws Exception {
        CliLab lab = CliLab.bare(directory, """
                callManagers: [{ address: 127.0.0.1 }]
                ports: [{ name: CiscoUM1-VI2, securityMode: encrypted }]
                trust: { ctlFile: CTLFile.tlv }
                identity: { directory: certs, passwordFile: certs/password }
                observe: { http: off }
                control: off
                """);
        try (CliJvm daemon = CliJvm.start(directory, "run", "-c", lab.config())) {
            assertEquals(Exit.UNUSABLE, daemon.exit(), daemon.err());
            assertEquals("", daemon.out());
            assertTrue(daemon.err().contains("CiscoUM1-VI2"), daemon.err());
        }
    }

    @Test
    void daemon_with_a_wrong_configuration_ends_with_78_before_anything_starts() throws Exception {
        CliLab lab = CliLab.in(directory);
        lab.write(lab.yaml().replace("store: messages", "store: messages, general: 7"));
        try (CliJvm daemon = CliJvm.start(directory, "run", "-c", lab.config())) {
            assertEquals(Exit.UNUSABLE, daemon.exit(), daemon.err());
            assertEquals("", daemon.out());
            assertTrue(daemon.err().startsWith(lab.config() + ":9:"), daemon.err());
        }
        assertFalse(Files.exists(lab.path("messages")));
    }

    @Test
    void demo_that_is_interrupted_leaves_no_daemon_behind() throws Exception {
        Assumptions.assumeFalse(isIgnored(INTERRUPT), "this JVM ignores SIGINT, and so do its children");
        try (CliJvm interrupted = CliJvm.start(directory, "demo", "--keep", directory.resolve("demo"))) {
            ProcessHandle daemon = interrupted.awaitChild();
            interrupted.signal("INT");
            interrupted.exit();
            daemon.onExit().get(10, TimeUnit.SECONDS);
        }
    }

    /** Shells start background jobs with SIGINT ignored, nohup with SIGHUP; both is inherited, and the JVM leaves it so. */
    static boolean isIgnored(int bit) throws Exception {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) & bit) != 0);
    }

    @Test
    void demo_as_json_is_fine_and_leaves_no_process_behind() throws Exception {
        assertEquals(0, demo.exit(), demo::said);
        Map<?, ?> json = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(demo.out());
        assertEquals(true, json.get("fine"), demo.out());
        assertEquals(
                List.of(true, true, true, true),
                ((List<?>) json.get("calls"))
                        .stream().map(call -> ((Map<?, ?>) call).get("fine")).toList());
        assertFalse(demosDaemon.isAlive());
    }
}
