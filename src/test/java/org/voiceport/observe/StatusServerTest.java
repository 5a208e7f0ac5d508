package org.voiceport.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.DeviceName;
import org.voiceport.event.PortEvent;
import org.voiceport.event.SecurityMode;

/** What is served over HTTP, and to whom. */
@Timeout(60)
class StatusServerTest {
    private static final DeviceName PORT = new DeviceName("CiscoUM1-VI1");

    private final Board board = new Board("1.0", Instant::now);
    private final Setup setup = BoardTest.setup(BoardTest.port(PORT, SecurityMode.NON_SECURE, "answer"));
    private final Metrics metrics = new Metrics("1.0", () -> board.status(setup));
    private final HttpClient client = HttpClient.newHttpClient();
    private StatusServer server;

    @BeforeEach
    void start() throws IOException {
        server = StatusServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), () -> board.status(setup), metrics);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private HttpResponse<String> ask(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.address().getPort() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private void registered() {
        board.accept(new DaemonEvent.Started("1.0", 1, 1, "voiceportd.yaml"));
        board.accept(new PortEvent.Registered(PORT, SecurityMode.NON_SECURE, "10.0.0.11:2000", null, 17, 30));
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html",
        "/assets/status.css, text/css",
        "/assets/status.js, text/javascript",
        "/assets/icon.svg, image/svg+xml",
        "/status.json, application/json",
        "/metrics, text/plain",
        "/health/live, text/plain"
    })
    void is_served_with_its_type_and_kept_by_nobody(String path, String type) throws Exception {
        HttpResponse<String> answer = ask("GET", path);
        assertEquals(200, answer.statusCode());
        assertTrue(answer.headers().firstValue("Content-Type").orElse("").startsWith(type));
        assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElse(""));
        assertEquals(
                "nosniff", answer.headers().firstValue("X-Content-Type-Options").orElse(""));
        assertTrue(answer.headers()
                .firstValue("Content-Security-Policy")
                .orElse("")
                .startsWith("default-src 'none'"));
        assertTrue(answer.body().length() > 3);
        HttpResponse<String> head = ask("HEAD", path);
        assertEquals(200, head.statusCode());
        assertEquals("", head.body());
    }

    @Test
    void status_is_json_that_others_can_read() throws Exception {
        registered();
        JsonNode status = new ObjectMapper().readTree(ask("GET", "/status.json").body());
        assertEquals("CiscoUM1-VI1", status.at("/ports/0/name").asText());
        assertEquals("registered", status.at("/ports/0/state").asText());
        assertEquals("running", status.at("/state").asText());
        assertTrue(status.at("/ready").asBoolean());
    }

    @Test
    void readiness_says_why_not() throws Exception {
        HttpResponse<String> starting = ask("GET", "/health/ready");
        assertEquals(503, starting.statusCode());
        assertEquals("not ready: the daemon is starting\n", starting.body());
        registered();
        assertEquals(200, ask("GET", "/health/ready").statusCode());
        board.accept(new DaemonEvent.Stopping("told to"));
        assertEquals(503, ask("GET", "/health/ready").statusCode());
        assertEquals(200, ask("GET", "/health/live").statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE"})
    void nothing_can_be_changed(String method) throws Exception {
        HttpResponse<String> answer = ask(method, "/status.json");
        assertEquals(405, answer.statusCode());
        assertEquals("GET, HEAD", answer.headers().firstValue("Allow").orElse(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/nothing", "/assets/", "/assets/../status.json", "/assets/%2e%2e/Board.class", "/status.json/x"
            })
    void nothing_else_is_served(String path) throws Exception {
        assertEquals(404, ask("GET", path).statusCode());
    }

    /** A stranger's page may have a name of its own lead to 127.0.0.1; the browser then names it. */
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:9180, 200",
        "localhost:9180, 200",
        "[::1], 200",
        "evil.example.com, 421",
        "evil.example.com:9180, 421",
        "127.0.0.1.evil.example.com, 421",
        "localhost.evil.example.com:80, 421"
    })
    void only_those_who_ask_this_machine_are_answered(String host, int code) throws Exception {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("GET /status.json HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 " + code + " "), answer);
        }
    }

    @Test
    void it_listens_to_this_machine_alone() throws Exception {
        InetSocketAddress anywhere = new InetSocketAddress("0.0.0.0", 0);
        assertThrows(
                IllegalArgumentException.class, () -> StatusServer.start(anywhere, () -> board.status(setup), metrics));
    }

    @Test
    void garbage_and_silent_clients_hold_up_nobody() throws Exception {
        Socket[] silent = new Socket[24];
        for (int i = 0; i < silent.length; i++) {
            silent[i] = new Socket(
                    InetAddress.getLoopbackAddress(), server.address().getPort());
            silent[i]
                    .getOutputStream()
                    .write(
                            i % 2 == 0
                                    ? new byte[] {0, 1, 2, (byte) 0xff}
                                    : "GET /".getBytes(StandardCharsets.US_ASCII));
            silent[i].getOutputStream().flush();
        }
        assertEquals(200, ask("GET", "/health/live").statusCode());
        for (Socket each : silent) {
            each.close();
        }
    }

    /** What Prometheus asks for first once native histograms are switched on. */
    @Test
    void who_would_rather_have_binary_metrics_gets_text() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.address().getPort() + "/metrics"))
                .header(
                        "Accept",
                        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,"
                                + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2")
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode());
        assertTrue(answer.headers().firstValue("Content-Type").orElse("").startsWith("text/plain"));
        assertTrue(answer.body().contains("voiceportd_build_info"), answer.body());
    }

    @Test
    void silent_connections_cannot_take_all_file_descriptors() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 140; i++) {
                silent.add(new Socket(
                        InetAddress.getLoopbackAddress(), server.address().getPort()));
            }
            Socket last = silent.get(silent.size() - 1);
            last.setSoTimeout(5000);
            assertTrue(isClosed(last), "the 140th connection is kept");
        } finally {
            for (Socket each : silent) {
                each.close();
            }
        }
    }

    @Test
    void sixty_who_ask_at_once_are_all_answered() throws Exception {
        List<CompletableFuture<HttpResponse<Void>>> asked = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + server.address().getPort() + "/metrics"))
                    .build();
            asked.add(client.sendAsync(request, HttpResponse.BodyHandlers.discarding()));
        }
        for (CompletableFuture<HttpResponse<Void>> each : asked) {
            assertEquals(200, each.get().statusCode());
        }
    }

    private static boolean isClosed(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() == -1;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }
}
