package org.voiceport.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Texts of events that depend on a number or on what they are told. */
class EventTextTest {
    private static final String SLOWER = "SRTP uses digest, which is slower: it was asked for";

    @Test
    void one_is_no_plural() {
        assertEquals("1 message lamp is set anew", new LampEvent.Resync(1).text());
        assertEquals("all 2 message lamps are set anew", new LampEvent.Resync(2).text());
        assertEquals("CTL a is in force (pinned), 1 call-manager record, sha256 ab", inForce(1));
        assertEquals("CTL a is in force (pinned), 2 call-manager records, sha256 ab", inForce(2));
    }

    private static String inForce(int callManagers) {
        return new TrustEvent.CtlInForce("a", "ab", "", callManagers, "pinned").text();
    }

    @Test
    void refused_reload_names_its_file_once() {
        assertEquals("not reloaded, nothing has changed: a.yaml:3:1: no", refused(1, "a.yaml:3:1: no"));
        assertEquals("not reloaded, nothing has changed: 2 errors, the first: a.yaml: no", refused(2, "a.yaml: no"));
        assertEquals("not reloaded, nothing has changed: a.yaml has an error: b: no", refused(1, "b: no"));
    }

    private static String refused(int errors, String first) {
        return new DaemonEvent.ReloadRefused("a.yaml", errors, first, "").text();
    }

    @Test
    void engine_is_news_only_if_it_is_the_slower_one() {
        assertEquals(Severity.DEBUG, new DaemonEvent.SrtpEngineChosen("compression", "").severity());
        DaemonEvent slower = new DaemonEvent.SrtpEngineChosen("digest", "it was asked for");
        assertEquals(Severity.INFO, slower.severity());
        assertEquals(SLOWER, slower.text());
    }
}
