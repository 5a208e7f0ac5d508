package org.voiceport.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class DtmfTest {
    @Test
    void the_symbols_have_the_events_of_rfc_4733() {
        assertEquals(0, Dtmf.of('0').event());
        assertEquals(9, Dtmf.of('9').event());
        assertEquals(10, Dtmf.of('*').event());
        assertEquals(11, Dtmf.of('#').event());
        assertEquals(15, Dtmf.of('D').event());
    }

    @Test
    void every_event_finds_its_symbol_again() {
        for (int event = 0; event < 16; event++) {
            assertEquals(new Dtmf(event), Dtmf.of(new Dtmf(event).symbol()));
        }
    }

    @Test
    void refuses_an_event_that_is_no_key() {
        assertThrows(IllegalArgumentException.class, () -> new Dtmf(16));
        assertThrows(IllegalArgumentException.class, () -> new Dtmf(-1));
    }

    @Test
    void refuses_a_symbol_that_is_no_key() {
        assertThrows(IllegalArgumentException.class, () -> Dtmf.of('x'));
    }

    @Test
    void prints_no_digit() {
        assertEquals("***", Dtmf.of('4').toString());
    }
}
