package org.voiceport.observe;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.voiceport.event.CallReport;
import org.voiceport.event.CallSummary;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Fault;
import org.voiceport.event.MediaProtection;
import org.voiceport.event.MediaQuality;
import org.voiceport.event.PortEvent;
import org.voiceport.event.SecurityMode;
import org.voiceport.event.Severity;
import org.voiceport.event.TlsFacts;

/** Log lines as they come out of the process, on standard error and in a file. */
class LogTest {
    private static final String TIME = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}[+-][0-9:]{5} ";
    private static final DeviceName PORT = new DeviceName("CiscoUM1-VI1");
    private static final CallReport IN_CLEAR = new CallReport.MediaInClear(PORT, 0x01000012);

    @TempDir
    Path directory;

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complained = new ByteArrayOutputStream();

    @BeforeEach
    void captureStreams() {
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restoreStreams() {
        System.setOut(out);
        System.setErr(err);
    }

    private List<String> lines(LogFormat format, Level level, Runnable logging) throws IOException {
        Path file = directory.resolve("new/voiceportd.log");
        LogSetup setup = LogSetup.configure(format, level, Optional.of(file));
        logging.run();
        setup.close();
        String text = Files.readString(file);
        assertEquals(text, complained.toString(StandardCharsets.UTF_8), "file and standard error say the same");
        assertTrue(text.isEmpty() || text.endsWith("\n"));
        return text.isEmpty() ? List.of() : List.of(text.split("\n"));
    }

    private String text(Runnable logging) throws IOException {
        List<String> lines = lines(LogFormat.TEXT, Level.TRACE, logging);
        assertEquals(1, lines.size(), lines::toString);
        assertTrue(lines.get(0).matches(TIME + ".*"), lines::toString);
        return lines.get(0).replaceFirst(TIME, "");
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> json(Runnable logging) throws IOException {
        List<String> lines = lines(LogFormat.JSON, Level.TRACE, logging);
        assertEquals(1, lines.size(), lines::toString);
        return (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(lines.get(0));
    }

    @Test
    void text_line_of_a_call_names_port_call_and_remedy() throws IOException {
        assertEquals(
                "WARN  CALL-004   [CiscoUM1-VI1 call 0x01000012] " + IN_CLEAR.text() + " -> " + IN_CLEAR.todo(),
                text(() -> new EventLog().accept(IN_CLEAR)));
    }

    @Test
    void text_line_of_a_port_names_it() throws IOException {
        assertEquals(
                "INFO  PORT-004   [CiscoUM1-VI1] unregistered from cm1: stop",
                text(() -> new EventLog().accept(new PortEvent.Left(PORT, "cm1", "stop"))));
    }

    @Test
    void text_line_of_the_daemon_has_no_brackets() throws IOException {
        assertEquals(
                "INFO  DAEMON-002 stopping: SIGTERM",
                text(() -> new EventLog().accept(new DaemonEvent.Stopping("SIGTERM"))));
    }

    @Test
    void braces_in_an_event_are_text() throws IOException {
        assertEquals(
                "INFO  DAEMON-002 stopping: {} {x} %s",
                text(() -> new EventLog().accept(new DaemonEvent.Stopping("{} {x} %s"))));
    }

    @Test
    void unsigned_call_references_print_unsigned() throws IOException {
        assertTrue(text(() -> new EventLog().accept(new CallReport.Answered(PORT, -2)))
                .contains("call 0xFFFFFFFE]"));
    }

    @Test
    void hostile_text_stays_one_line() throws IOException {
        String hostile = "a\r\n2026-11-23 INFO fake\u2028\u0085\u001B[31m\u202Eb\uD800\u0000";
        assertEquals(
                "ERROR CALL-007   [CiscoUM1-VI1 call 0x00000001] the messaging application failed: "
                        + "a  2026-11-23 INFO fake ??[31m?b??",
                text(() -> new EventLog().accept(new CallReport.ApplicationFailed(PORT, 1, hostile))));
    }

    @Test
    void endless_text_is_cut() throws IOException {
        String line = text(() -> new EventLog().accept(new DaemonEvent.Stopping("x".repeat(1_000_000))));
        assertTrue(line.length() < 9000 && line.endsWith("xxx..."));
    }

    @Test
    void lines_of_libraries_have_the_same_layout() throws IOException {
        assertEquals(
                "WARN  -          io.netty.Thing: two words",
                text(() -> LoggerFactory.getLogger("io.netty.Thing").warn("two\n{}", "words")));
    }

    @Test
    void an_exception_stays_on_the_line() throws IOException {
        Exception e = new IllegalStateException("outer", new IOException("inner\nmore"));
        String line = text(() -> LoggerFactory.getLogger("x").error("failed", e));
        assertTrue(line.startsWith("ERROR -          x: failed (java.lang.IllegalStateException: outer at "), line);
        assertTrue(line.contains("; caused by java.io.IOException: inner more at "), line);
    }

    @Test
    void libraries_are_heard_from_warning_on() throws IOException {
        List<String> lines = lines(LogFormat.TEXT, Level.TRACE, () -> {
            LoggerFactory.getLogger("io.netty.Thing").info("not this");
            LoggerFactory.getLogger("org.voiceport.Thing").trace("but this");
        });
        assertEquals(1, lines.size());
        assertTrue(lines.get(0).endsWith("TRACE -          org.voiceport.Thing: but this"));
    }

    @Test
    void the_level_holds_back_lesser_lines() throws IOException {
        List<String> lines = lines(LogFormat.TEXT, Level.ERROR, () -> {
            new EventLog().accept(IN_CLEAR);
            LoggerFactory.getLogger("io.netty.Thing").warn("nor this");
            new EventLog().accept(new CallReport.ApplicationFailed(PORT, 1, "this"));
        });
        assertEquals(1, lines.size());
        assertTrue(lines.get(0).contains("CALL-007"));
    }

    @Test
    void ignored_oddities_are_debug_lines() throws IOException {
        PortEvent event = new PortEvent.Ignored(PORT, new Fault.Unexpected("a digit", "nothing"));
        assertEquals(List.of(), lines(LogFormat.TEXT, Level.INFO, () -> new EventLog().accept(event)));
    }

    @Test
    void json_line_carries_ids_and_facts_by_name() throws IOException {
        CallReport event = new CallReport.Ended(
                PORT,
                7,
                SecurityMode.ENCRYPTED,
                "caller",
                1234,
                MediaProtection.AES_CM_128_HMAC_SHA1_32,
                MediaProtection.RTP,
                50,
                49,
                1,
                0,
                new MediaQuality(2, 0, 0, 60, 3, 25, 4),
                new CallSummary(
                        "1001",
                        "5003",
                        CallSummary.Outcome.ANSWERED,
                        new TlsFacts("TLSv1.3", "TLS_AES_256_GCM_SHA384", "ab", "pin", false)));
        Map<String, Object> line = json(() -> new EventLog().accept(event));
        assertTrue(line.get("@timestamp").toString().matches("....-..-..T..:..:..\\....Z"), line::toString);
        assertEquals("info", line.get("log.level"));
        assertEquals("CALL-006", line.get("event.code"));
        assertEquals(event.text(), line.get("message"));
        assertEquals("CiscoUM1-VI1", line.get("voiceport.port"));
        assertEquals("0x00000007", line.get("voiceport.call"));
        assertEquals("encrypted", line.get("voiceport.mode"));
        assertEquals("answered", line.get("voiceport.outcome"));
        assertEquals("1001", line.get("voiceport.calling"));
        assertEquals("5003", line.get("voiceport.called"));
        assertEquals("TLSv1.3", line.get("voiceport.tls_version"));
        assertEquals("TLS_AES_256_GCM_SHA384", line.get("voiceport.cipher_suite"));
        assertEquals(1234, line.get("voiceport.duration_ms"));
        assertEquals(60, line.get("voiceport.concealed_ms"));
        assertEquals(25, line.get("voiceport.round_trip_ms"));
        assertFalse(line.containsKey("voiceport.todo"));
    }

    @Test
    void json_line_has_the_names_of_ecs_for_what_every_line_has() throws IOException {
        Map<String, Object> line = json(() -> new EventLog().accept(IN_CLEAR));
        assertEquals("8.11.0", line.get("ecs.version"));
        assertEquals("event", line.get("event.kind"));
        assertEquals(4, line.get("event.severity"));
        assertEquals("voiceportd", line.get("service.name"));
        assertEquals("development", line.get("service.version"));
        assertEquals(ProcessHandle.current().pid(), ((Number) line.get("process.pid")).longValue());
        assertEquals(Origin.here().host().orElse(null), line.get("host.name"));
        assertEquals("voiceport", line.get("log.logger"));
    }

    @Test
    void json_truth_values_are_bare() throws IOException {
        assertEquals(
                true,
                json(() -> new EventLog().accept(new DaemonEvent.Stopped(true))).get("voiceport.clean"));
    }

    @Test
    void json_line_carries_the_remedy() throws IOException {
        assertEquals(
                IN_CLEAR.todo(), json(() -> new EventLog().accept(IN_CLEAR)).get("voiceport.todo"));
    }

    @Test
    void json_gives_hostile_text_back_unchanged() throws IOException {
        String hostile = "\"}\\\n{\"event.code\":\"X\",\t\b\u0000\u001F\u007F\u0085\u2028\u20AC\uD83D\uDE00/</script>";
        assertEquals(
                hostile,
                json(() -> new EventLog().accept(new DaemonEvent.Internal(hostile, "x")))
                        .get("voiceport.where"));
    }

    @Test
    void json_replaces_lone_surrogates() throws IOException {
        assertEquals(
                "\uFFFDa\uFFFD",
                json(() -> new EventLog().accept(new DaemonEvent.Stopping("\uD800a\uDE00")))
                        .get("voiceport.reason"));
    }

    @Test
    void json_survives_any_characters() throws IOException {
        Random random = new Random(20261123);
        List<String> texts = random.ints(200)
                .mapToObj(seed -> new Random(seed)
                        .ints(40, 0, 0x3000)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString())
                .toList();
        List<String> lines = lines(
                LogFormat.JSON,
                Level.INFO,
                () -> texts.forEach(text -> new EventLog().accept(new DaemonEvent.Stopping(text))));
        List<Object> read = lines.stream()
                .map(line -> (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(line))
                .<Object>map(line -> line.get("voiceport.reason"))
                .toList();
        assertEquals(texts, read);
    }

    @Test
    void json_line_of_a_library_has_its_logger_and_exception() throws IOException {
        Map<String, Object> line =
                json(() -> LoggerFactory.getLogger("io.netty.Thing").warn("odd", new IOException("inner \"quoted\"")));
        assertEquals("io.netty.Thing", line.get("log.logger"));
        assertEquals("odd", line.get("message"));
        assertEquals("java.io.IOException", line.get("error.type"));
        assertEquals("inner \"quoted\"", line.get("error.message"));
        assertTrue(line.get("error.stack_trace").toString().startsWith("java.io.IOException: inner"), line::toString);
        assertFalse(line.containsKey("event.code"), line::toString);
    }

    private static long count(List<String> lines, String id) {
        return lines.stream()
                .filter(line -> line.matches(TIME + "[A-Z]+ +" + id + " .*"))
                .count();
    }

    @Test
    void a_storm_of_a_port_is_counted_though_no_further_line_comes() throws IOException {
        Path file = directory.resolve("new/voiceportd.log");
        List<String> lines = lines(LogFormat.TEXT, Level.INFO, () -> {
            EventLog log = new EventLog(new LogDetail(), Duration.ofMillis(50));
            for (int i = 0; i < 2 * EventLog.BURST_OF_PORT; i++) {
                log.accept(IN_CLEAR);
            }
            await().until(() -> Files.readString(file).contains("PORT-007"));
        });
        long passed = count(lines, "CALL-004");
        long counted = lines.stream()
                .filter(line -> line.contains(" PORT-007 "))
                .mapToLong(line -> Long.parseLong(line.replaceFirst(".*\\] ([0-9]+) lines of this port.*", "$1")))
                .sum();
        assertTrue(passed >= EventLog.BURST_OF_PORT, lines::toString);
        assertTrue(counted > 0 && passed + counted <= 2 * EventLog.BURST_OF_PORT, () -> passed + " and " + counted);
    }

    @Test
    void a_storm_without_a_port_leaves_the_lines_of_others_alone_and_is_counted_at_the_end() throws IOException {
        List<String> lines = lines(LogFormat.TEXT, Level.INFO, () -> {
            EventLog log = new EventLog(new LogDetail(), Duration.ofHours(1));
            for (int i = 0; i < 3 * EventLog.BURST_OF_ID; i++) {
                log.accept(new DaemonEvent.Internal("loop", "again " + i));
            }
            log.accept(new DaemonEvent.Stopping("SIGTERM"));
            log.tellLeftOut();
        });
        long passed = count(lines, "DAEMON-004");
        assertEquals(1, count(lines, "DAEMON-002"));
        String last = lines.get(lines.size() - 1);
        assertTrue(passed >= EventLog.BURST_OF_ID, last);
        assertTrue(
                last.contains(
                        "DAEMON-020 " + (3L * EventLog.BURST_OF_ID - passed) + " lines of DAEMON-004 were left out"),
                last);
    }

    @Test
    void lines_that_the_level_holds_back_use_nothing_up() throws IOException {
        PortEvent oddity = new PortEvent.Ignored(PORT, new Fault.Unexpected("a digit", ""));
        List<String> lines = lines(LogFormat.TEXT, Level.INFO, () -> {
            EventLog log = new EventLog();
            for (int i = 0; i < 10 * EventLog.BURST_OF_PORT; i++) {
                log.accept(oddity);
            }
            log.accept(IN_CLEAR);
        });
        assertEquals(1, lines.size(), lines::toString);
    }

    @Test
    void what_somebody_asks_for_is_logged_below_the_level_until_it_ends() throws IOException {
        DeviceName other = new DeviceName("CiscoUM1-VI2");
        Fault odd = new Fault.Unexpected("a digit", "");
        List<String> lines = lines(LogFormat.TEXT, Level.WARN, () -> {
            LogDetail detail = new LogDetail();
            EventLog log = new EventLog(detail);
            log.accept(new PortEvent.Ignored(PORT, odd));
            detail.begin(new LogDetail.Ask(Severity.DEBUG, true, Duration.ofMinutes(1), List.of(PORT)), log);
            assertTrue(detail.wire(PORT) && !detail.wire(other));
            log.accept(new PortEvent.Ignored(PORT, odd));
            log.accept(new PortEvent.Ignored(other, odd));
            assertTrue(detail.end("asked to", log));
            assertFalse(detail.wire(PORT) || detail.end("asked to", log));
            log.accept(new PortEvent.Ignored(PORT, odd));
        });
        assertEquals(
                List.of(
                        "INFO  DAEMON-021 events of level debug and every SCCP message are logged of CiscoUM1-VI1, for 60 s"
                                + " at most",
                        "DEBUG PORT-006   [CiscoUM1-VI1] ignored: a digit",
                        "INFO  DAEMON-022 no more than log.level and log.wire say is logged of CiscoUM1-VI1: asked to"),
                lines.stream().map(line -> line.replaceFirst(TIME, "")).toList());
    }

    @Test
    void what_somebody_asks_for_ends_by_itself_and_gives_way_to_what_is_asked_for_next() throws IOException {
        Path file = directory.resolve("new/voiceportd.log");
        List<String> lines = lines(LogFormat.TEXT, Level.INFO, () -> {
            LogDetail detail = new LogDetail();
            EventLog log = new EventLog(detail);
            detail.begin(new LogDetail.Ask(Severity.DEBUG, false, Duration.ofMinutes(15), List.of(PORT)), log);
            detail.begin(new LogDetail.Ask(Severity.INFO, true, Duration.ofMillis(50), List.of()), log);
            await().until(() -> Files.readString(file).contains("its time is over"));
            assertFalse(detail.wire(PORT));
        });
        assertEquals(2, count(lines, "DAEMON-021"));
        assertEquals(2, count(lines, "DAEMON-022"));
        assertTrue(lines.get(1).endsWith("CiscoUM1-VI1: another wish takes its place"), lines::toString);
    }

    @Test
    void more_can_not_be_asked_for_without_end() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new LogDetail.Ask(Severity.DEBUG, true, Duration.ofMinutes(16), List.of()));
    }

    @Test
    void a_callers_name_can_not_break_a_line() throws IOException {
        String name =
                "Eve\"}\r\n2026-11-26T00:00:00.000+01:00 ERROR DAEMON-004 fake\u001B[2J\u009B31m\u202E\uD800\u0000\u2029";
        CallReport call = new CallReport.Offered(PORT, 1, name, name, "5001", "", "", 0, "", 0, "", "unknown");
        String text = text(() -> new EventLog().accept(call));
        assertTrue(
                text.chars()
                        .noneMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c) || c == 0x202E),
                text);
        assertTrue(
                text.startsWith("INFO  CALL-001   [CiscoUM1-VI1 call 0x00000001] offered, from Eve\"}  2026-"), text);
        complained.reset();
        Files.delete(directory.resolve("new/voiceportd.log"));
        Map<String, Object> line = json(() -> new EventLog().accept(call));
        assertEquals(name.replace('\uD800', '\uFFFD'), line.get("voiceport.calling_name"));
        assertEquals("CALL-001", line.get("event.code"));
    }

    @Test
    void nothing_goes_to_standard_output() throws IOException {
        text(() -> new EventLog().accept(IN_CLEAR));
        LoggerFactory.getLogger("io.netty.Thing").error("after the end");
        assertEquals("", printed.toString(StandardCharsets.UTF_8));
    }

    @Test
    void after_the_end_warnings_still_reach_standard_error() throws IOException {
        text(() -> new EventLog().accept(IN_CLEAR));
        complained.reset();
        LoggerFactory.getLogger("io.netty.Thing").info("not this");
        LoggerFactory.getLogger("io.netty.Thing").warn("but this");
        assertTrue(complained.toString(StandardCharsets.UTF_8).endsWith("WARN  -          io.netty.Thing: but this\n"));
    }

    @Test
    void a_file_that_cant_be_written_is_told_at_once() {
        assertThrows(IOException.class, () -> LogSetup.configure(LogFormat.TEXT, Level.INFO, Optional.of(directory)));
    }

    @Test
    void lines_are_added_to_an_existing_file() throws IOException {
        text(() -> new EventLog().accept(IN_CLEAR));
        complained.reset();
        LogSetup setup =
                LogSetup.configure(LogFormat.TEXT, Level.INFO, Optional.of(directory.resolve("new/voiceportd.log")));
        new EventLog().accept(IN_CLEAR);
        setup.close();
        assertEquals(
                2, Files.readAllLines(directory.resolve("new/voiceportd.log")).size());
    }

    @Test
    void a_stuck_standard_error_holds_up_neither_events_nor_the_file_nor_the_end() throws IOException {
        Path file = directory.resolve("voiceportd.log");
        CountDownLatch stuck = new CountDownLatch(1);
        System.setErr(new PrintStream(new StuckStream(stuck)));
        try {
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
                LogSetup setup = LogSetup.configure(LogFormat.TEXT, Level.INFO, Optional.of(file));
                for (int i = 0; i < 20_000; i++) {
                    new EventLog().accept(IN_CLEAR);
                }
                setup.close();
            });
            assertTrue(Files.size(file) > 0);
        } finally {
            stuck.countDown();
            await().until(() -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("AsyncAppender-Worker")));
        }
    }

    /** Takes nothing until it is let go, not even for an interrupt. */
    private static final class StuckStream extends OutputStream {
        private final CountDownLatch latch;

        StuckStream(CountDownLatch latch) {
            this.latch = latch;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            while (latch.getCount() > 0) {
                try {
                    latch.await();
                } catch (InterruptedException stubborn) {
                    // as a terminal that is stopped takes no notice of us
                }
            }
        }
    }
}
