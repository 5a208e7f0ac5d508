package org.voiceport.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.voiceport.event.CallReport;
import org.voiceport.event.CallSummary;
import org.voiceport.event.DaemonEvent;
import org.voiceport.event.DeviceName;
import org.voiceport.event.Event;
import org.voiceport.event.Fault;
import org.voiceport.event.LampEvent;
import org.voiceport.event.MediaProtection;
import org.voiceport.event.MediaQuality;
import org.voiceport.event.MessageEvent;
import org.voiceport.event.PortEvent;
import org.voiceport.event.SecurityMode;

/** What Prometheus is told of events. */
class MetricsTest {
    private static final DeviceName PORT = new DeviceName("CiscoUM1-VI1");
    private static final Fault STRANGER = new Fault.Untrusted("a stranger", "find out who");

    private final Board board = new Board("1.0", () -> Instant.parse("2026-11-26T16:00:00Z"));
    private final Setup bare = BoardTest.setup(BoardTest.port(PORT, SecurityMode.ENCRYPTED, "answer"));
    private final Setup setup = new Setup(
            bare.configuration(),
            bare.ports(),
            bare.callManagers(),
            bare.ctl(),
            bare.weakened(),
            Optional.of(new Setup.Store("messages", 4096)));
    private final Metrics metrics = new Metrics("1.0", () -> board.status(setup));

    private void tell(Event... events) {
        for (Event event : events) {
            board.accept(event);
            metrics.accept(event);
        }
    }

