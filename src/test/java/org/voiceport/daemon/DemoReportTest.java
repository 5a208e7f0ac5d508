package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.voiceport.event.SecurityMode;

class DemoReportTest {
    private static final String FINGERPRINT = "0123456789abcdef".repeat(4);

    private static DemoRow row(SecurityMode mode, String... wrong) {
        return new DemoRow(
                new DemoCall("2003", mode, mode == SecurityMode.ENCRYPTED, "caller-carol.wav"),
                mode.secure() ? "TLSv1.3" : "-",
                mode.secure() ? "TLS_AES_256_GCM_SHA384" : "-",
                mode.secure() ? FINGERPRINT : "-",
                "RTP",
                267,
                266,
                "messages/2003/new/1",
                0.99954,
                0.998,
                List.of(wrong));
    }

    private static DemoReport report(List<DemoRow> rows, String... wrong) {
        return new DemoReport(rows, List.of(wrong), Path.of("demo"), Path.of("demo", "voiceportd.log"), 12.34);
    }

    private static Map<?, ?> json(DemoReport report) {
        return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(report.json());
    }

    @Test
    void rows_without_fault_are_fine() {
        DemoReport report = report(List.of(row(SecurityMode.NON_SECURE), row(SecurityMode.ENCRYPTED)));
        assertTrue(report.fine());
        assertEquals(
                "every call as its mode demands, 12.3 s",
                report.table().get(report.table().size() - 1));
    }

    @Test
    void wrong_row_makes_the_demo_fail() {
        assertFalse(report(List.of(row(SecurityMode.NON_SECURE), row(SecurityMode.ENCRYPTED, "media RTP")))
                .fine());
    }

    @Test
    void wrong_row_is_listed_with_its_port() {
        List<String> table = report(List.of(row(SecurityMode.ENCRYPTED, "media RTP", "no greeting")))
                .table();
        assertTrue(table.contains("WRONG CiscoUM1-VI3 (encrypted phone): media RTP"), table::toString);
        assertTrue(table.contains("WRONG CiscoUM1-VI3 (encrypted phone): no greeting"), table::toString);
        assertTrue(table.get(table.size() - 1).contains("not as demanded"), table::toString);
    }

    @Test
    void what_went_wrong_beside_the_calls_makes_the_demo_fail() {
        DemoReport report = report(List.of(row(SecurityMode.NON_SECURE)), "the daemon still runs");
        assertFalse(report.fine());
        assertTrue(
                report.table().contains("WRONG the daemon still runs"),
                () -> report.table().toString());
    }

    @Test
    void demo_that_came_to_no_call_is_not_fine() {
        assertFalse(report(List.of(), "CiscoUM1-VI1 has not registered").fine());
    }

    @Test
    void table_has_what_was_measured() {
        String line = report(List.of(row(SecurityMode.ENCRYPTED))).table().get(2);
        assertEquals(
                List.of(
                        "CiscoUM1-VI3",
                        "encrypted",
                        "encrypted",
                        "TLSv1.3",
                        "TLS_AES_256_GCM_SHA384",
                        "0123456789abcdef...",
                        "RTP",
                        "267/266",
                        "1.000",
                        "messages/2003/new/1"),
                List.of(line.split(" {2,}")));
    }

    @Test
    void whole_fingerprint_stands_below_the_table_once() {
        List<String> table = report(List.of(row(SecurityMode.AUTHENTICATED), row(SecurityMode.ENCRYPTED)))
                .table();
        assertEquals(
                1,
                table.stream()
                        .filter(line -> line.endsWith("sha256 " + FINGERPRINT))
                        .count());
    }

    @Test
    void json_has_a_verdict_for_each_call() {
        Map<?, ?> json = json(report(List.of(row(SecurityMode.NON_SECURE), row(SecurityMode.ENCRYPTED, "media RTP"))));
        assertEquals(false, json.get("fine"));
        assertEquals(
                List.of(true, false),
                ((List<?>) json.get("calls"))
                        .stream().map(call -> ((Map<?, ?>) call).get("fine")).toList());
    }

    @Test
    void json_has_what_went_wrong() {
        Map<?, ?> json = json(report(List.of(row(SecurityMode.ENCRYPTED, "media \"RTP\"")), "late"));
        Map<?, ?> call = (Map<?, ?>) ((List<?>) json.get("calls")).get(0);
        assertEquals(List.of("media \"RTP\""), call.get("wrong"));
        assertEquals(List.of("late"), json.get("wrong"));
    }
}
