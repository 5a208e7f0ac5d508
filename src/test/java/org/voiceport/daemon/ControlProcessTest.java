package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.voiceport.event.DeviceName;
import org.voiceport.event.SecurityMode;
import org.voiceport.sim.CallManagerSettings;
import org.voiceport.sim.Device;
import org.voiceport.sim.MwiNumbers;
import org.voiceport.sim.SimEvent;
import org.voiceport.sim.SimulatedCallManager;

/** A daemon in a process of its own is asked over its control socket. */
@DisabledOnOs(OS.WINDOWS)
class ControlProcessTest {
    private static final DeviceName PORT = new DeviceName("CiscoUM1-VI1");

    @TempDir
    private Path directory;

    private static SimulatedCallManager callManager() throws Exception {
        return SimulatedCallManager.start(CallManagerSettings.builder()
                .listen(InetAddress.getLoopbackAddress(), 0, 0)
                .mwi(new MwiNumbers("9099", "9098", false))
                .digitTimeout(Duration.ofMillis(300))
                .device(Device.port(PORT.value(), SecurityMode.NON_SECURE, "5001"))
                .build());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String shown(int port, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** The same facts at two moments; the disk that others write to may have changed between. */
    private static JsonNode withoutTime(String json) throws IOException {
        ObjectNode status = (ObjectNode) new ObjectMapper().readTree(json);
        return status.without(List.of("now", "store"));
    }

    private static void moreIsLogged(CliLab lab, SimulatedCallManager callManager, CliJvm daemon) throws Exception {
        CliRun.of("log", "-c", lab.config(), "nobody").exits(Exit.FAILED).tells("no port nobody is configured");
        CliRun.of("log", "-c", lab.config(), "--wire=on", PORT)
                .exits(Exit.FINE)
                .prints(PORT + ": more is logged for 900 s");
        daemon.awaitErr("DAEMON-021");
        CliRun.of("mwi", "resync", "-c", lab.config()).exits(Exit.FINE);
        daemon.awaitErr("[" + PORT + "] >> OffHook");
        CliRun.of("log", "-c", lab.config(), "--off").exits(Exit.FINE).prints("no more is logged than");
        daemon.awaitErr("DAEMON-022");
        CliRun.of("log", "-c", lab.config(), "--off").exits(Exit.FINE).prints("nobody had asked for more");
        assertEquals(
                1,
                callManager.events().stream()
                        .filter(SimEvent.Registered.class::isInstance)
                        .count());
    }

    @Test
    @SuppressWarnings("try") // the call manager goes before the daemon does
    void lamps_are_set_anew_over_the_socket_which_a_second_daemon_respects() throws Exception {
        int http = freePort();
        try (SimulatedCallManager callManager = callManager()) {
            CliLab lab = CliLab.bare(
                    directory, """
                    callManagers: [{ address: 127.0.0.1, port: %d }]
                    ports: [{ name: %s, securityMode: non-secure, roles: [mwi] }]
                    mwi: { on: "9099", off: "9098" }
                    messaging: { voicemail: { mailboxes: mailboxes.yaml } }
                    observe: { http: "127.0.0.1:%d" }
                    """.formatted(callManager.clearAddress().getPort(), PORT, http));
            Files.writeString(directory.resolve("mailboxes.yaml"), "mailboxes: [{ number: \"2001\", name: Bob }]\n");
            Path socket = directory.resolve("run").resolve("voiceportd.sock");
            try (CliJvm daemon = CliJvm.start(directory, "run", "-c", lab.config())) {
                callManager.registered(List.of(PORT)).get(60, TimeUnit.SECONDS);
                daemon.awaitErr("DAEMON-001");
                CompletableFuture<SimEvent.Lamp> lamp = callManager.nextEvent(SimEvent.Lamp.class, any -> true);
                CliRun.of("mwi", "resync", "-c", lab.config()).exits(Exit.FINE).prints("1 message lamp is being set");
                assertEquals(new SimEvent.Lamp(PORT, "2001", false, false), lamp.get(60, TimeUnit.SECONDS));
                daemon.awaitErr("CONTROL-001");
                assertFalse(daemon.err().contains(">> OffHook"), daemon.err());
                moreIsLogged(lab, callManager, daemon);

                CliRun.of("status", "-c", lab.config())
                        .exits(Exit.FINE)
                        .prints("ready")
                        .prints("1 port, 1 registered")
                        .prints(PORT + "  non-secure  registered");
                CliRun json = CliRun.of("status", "--json", "-c", lab.config()).exits(Exit.FINE);
                daemon.awaitErr("DAEMON-016");
                assertEquals(withoutTime(json.out()), withoutTime(shown(http, "/status.json")));
                assertEquals("ready\n", shown(http, "/health/ready"));
                assertTrue(shown(http, "/metrics")
                        .contains("voiceportd_port_registrations_total{mode=\"non-secure\"} 1.0"));

                try (CliJvm second = CliJvm.start(directory, "run", "-c", lab.config())) {
                    assertEquals(Exit.FAILED, second.exit(), second.err());
                    assertTrue(second.err().contains(socket.toString()), second.err());
                }
                callManager.close();
                daemon.awaitErr("PORT-002");
                CliRun.of("mwi", "resync", "-c", lab.config())
                        .exits(Exit.FINE)
                        .prints("1 message lamp is to be set anew; no port with the role mwi is registered now");
                CliRun.of("reload", "-c", lab.config())
                        .exits(Exit.FINE)
                        .prints("0 added, 0 changed, 0 removed, 1 as before");
                Files.writeString(lab.config(), "prots: []\n", StandardOpenOption.APPEND);
                CliRun.of("reload", "-c", lab.config()).exits(Exit.FAILED).tells(lab.config() + ":", "prots");
                // What the daemon listens at is found though the file is no YAML any more.
                Files.writeString(lab.config(), "x: [\n", StandardOpenOption.APPEND);
                CliRun.of("reload", "-c", lab.config()).exits(Exit.FAILED).tells(lab.config() + ":");
                CliRun.of("drain", "-c", lab.config()).exits(Exit.FINE).prints("no more calls");
                assertEquals(Exit.FINE, daemon.exit(), daemon.err());
                assertTrue(daemon.err().contains("drained"), daemon.err());
            }
            assertFalse(Files.exists(socket));
        }
    }
}