    private String scrape() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(out, metrics.scrape());
        return out.toString(StandardCharsets.UTF_8);
    }

    private void says(String line) throws IOException {
        List<String> lines = scrape().lines().toList();
        assertTrue(lines.contains(line), line + " not among\n" + String.join("\n", lines));
    }

    private void registered() {
        tell(
                new DaemonEvent.Started("1.0", 1, 1, "voiceportd.yaml"),
                new PortEvent.Registered(PORT, SecurityMode.ENCRYPTED, "10.0.0.11:2443", null, 17, 30));
    }

    @Test
    void what_is_now_follows_the_status() throws Exception {
        says("voiceportd_ready 0.0");
        says("voiceportd_port_registered{mode=\"encrypted\",port=\"CiscoUM1-VI1\"} 0.0");
        says("voiceportd_ports{mode=\"encrypted\",state=\"starting\"} 1.0");
        registered();
        says("voiceportd_ready 1.0");
        says("voiceportd_port_registered{mode=\"encrypted\",port=\"CiscoUM1-VI1\"} 1.0");
        says("voiceportd_ports{mode=\"encrypted\",state=\"registered\"} 1.0");
        says("voiceportd_call_manager_ports{call_manager=\"10.0.0.11\"} 1.0");
        says("voiceportd_call_manager_ports{call_manager=\"10.0.0.12\"} 0.0");
        says("voiceportd_ctl_in_force 1.0");
        says("voiceportd_store_free_bytes 4096.0");
        says("voiceportd_store_short 0.0");
        says("voiceportd_build_info{version=\"1.0\"} 1");
    }

    @Test
    void failures_are_counted_by_whose_fault_they_are_and_each_time() throws Exception {
        tell(
                new PortEvent.Unregistered(PORT, SecurityMode.ENCRYPTED, "10.0.0.11:2443", STRANGER, 0),
                new PortEvent.TriedAgain(PORT, SecurityMode.ENCRYPTED, "10.0.0.11:2443", STRANGER));
        says("voiceportd_port_registration_failures_total{fault=\"untrusted\",mode=\"encrypted\"} 2.0");
        says("voiceportd_events_total{id=\"PORT-002\",severity=\"warn\"} 1.0");
    }

    @Test
    void a_call_is_counted_with_what_protected_it() throws Exception {
        registered();
        tell(new CallReport.Offered(PORT, 7, "1001", "", "2001", "", "", 0, "", 0, "", "encrypted"));
        says("voiceportd_calls{mode=\"encrypted\"} 1.0");
        tell(
                new CallReport.Answered(PORT, 7),
                new CallReport.Ended(
                        PORT,
                        7,
                        SecurityMode.ENCRYPTED,
                        "the caller",
                        4200,
                        MediaProtection.AES_CM_128_HMAC_SHA1_32,
                        MediaProtection.RTP,
                        200,
                        210,
                        3,
                        2,
                        new MediaQuality(1, 0, 0, 0, 4, MediaQuality.UNKNOWN, 0),
                        new CallSummary("1001", "2001", CallSummary.Outcome.ANSWERED, null)));
        says("voiceportd_calls{mode=\"encrypted\"} 0.0");
        says("voiceportd_calls_offered_total{mode=\"encrypted\"} 1.0");
        says("voiceportd_calls_answered_total{mode=\"encrypted\"} 1.0");
        says("voiceportd_calls_ended_total{mode=\"encrypted\",receive=\"srtp\",transmit=\"rtp\"} 1.0");
        says("voiceportd_call_duration_seconds_bucket{mode=\"encrypted\",le=\"5.0\"} 1");
        says("voiceportd_call_duration_seconds_bucket{mode=\"encrypted\",le=\"1.0\"} 0");
        says("voiceportd_call_jitter_seconds_bucket{mode=\"encrypted\",le=\"0.005\"} 1");
        says("voiceportd_media_packets_received_total{mode=\"encrypted\"} 200.0");
        says("voiceportd_media_packets_sent_total{mode=\"encrypted\"} 210.0");
        says("voiceportd_media_packets_lost_total{mode=\"encrypted\"} 3.0");
        says("voiceportd_media_packets_refused_total{mode=\"encrypted\"} 2.0");
        says("voiceportd_media_packets_late_total{mode=\"encrypted\"} 1.0");
    }

    @Test
    void messages_lamps_and_reloads_are_counted() throws Exception {
        tell(
                new MessageEvent.Stored(PORT, 7, "2001", "file", 1000),
                new MessageEvent.Discarded(PORT, 7, "2001", "short"),
                new MessageEvent.Failed(PORT, 7, "2001", "disk", "look"),
                new LampEvent.Switched(PORT, "2001", true, 0),
                new LampEvent.NotSwitched("2001", true, "busy", "look"),
                new DaemonEvent.ReloadRefused("voiceportd.yaml", 1, "no", "look"),
                new DaemonEvent.Internal("test", "defect"));
        says("voiceportd_messages_stored_total 1.0");
        says("voiceportd_messages_discarded_total 1.0");
        says("voiceportd_messages_failed_total 1.0");
        says("voiceportd_lamps_switched_total 1.0");
        says("voiceportd_lamps_failed_total 1.0");
        says("voiceportd_reloads_total{result=\"refused\"} 1.0");
        says("voiceportd_reloads_total{result=\"done\"} 0.0");
        says("voiceportd_internal_errors_total 1.0");
    }

    @Test
    void no_number_of_a_caller_is_told() throws Exception {
        registered();
        tell(new CallReport.Offered(PORT, 7, "5551234", "Ann", "2001", "", "", 0, "", 0, "", "encrypted"));
        assertTrue(!scrape().contains("5551234"));
    }

    @Test
    void docs_metrics_lists_what_is_scraped_and_nothing_else() throws Exception {
        a_call_is_counted_with_what_protected_it();
        String document = Files.readString(Path.of("docs/metrics.md"));
        Set<String> listed = names("(?m)^\\| `([a-z_]+)` \\|", document);
        Set<String> scraped = names("(?m)^# TYPE ([a-z_]+) ", scrape());
        // The JVM's and the process's own have more than those that are worth a row.
        scraped.removeIf(name -> !name.startsWith("voiceportd_") && !listed.contains(name));
        assertEquals(scraped, listed);
    }

    private static Set<String> names(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
