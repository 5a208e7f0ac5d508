package org.voiceport.observe;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows the status over HTTP: a page for people, {@code /status.json}, {@code /metrics}, {@code /health/live} and {@code
 * /health/ready}. It can only be read, has no login and no TLS, and so listens on a loopback address only.
 */
public final class StatusServer implements AutoCloseable {
    /** Requests at a time, the others wait; a client that is slow to send its own takes one of these places for so long. */
    private static final int PLACES = 32;

    /** Connections at a time, the silent ones too: each takes a file descriptor, and calls need those. */
    private static final int MOST_CONNECTIONS = 128;

    private static final int BACKLOG = 32;
    /** Seconds that a client may take to send a request, and to take the answer. */
    private static final String PATIENCE = "10";

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String JSON = "application/json; charset=utf-8";
    private static final Map<String, Asset> ASSETS = assets();

    private final Supplier<Status> status;
    private final Metrics metrics;
    /** Held while an answer is made: many who look take one processor from the calls at most, and little memory. */
    private final ReentrantLock making = new ReentrantLock();

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final ExpositionFormats formats = ExpositionFormats.init();

    private static final class Asset {
        private final byte[] bytes;
        private final String type;

        private Asset(byte[] bytes, String type) {
            this.bytes = bytes;
            this.type = type;
        }
    }

    private static final class Answer {
        private final int code;
        private final String type;
        private final byte[] body;

        private Answer(int code, String type, byte[] body) {
            this.code = code;
            this.type = type;
            this.body = body;
        }

        static Answer text(int code, String text) {
            return new Answer(code, TEXT, (text + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private StatusServer(Supplier<Status> status, Metrics metrics, HttpServer server) {
        this.status = status;
        this.metrics = metrics;
        this.server = server;
        this.threads =
                new ThreadPoolExecutor(PLACES, PLACES, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "voiceport-http");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Serves until it is closed.
     *
     * @param address a loopback address; port 0 takes a free one
     * @throws IOException if nobody can listen there
     * @throws IllegalArgumentException if the address isn't loopback
     */
    public static StatusServer start(InetSocketAddress address, Supplier<Status> status, Metrics metrics)
            throws IOException {
        if (!address.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException(address + " is not a loopback address");
        }
        limit();
        HttpServer http = HttpServer.create(address, BACKLOG);
        StatusServer server = new StatusServer(status, metrics, http);
        http.setExecutor(server.threads);
        http.createContext("/", server::handle);
        http.start();
        return server;
    }

    /** Sets what clients may take of the JDK's server, which reads it once, before the first of them is made. */
    static void limit() {
        System.setProperty("sun.net.httpserver.maxReqTime", PATIENCE);
        System.setProperty("sun.net.httpserver.maxRspTime", PATIENCE);
        System.setProperty("sun.net.httpserver.idleInterval", PATIENCE);
        System.setProperty("jdk.httpserver.maxConnections", String.valueOf(MOST_CONNECTIONS));
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private static Map<String, Asset> assets() {
        Map<String, Asset> assets = new HashMap<>();
        assets.put("/", asset("index.html", "text/html; charset=utf-8"));
        assets.put("/assets/status.css", asset("status.css", "text/css; charset=utf-8"));
        assets.put("/assets/status.js", asset("status.js", "text/javascript; charset=utf-8"));
        assets.put("/assets/icon.svg", asset("icon.svg", "image/svg+xml"));
        return Map.copyOf(assets);
    }

    private static Asset asset(String name, String type) {
        try (@Nullable InputStream in = StatusServer.class.getResourceAsStream("page/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks page/" + name);
            }
            return new Asset(in.readAllBytes(), type);
        } catch (IOException e) {
            throw new IllegalStateException("page/" + name + " can't be read", e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = oneByOne(exchange);
            Headers headers = exchange.getResponseHeaders();
            headers.set("Content-Type", answer.type);
            headers.set("Cache-Control", "no-store");
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("Referrer-Policy", "no-referrer");
            headers.set("Cross-Origin-Resource-Policy", "same-origin");
            headers.set(
                    "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
            if (exchange.getRequestMethod().equals("HEAD")) {
                headers.set("Content-Length", String.valueOf(answer.body.length));
                exchange.sendResponseHeaders(answer.code, -1);
            } else {
                exchange.sendResponseHeaders(answer.code, answer.body.length == 0 ? -1 : answer.body.length);
                exchange.getResponseBody().write(answer.body);
            }
        }
    }

    private Answer oneByOne(HttpExchange exchange) {
        making.lock();
        try {
            return answer(exchange);
        } finally {
            making.unlock();
        }
    }

    private Answer answer(HttpExchange exchange) {
        if (!isOurs(exchange.getRequestHeaders().getFirst("Host"))) {
            // A page of a stranger whose name leads here would read it with this machine's browser.
            return Answer.text(421, "ask for it by a loopback address or localhost");
        }
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            return Answer.text(405, "this can only be read");
        }
        String path = exchange.getRequestURI().getPath();
        Optional<Asset> asset = Optional.ofNullable(ASSETS.get(path));
        if (asset.isPresent()) {
            return new Answer(200, asset.get().type, asset.get().bytes);
        }
        return switch (path) {
            case "/status.json" ->
                new Answer(200, JSON, StatusJson.of(status.get(), false).getBytes(StandardCharsets.UTF_8));
            case "/metrics" -> metrics(exchange.getRequestHeaders().getFirst("Accept"));
            case "/health/live" -> Answer.text(200, "live");
            case "/health/ready" -> ready(status.get().notReady());
            default -> Answer.text(404, "/ /status.json /metrics /health/live /health/ready");
        };
    }

    private static Answer ready(List<String> why) {
        return why.isEmpty() ? Answer.text(200, "ready") : Answer.text(503, "not ready: " + String.join("; ", why));
    }

    private Answer metrics(@Nullable String accept) {
        // Never the binary format: the library names it to whoever would take it, but it can't write it without
        // protobuf.
        ExpositionFormatWriter openMetrics = formats.getOpenMetricsTextFormatWriter();
        ExpositionFormatWriter writer =
                openMetrics.accepts(accept) ? openMetrics : formats.getPrometheusTextFormatWriter();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            writer.write(body, metrics.registry().scrape());
        } catch (IOException e) {
            throw new IllegalStateException("memory can't fail", e);
        }
        return new Answer(200, writer.getContentType(), body.toByteArray());
    }

    private static boolean isOurs(@Nullable String host) {
        if (host == null) {
            return true; // HTTP/1.0, no browser
        }
        String name = host.replaceFirst(":[0-9]*$", "");
        return name.equals("localhost") || name.equals("[::1]") || name.matches("127(\\.[0-9]{1,3}){3}");
    }

    /** Serves nothing more. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
