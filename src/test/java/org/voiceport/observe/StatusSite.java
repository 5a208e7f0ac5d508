package org.voiceport.observe;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Serves the status page as the daemon does, with an answer that a test chooses instead of its state. */
final class StatusSite implements AutoCloseable {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "json", "application/json");
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final HttpServer server;
    private volatile String answer = "{}";

    private StatusSite(HttpServer server) {
        this.server = server;
    }

    /** A site at 127.0.0.1; port 0 takes any free one. */
    static StatusSite start(int port) throws IOException {
        StatusServer.limit(); // for the tests of that one in the same process
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        StatusSite site = new StatusSite(server);
        server.createContext("/", site::serve);
        server.start();
        return site;
    }

    /** What /status.json is from now on. */
    void answer(String json) {
        answer = json;
    }

    int port() {
        return server.getAddress().getPort();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port() + "/");
    }

    /** Breaks off all connections. */
    @Override
    public void close() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body = body(path);
            Headers headers = exchange.getResponseHeaders();
            headers.set(
                    "Content-Type", TYPES.get(path.equals("/") ? "html" : path.substring(path.lastIndexOf('.') + 1)));
            headers.set("Content-Security-Policy", POLICY);
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private byte[] body(String path) throws IOException {
        if (path.equals("/status.json")) {
            return answer.getBytes(StandardCharsets.UTF_8);
        }
        String name = path.equals("/") ? "index.html" : path.replaceFirst("^/assets/", "");
        try (InputStream file = EventLog.class.getResourceAsStream("page/" + name)) {
            return file == null ? new byte[0] : file.readAllBytes();
        }
    }
}
