package org.voiceport.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * A browser without a window, driven by its own DevTools protocol over the JDK's WebSocket: a driver library would bring 60
 * jars for the dozen commands that a page of ours needs. It reaches 127.0.0.1 and nothing else.
 */
final class Chromium {
    static final Path PROGRAM = Path.of("/usr/bin/chromium");

    private static final long LIMIT_S = 15;
    private static final Pattern LISTENING = Pattern.compile("DevTools listening on (ws://127\\.0\\.0\\.1:\\S+)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final Map<String, Page> pages = new ConcurrentHashMap<>();
    private final WebSocket socket;

    private Chromium(Process process, URI devTools) throws Exception {
        this.process = process;
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(devTools, new Listener())
                .get(LIMIT_S, TimeUnit.SECONDS);
    }

    /** A browser with a new profile in an empty directory, in UTC and in English. */
    static Chromium start(Path profile) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                PROGRAM.toString(),
                "--headless",
                "--no-sandbox", // which root can't have; only pages of ours are shown
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-extensions",
                "--hide-scrollbars",
                "--lang=en",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                "--user-data-dir=" + profile,
                "--remote-debugging-port=0",
                "about:blank");
        builder.environment().put("TZ", "UTC");
        Process process =
                builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        CompletableFuture<URI> devTools = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(process.errorReader(), devTools), "chromium-stderr");
        reader.setDaemon(true);
        reader.start();
        try {
            return new Chromium(process, devTools.get(LIMIT_S, TimeUnit.SECONDS));
        } catch (Exception e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** To its end, or the pipe fills and the browser stops. */
    private static void read(BufferedReader lines, CompletableFuture<URI> devTools) {
        StringBuilder said = new StringBuilder();
        try (lines) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    devTools.complete(URI.create(listening.group(1)));
                } else if (!devTools.isDone()) {
                    said.append(line).append('\n');
                }
            }
        } catch (IOException e) {
            said.append(e);
        }
        devTools.completeExceptionally(new IOException("Chromium ended: " + said));
    }

    /** A tab of its own, with storage of its own. */
    Page page() throws Exception {
        String context = ask(null, "Target.createBrowserContext", Map.of())
                .get("browserContextId")
                .asText();
        JsonNode target = ask(null, "Target.createTarget", Map.of("url", "about:blank", "browserContextId", context));
        JsonNode attached = ask(
                null,
                "Target.attachToTarget",
                Map.of("targetId", target.get("targetId").asText(), "flatten", true));
        Page page = new Page(attached.get("sessionId").asText());
        pages.put(page.session, page);
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            page.ask(domain + ".enable", Map.of());
        }
        return page;
    }

    /** Ends the browser, and returns when none of its processes writes into the profile any more. */
    void quit() throws Exception {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        ask(null, "Browser.close", Map.of());
        for (ProcessHandle one : all) {
            try {
                one.onExit().get(LIMIT_S, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                one.destroyForcibly();
            }
        }
    }

    private JsonNode ask(String session, String method, Map<String, ?> parameters) throws Exception {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        Map<String, Object> message = new ConcurrentHashMap<>(Map.of("id", id, "method", method, "params", parameters));
        if (session != null) {
            message.put("sessionId", session);
        }
        socket.sendText(JSON.writeValueAsString(message), true).get(LIMIT_S, TimeUnit.SECONDS);
        JsonNode found = answer.get(LIMIT_S, TimeUnit.SECONDS);
        if (found.has("error")) {
            throw new IOException(method + ": " + found.get("error"));
        }
        return found.get("result");
    }

    /** One tab. */
    final class Page {
        /** Every event of the protocol since the tab was made. */
        final Queue<JsonNode> events = new ConcurrentLinkedQueue<>();

        private final String session;

        private Page(String session) {
            this.session = session;
        }

        /** Opens an address in a window of this size, in CSS pixels. */
        void open(URI address, int width, int height) throws Exception {
            size(width, height);
            ask("Page.navigate", Map.of("url", address.toString()));
        }

        /** Ends whatever the page does; all its events are there when this returns. */
        void leave() throws Exception {
            ask("Page.navigate", Map.of("url", "about:blank"));
        }

        void size(int width, int height) throws Exception {
            ask(
                    "Emulation.setDeviceMetricsOverride",
                    Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        }

        void dark(boolean dark) throws Exception {
            Map<String, String> scheme = Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
            ask("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme)));
        }

        /** The value of a JavaScript expression, or what the promise brings that it is. */
        JsonNode value(String expression) throws Exception {
            JsonNode found = ask(
                    "Runtime.evaluate",
                    Map.of("expression", expression, "awaitPromise", true, "returnByValue", true, "userGesture", true));
            if (found.has("exceptionDetails")) {
                throw new AssertionError(expression + ": " + found.get("exceptionDetails"));
            }
            return found.get("result").path("value");
        }

        /** Returns as soon as a change of the document makes the JavaScript condition true; fails after 10 s. */
        void await(String condition) throws Exception {
            value("""
                    new Promise((done, failed) => {
                      const observer = new MutationObserver(look);
                      const timer = setTimeout(() => {
                        observer.disconnect();
                        failed(new Error("not so within 10 s; headline: " + document.getElementById("headline")?.innerText));
                      }, 10000);
                      function look() {
                        if (%s) {
                          observer.disconnect();
                          clearTimeout(timer);
                          done();
                        }
                      }
                      observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
                      look();
                    })""".formatted(condition));
        }

        /** Presses and lets go a key, such as {@code Tab}. */
        void press(String key, int code) throws Exception {
            for (String type : List.of("keyDown", "keyUp")) {
                ask(
                        "Input.dispatchKeyEvent",
                        Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", code));
            }
        }

        void type(String text) throws Exception {
            ask("Input.insertText", Map.of("text", text));
        }

        /** Writes what the window shows as PNG, packed as small as Java can: the browser itself packs in haste. */
        void screenshot(Path file) throws Exception {
            byte[] shot = Base64.getDecoder()
                    .decode(ask("Page.captureScreenshot", Map.of("format", "png"))
                            .get("data")
                            .asText());
            ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
            ImageWriteParam packed = writer.getDefaultWriteParam();
            packed.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            packed.setCompressionQuality(0);
            Files.deleteIfExists(file); // or the end of a longer one would stay
            try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
                writer.setOutput(out);
                writer.write(null, new IIOImage(ImageIO.read(new ByteArrayInputStream(shot)), null, null), packed);
            } finally {
                writer.dispose();
            }
        }

        private JsonNode ask(String method, Map<String, ?> parameters) throws Exception {
            return Chromium.this.ask(session, method, parameters);
        }
    }

    /** Puts the parts of messages together and gives each to who waits for it. */
    private final class Listener implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
            message.append(part);
            if (isLast) {
                String whole = message.toString();
                message.setLength(0);
                took(whole);
            }
            from.request(1);
            return null;
        }

        private void took(String whole) {
            try {
                JsonNode found = JSON.readTree(whole);
                CompletableFuture<JsonNode> waits =
                        asked.remove(found.path("id").asInt());
                Page page = pages.get(found.path("sessionId").asText());
                if (waits != null) {
                    waits.complete(found);
                } else if (page != null) {
                    page.events.add(found);
                }
            } catch (IOException e) {
                onError(socket, e);
            }
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            asked.values().forEach(waits -> waits.completeExceptionally(error));
        }
    }
}
