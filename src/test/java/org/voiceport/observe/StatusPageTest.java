package org.voiceport.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voiceport.event.CallReport;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.DeviceName;
import org.voiceport.event.MediaProtection;
import org.voiceport.event.PortEvent;
import org.voiceport.event.SecurityMode;
import org.voiceport.event.TlsFacts;

/** What the status page shows in a browser, for answers of the daemon that lie in src/test/resources/observe. */
class StatusPageTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path IMAGES =
            Path.of("write".equals(System.getProperty("voiceport.screenshots")) ? "docs/images" : "target");

    @TempDir
    static Path profile;

    private static Chromium chromium;

    /** One tab for all tests: a new one costs a process. */
    private static Chromium.Page page;

    private StatusSite site;

    @BeforeAll
    static void browser() throws Exception {
        assumeTrue(
                Files.isExecutable(Chromium.PROGRAM),
                Chromium.PROGRAM + " is missing (Debian: apt-get install chromium): the status page is not tested");
        chromium = Chromium.start(profile);
        page = chromium.page();
    }

    @AfterAll
    static void quit() throws Exception {
        if (chromium != null) {
            chromium.quit();
        }
    }

    @BeforeEach
    void site() throws Exception {
        site = StatusSite.start(0);
        page.events.clear();
        page.dark(false);
    }

    /** Whatever a test does, the page asks nobody but its own origin, and neither it nor the browser complains. */
    @AfterEach
    void quiet() throws Exception {
        page.leave();
        site.close();
        Set<String> asked = events("Network.requestWillBeSent")
                .map(event -> URI.create(event.at("/request/url").asText()))
                .filter(address -> !address.toString().equals("about:blank"))
                .map(address -> address.getScheme() + "://" + address.getAuthority())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of("http://127.0.0.1:" + site.port()), asked, "whom the page asks");
        List<JsonNode> complaints = page.events.stream()
                .filter(event -> Set.of("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled")
                        .contains(event.get("method").asText()))
                // an answer that didn't come, which tests make, is the browser's to tell
                .filter(event -> !event.at("/params/entry/source").asText().equals("network"))
                .toList();
        assertEquals(List.of(), complaints, "errors, or breaches of the content security policy");
    }

    @Test
    void tells_for_each_port_what_protects_it() throws Exception {
        open("status-three.json", 1280, 800);

        assertEquals("All well: all 3 ports are registered", text("h1"));
        assertEquals(
                "3",
                page.value("document.querySelectorAll('tbody.port').length").asText());
        assertSays(
                row("CiscoUM1-VI1"),
                "registered",
                "TLSv1.3 TLS_AES_256_GCM_SHA384",
                "CTL record CCM+TFTP 10.0.0.11",
                "10.0.0.11:2443",
                "1,825 days left",
                "answered for 1 min",
                "SRTP AES_CM_128_HMAC_SHA1_32 both ways",
                "0x01000012");
        assertEquals("encrypted", protection("CiscoUM1-VI1"));
        assertEquals("encrypted", media("CiscoUM1-VI1"));
        assertEquals("authenticated: can be read", protection("CiscoUM1-VI2"));
        assertEquals("in clear", media("CiscoUM1-VI2"));
        assertEquals("in clear", protection("CiscoUM1-VI3"));
        assertEquals("no media yet", media("CiscoUM1-VI3"));
        assertSays(text("#call-managers"), "10.0.0.11", "2000 / 2443", "3 of 3");
        assertSays(text("#ctl"), "accepted by the administrator", "CTLFile.tlv");
    }

    /** Everything else here comes from answers that were written down; this is what the daemon makes of its events. */
    @Test
    void is_served_by_the_daemon_with_what_it_knows() throws Exception {
        DeviceName port = new DeviceName("CiscoUM1-VI1");
        Board board = new Board("1.0", Instant::now);
        Setup setup = BoardTest.setup(new Setup.Port(
                port,
                SecurityMode.ENCRYPTED,
                List.of("answer"),
                List.of("10.0.0.11"),
                Optional.of(new Setup.Certificate("ef".repeat(32), Instant.now().plus(Duration.ofDays(400))))));
        board.accept(new DaemonEvent.Started("1.0", 1, 1, "voiceportd.yaml"));
        TlsFacts tls =
                new TlsFacts("TLSv1.3", "TLS_AES_256_GCM_SHA384", "ab".repeat(32), "CTL record CCM 10.0.0.11", false);
        board.accept(new PortEvent.Registered(port, SecurityMode.ENCRYPTED, "10.0.0.11:2443", tls, 17, 30));
        site.close();
        try (StatusServer server = StatusServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), site.port()),
                () -> board.status(setup),
                new Metrics("1.0", () -> board.status(setup)))) {
            show(1280, 800);
            assertEquals("All well: the port is registered", text("h1"));
            assertEquals("encrypted", protection("CiscoUM1-VI1"));
            board.accept(new CallReport.Offered(port, 7, "1001", "", "2001", "", "", 0, "", 0, "", "encrypted"));
            board.accept(new CallReport.MediaOpened(port, 7, "receive", MediaProtection.RTP, "G.711 u-law", "a:1"));
            board.accept(new CallReport.MediaOpened(port, 7, "transmit", MediaProtection.RTP, "G.711 u-law", "a:1"));
            page.value("document.dispatchEvent(new Event('visibilitychange'))");
            page.await("document.querySelector('.calls .lock')?.innerText.includes('in clear')");
            assertEquals("in clear, although the port is encrypted", media("CiscoUM1-VI1"));
            assertEquals(site.port(), server.address().getPort());
        }
    }

    @Test
    void says_plainly_that_an_encrypted_port_talks_in_clear() throws Exception {
        open("status-troubles.json", 1280, 800);

        assertEquals("in clear, although the port is encrypted", media("CiscoUM1-VI2"));
        assertEquals("in clear in one direction, although the port is encrypted", media("CiscoUM1-VI4"));
        assertSays(row("CiscoUM1-VI2"), "media is in clear: the call manager sent no key");
        assertEquals("not connected", protection("CiscoUM1-VI18"));
        assertSays(row("CiscoUM1-VI9"), "although that certificate has expired");
    }

    /** The suite decides on the words: a page that repeats the configuration would be wrong when it matters. */
    @Test
    void believes_the_suite_in_use_more_than_the_mode() throws Exception {
        site.answer(changed(
                "status-three.json",
                status -> ((ObjectNode) status.at("/ports/0/tls"))
                        .put("version", "TLSv1.2")
                        .put("cipherSuite", "TLS_RSA_WITH_NULL_SHA")));
        show(1280, 800);

        assertEquals("authenticated: can be read, although the port is encrypted", protection("CiscoUM1-VI1"));
        assertEquals("All 3 ports are registered, but 1 port is protected less than configured", text("h1"));
    }

    @Test
    void puts_problems_first_and_tells_each_reason_once() throws Exception {
        open("status-troubles.json", 1280, 800);

        assertEquals("7 of 48 ports are not registered", text("h1"));
        assertEquals(
                "CiscoUM1-VI30 CiscoUM1-VI18 CiscoUM1-VI19 CiscoUM1-VI20 CiscoUM1-VI21 CiscoUM1-VI41 CiscoUM1-VI2"
                        + " CiscoUM1-VI4 CiscoUM1-VI44 CiscoUM1-VI7",
                String.join(" ", names().subList(0, 10)));
        assertSays(text("#reasons li"), "4 ports: 10.0.0.12:2443 refused", "To do: upload the root");
        assertSays(row("CiscoUM1-VI30"), "offline", "PORT-003", "To do: voiceportd certs issue CiscoUM1-VI30");
        assertSays(text("#weakened"), "trust.firstUse", "identity.passwordFile");
        assertEquals(
                4,
                page.value("document.querySelectorAll('#warning-list li').length")
                        .asInt());
        page.value("document.getElementById('more-warnings').click()");
        assertEquals(
                6,
                page.value("document.querySelectorAll('#warning-list li').length")
                        .asInt());
    }

    @Test
    void takes_reasons_that_differ_by_the_name_of_the_port_for_one() throws Exception {
        site.answer(changed(
                "status-not-ready.json",
                status -> status.get("ports").forEach(port -> {
                    String name = port.get("name").asText();
                    ((ObjectNode) port.get("problem"))
                            .put("what", "the certificate of port " + name + " is missing")
                            .put("todo", "voiceportd certs issue " + name);
                })));
        show(1280, 800);

        assertSays(
                text("#reasons li:last-child"),
                "2 ports: the certificate of port … is missing",
                "To do: voiceportd certs issue …");
        assertSays(row("CiscoUM1-VI2"), "To do: voiceportd certs issue CiscoUM1-VI2");
    }

    @ParameterizedTest
    @CsvSource({
        "status-not-ready.json, Not ready, No port is registered",
        "status-draining.json,  Draining: 2 calls to end, No new calls are taken",
    })
    void tells_why_it_takes_no_calls(String answer, String headline, String more) throws Exception {
        open(answer, 1280, 800);

        assertEquals(headline, text("h1"));
        assertSays(text("#headline"), more);
    }

    @Test
    void follows_the_daemon_and_keeps_what_the_reader_did() throws Exception {
        open("status-three.json", 1280, 800);
        page.value("document.querySelectorAll('tbody.port').forEach(row => row.seen = true)");
        page.value("document.querySelector('button.name').click()");
        assertSays(row("CiscoUM1-VI1"), "own certificate, SHA-256");
        page.value("document.querySelector('button.name').focus(); scrollTo(0, 200)");

        site.answer(changed("status-three.json", status -> {
            ((ObjectNode) status.at("/ports/1")).put("state", "retrying").remove(List.of("tls", "callManager"));
            ((ArrayNode) status.get("calls")).remove(1);
        }));
        page.await("document.querySelector('h1').textContent === '1 of 3 ports is not registered'");

        assertEquals(List.of("CiscoUM1-VI2", "CiscoUM1-VI1", "CiscoUM1-VI3"), names());
        assertSays(row("CiscoUM1-VI2"), "retrying", "not connected");
        assertTrue(
                page.value("[...document.querySelectorAll('tbody.port')].every(row => row.seen)")
                        .asBoolean(),
                "rows are kept, not made anew");
        assertEquals("CiscoUM1-VI1", text(":focus"), "the focus stays");
        assertSays(row("CiscoUM1-VI1"), "own certificate, SHA-256");
        assertTrue(page.value("scrollY").asInt() >= 200, "the scroll position stays");
    }

    @Test
    void says_that_the_daemon_does_not_answer_and_recovers() throws Exception {
        open("status-three.json", 1280, 800);
        site.close();
        page.await("document.querySelector('h1').textContent === \"voiceportd doesn't answer\"");
        page.await("/Nothing takes the connection. What stands below is \\d+ s old, from 2026-11-26 16:40:00/.test("
                + "document.getElementById('headline-more').textContent)");
        assertTrue(page.value("document.body.classList.contains('stale')").asBoolean());
        assertEquals(
                3, page.value("document.querySelectorAll('tbody.port').length").asInt(), "the last known stays");

        try (StatusSite again = StatusSite.start(site.port())) {
            again.answer(fixture("status-three.json"));
            page.await("document.querySelector('h1').textContent === 'All well: all 3 ports are registered'");
            assertTrue(page.value("!document.body.classList.contains('stale')").asBoolean());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "null", "{\"version\":\"0.1.0\",\"state\":\"running\",\"ports\":[null]}"})
    void never_shows_an_answer_that_it_can_not_read_as_a_fresh_one(String answer) throws Exception {
        open("status-three.json", 1280, 800);
        answerNow(answer);
        page.await("document.querySelector('h1').textContent === \"The answer of voiceportd can't be shown\"");
        assertTrue(page.value("document.body.classList.contains('stale')").asBoolean());
        page.events.removeIf(event -> event.get("method").asText().equals("Runtime.consoleAPICalled"));
    }

    @Test
    void filters_by_text_state_and_mode() throws Exception {
        open("status-troubles.json", 1280, 800);

        choose("filter-state", "retrying");
        assertEquals(5, names().size());
        choose("filter-mode", "non-secure");
        assertEquals(List.of("CiscoUM1-VI41"), names());
        page.value("document.querySelector('#filter button').click()");
        assertEquals(48, names().size());
        page.value("document.getElementById('filter-text').focus()");
        page.type("tlsv1.2 tls_ecdhe");
        assertEquals(3, names().size());
        assertEquals("3 of 48 shown", text("#shown"));

        answerNow(changed("status-troubles.json", status -> ((ArrayNode) status.get("ports")).remove(5)));
        page.await("document.getElementById('shown').textContent === '3 of 47 shown'");
        choose("filter-mode", "non-secure");
        assertEquals("No port fits this filter.", text("#none-shown"));
    }

    @Test
    void shows_hostile_texts_as_they_are() throws Exception {
        open("status-hostile.json", 1280, 800);

        assertSays(row("CiscoUM1-VI1"), "<img src=x onerror=\"document.title='stolen'\">");
        assertEquals(1, page.value("document.querySelectorAll('img').length").asInt(), "the page's own");
        assertEquals(1, page.value("document.querySelectorAll('script').length").asInt());
        assertEquals("Not ready – voiceportd", page.value("document.title").asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"status-three.json", "status-troubles.json", "status-not-ready.json", "status-hostile.json"})
    void fits_a_phone(String answer) throws Exception {
        open(answer, 320, 640);

        assertEquals(320, page.value("document.documentElement.scrollWidth").asInt(), "no scrolling sideways");
        assertEquals("[]", page.value("""
                        JSON.stringify([...document.querySelectorAll("main *, header *")]
                          .filter((part) => !part.closest("thead") && part.getBoundingClientRect().right > 320.5)
                          .map((part) => part.outerHTML.slice(0, 200)))""").asText(), "nothing is cut off");
    }

    /** A change of one port must not touch the rows of the others. */
    @Test
    void stays_cheap_with_a_thousand_ports() throws Exception {
        ObjectNode thousand = thousand();
        site.answer(thousand.toString());
        show(1280, 800);
        assertEquals("All well: all 1,000 ports are registered", text("h1"));
        page.value("""
                globalThis.changes = [];
                new MutationObserver((found) => changes.push(...found))
                  .observe(document.getElementById("port-table"), { subtree: true, childList: true, characterData: true, attributes: true })""");

        ((ObjectNode) thousand.at("/ports/700")).put("state", "offline").remove(List.of("tls", "callManager"));
        answerNow(thousand.toString());
        page.await("document.querySelector('h1').textContent === '1 of 1,000 ports is not registered'");

        assertEquals("UM-0701", names().get(0));
        int changes = page.value("changes.length").asInt();
        assertTrue(changes > 3 && changes < 40, changes + " changes of the document");
    }

    /** What a screen reader goes by: landmarks, one headline that is told when it changes, tables that stay tables. */
    @Test
    void can_be_used_without_eyes_and_without_a_mouse() throws Exception {
        open("status-troubles.json", 320, 640);

        assertEquals(
                1,
                page.value("document.querySelectorAll('[aria-live], [role=status]').length")
                        .asInt());
        assertEquals("header main footer", page.value("""
                ["header", "main", "footer"].filter((mark) => document.querySelectorAll(mark).length === 1).join(" ")""").asText());
        assertEquals(0, page.value("""
                document.querySelectorAll("table:not([role=table]), tr:not([role=row]), td:not([role=cell]), th:not([role])").length""").asInt());
        assertEquals(0, page.value("""
                [...document.querySelectorAll("input, select")].filter((field) => field.labels.length === 0).length""").asInt());
        page.press("Tab", 9);
        assertEquals("Skip to the ports", text(":focus"));
        page.value("document.querySelector('.port .name').focus()");
        assertEquals(
                "false",
                page.value("document.activeElement.getAttribute('aria-expanded')")
                        .asText());
        page.value("document.activeElement.click()");
        assertEquals(
                "true",
                page.value("document.activeElement.getAttribute('aria-expanded')")
                        .asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"status-three.json", "status-troubles.json", "status-draining.json", "status-hostile.json"})
    void says_of_ports_and_media_what_the_document_explains(String answer) throws Exception {
        open(answer, 1280, 800);

        String document = Files.readString(Path.of("docs/monitoring.md"));
        JsonNode words = page.value("""
                [...new Set([...document.querySelectorAll("#ports .lock:not([hidden]), #ports td .state")]
                  .map((one) => one.textContent.replace(/, although the port is .*/, "")))]""");
        assertTrue(words.size() > 2, "words: " + words);
        for (JsonNode word : words) {
            assertTrue(
                    document.lines()
                            .anyMatch(line -> line.matches(
                                    "\\| [^|]+ \\|( .*,)? " + Pattern.quote(word.asText()) + "(, .*)? \\|.*")),
                    () -> "docs/monitoring.md doesn't explain: " + word.asText());
        }
    }

    /** Every text has the contrast that WCAG 2 AA asks for, in both colour schemes. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void has_enough_contrast(boolean dark) throws Exception {
        page.dark(dark);
        open("status-troubles.json", 1280, 800);

        assertEquals(
                "[]",
                page.value(Files.readString(Path.of("src/test/resources/observe/contrast.js")))
                        .asText());
    }

    /** Made anew for the documentation by: mvn test -Dtest=StatusPageTest -Dvoiceport.screenshots=write. */
    @ParameterizedTest
    @CsvSource({"status-page.png, status-three.json, 1280, 930", "status-page-phone.png, status-troubles.json, 390, 844"
    })
    void can_be_pictured(String image, String answer, int width, int height) throws Exception {
        open(answer, width, height);

        page.screenshot(IMAGES.resolve(image));
        assertTrue(Files.size(IMAGES.resolve(image)) > 10_000, image + " shows something");
        assertTrue(Files.size(Path.of("docs/images", image)) < 150_000, image + " loads quickly");
    }

    private void open(String answer, int width, int height) throws Exception {
        site.answer(fixture(answer));
        show(width, height);
    }

    private void show(int width, int height) throws Exception {
        page.open(site.address(), width, height);
        page.await("document.querySelector('main') !== null && !document.querySelector('main').hidden");
    }

    /** Answers something else, and has the page ask now, as it does when its tab is looked at again. */
    private void answerNow(String json) throws Exception {
        site.answer(json);
        page.value("document.dispatchEvent(new Event('visibilitychange'))");
    }

    private static String fixture(String name) throws IOException {
        return Files.readString(Path.of("src/test/resources/observe", name));
    }

    private static String changed(String name, Consumer<ObjectNode> change) throws IOException {
        ObjectNode status = (ObjectNode) JSON.readTree(fixture(name));
        change.accept(status);
        return status.toString();
    }

    private static ObjectNode thousand() throws IOException {
        ObjectNode status = (ObjectNode) JSON.readTree(fixture("status-three.json"));
        ArrayNode ports = status.putArray("ports");
        JsonNode samples = JSON.readTree(fixture("status-three.json")).get("ports");
        for (int i = 1; i <= 1000; i++) {
            ObjectNode port = samples.get(i % samples.size()).deepCopy();
            ports.add(port.put("name", "UM-%04d".formatted(i)));
        }
        status.putArray("calls");
        return status;
    }

    private Stream<JsonNode> events(String method) {
        return page.events.stream()
                .filter(event -> event.get("method").asText().equals(method))
                .map(event -> event.get("params"));
    }

    private String text(String selector) throws Exception {
        return page.value("document.querySelector(" + JSON.writeValueAsString(selector) + ")?.innerText")
                .asText();
    }

    /** All that is said of a port. */
    private String row(String port) throws Exception {
        return part(port, "*");
    }

    private String protection(String port) throws Exception {
        return part(port, ".protection");
    }

    private String media(String port) throws Exception {
        return part(port, ".calls .lock");
    }

    private String part(String port, String selector) throws Exception {
        return page.value("""
                (() => {
                  const row = [...document.querySelectorAll("tbody.port")].find((one) => one.querySelector(".name").textContent === "%s");
                  return "%s" === "*" ? row.innerText : row.querySelector("%2$s").innerText;
                })()""".formatted(port, selector)).asText();
    }

    private List<String> names() throws Exception {
        JsonNode names = page.value(
                "[...document.querySelectorAll('tbody.port:not([hidden]) .name')].map(one => one.textContent)");
        return StreamSupport.stream(names.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private void choose(String field, String value) throws Exception {
        page.value("""
                (() => {
                  const field = document.getElementById("%s");
                  field.value = "%s";
                  field.dispatchEvent(new Event("input", { bubbles: true }));
                })()""".formatted(field, value));
    }

    private static void assertSays(String text, String... parts) {
        for (String part : parts) {
            assertTrue(text.contains(part), () -> "'" + part + "' isn't in: " + text);
        }
    }
}
