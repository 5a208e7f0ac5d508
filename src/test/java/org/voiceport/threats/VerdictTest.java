package org.voiceport.threats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.voiceport.event.SecurityMode;

/** When the table is green, and when it must not be. */
class VerdictTest {
    private static final Promise PROTECTS = new Promise(true, "protects");
    private static final Promise EXPOSES = new Promise(false, "doesn't protect");
    private static final Finding SUCCESS = new Finding(true, "tried", "seen");
    private static final Finding FAILURE = new Finding(false, "tried", "seen");

    private static Finding failure(Finding.Control control) {
        return new Finding(false, "tried", "seen", control);
    }

    @Test
    void attack_that_fails_against_a_promise_shows_protection() {
        assertEquals(Verdict.PROTECTED, Verdict.of(PROTECTS, FAILURE));
    }

    @Test
    void attack_that_succeeds_against_a_promise_is_broken() {
        assertEquals(Verdict.BROKEN, Verdict.of(PROTECTS, SUCCESS));
    }

    @Test
    void attack_that_succeeds_where_nothing_is_promised_shows_exposure() {
        assertEquals(Verdict.EXPOSED, Verdict.of(EXPOSES, SUCCESS));
    }

    @Test
    void attack_that_fails_where_nothing_protects_proves_nothing() {
        assertEquals(Verdict.BROKEN, Verdict.of(EXPOSES, FAILURE));
    }

    @Test
    void attack_whose_counter_check_fails_proves_nothing() {
        assertEquals(Verdict.BROKEN, Verdict.of(PROTECTS, failure(new Finding.Control(false, "with the key"))));
    }

    @Test
    void attack_that_could_not_be_carried_through_proves_nothing() {
        Outcome outcome = Outcome.failed(SecurityMode.ENCRYPTED, PROTECTS, new NothingHappened("no call"));
        assertEquals(Verdict.BROKEN, outcome.verdict());
    }

    @Test
    void row_is_green_with_an_exposed_mode_as_its_counter_check() {
        assertTrue(row(Outcome.of(SecurityMode.NON_SECURE, EXPOSES, SUCCESS), plain())
                .green());
    }

    @Test
    void row_is_green_with_a_counter_check_in_a_cell() {
        Finding.Control control = new Finding.Control(true, "with the key he gets through");
        assertTrue(row(plain(), Outcome.of(SecurityMode.ENCRYPTED, PROTECTS, failure(control)))
                .green());
    }

    @Test
    void row_without_any_counter_check_is_not_green() {
        assertFalse(row(plain(), plain()).green());
    }

    @Test
    void row_with_one_broken_cell_is_not_green() {
        Row row = row(
                Outcome.of(SecurityMode.NON_SECURE, EXPOSES, SUCCESS),
                Outcome.of(SecurityMode.ENCRYPTED, PROTECTS, SUCCESS));
        assertFalse(row.green());
        assertFalse(new Report(List.of(row), 1).green());
    }

    @Test
    void report_tells_every_cell_in_text_and_json() {
        Row row = row(Outcome.of(SecurityMode.NON_SECURE, EXPOSES, SUCCESS), plain());
        Report report = new Report(List.of(row), 1);
        assertEquals("a \"threat\"  exposed        protected", report.table().get(2));
        assertTrue(report.text().contains("Tried tried. Promised: doesn't protect. Seen: seen."), report.text());
        assertTrue(report.json().contains("\"title\":\"a \\\"threat\\\"\""), report.json());
        assertTrue(report.json().startsWith("{\"green\":true,"), report.json());
    }

    private static Outcome plain() {
        return Outcome.of(SecurityMode.ENCRYPTED, PROTECTS, FAILURE);
    }

    private static Row row(Outcome... cells) {
        return new Row("threat", "a \"threat\"", Stream.of(cells).toList());
    }
}
