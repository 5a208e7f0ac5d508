package org.voiceport.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SourcesTest {
    @Test
    void samples_come_in_order_and_then_the_end() {
        Source source = Sources.of(new short[] {1, 2, 3});
        short[] into = new short[4];
        assertEquals(2, source.read(into, 1, 2));
        assertEquals(1, source.read(into, 3, 1));
        assertArrayEquals(new short[] {0, 1, 2, 3}, into);
        assertEquals(-1, source.read(into, 0, 4));
    }

    @Test
    void the_last_read_gives_what_is_left() {
        assertEquals(3, Sources.of(new short[3]).read(new short[160], 0, 160));
    }

    @Test
    void silence_is_eight_zeros_a_millisecond() {
        Source source = Sources.silence(1);
        short[] into = {7, 7, 7, 7, 7, 7, 7, 7, 7, 7};
        assertEquals(8, source.read(into, 1, 9));
        assertArrayEquals(new short[] {7, 0, 0, 0, 0, 0, 0, 0, 0, 7}, into);
        assertEquals(-1, source.read(into, 0, 1));
    }

    @Test
    void refuses_negative_silence() {
        assertThrows(IllegalArgumentException.class, () -> Sources.silence(-1));
    }

    @Test
    void a_sequence_fills_a_read_across_its_parts() {
        Source source = Sources.sequence(
                Sources.of(new short[] {1, 2}), Sources.of(new short[0]), Sources.of(new short[] {3, 4, 5}));
        short[] into = new short[4];
        assertEquals(4, source.read(into, 0, 4));
        assertArrayEquals(new short[] {1, 2, 3, 4}, into);
        assertEquals(1, source.read(into, 0, 4));
        assertEquals(-1, source.read(into, 0, 4));
    }

    @Test
    void a_part_that_is_not_ready_holds_up_the_sequence() {
        Source source =
                Sources.sequence(Sources.of(new short[] {1}), (into, offset, count) -> 0, Sources.of(new short[] {2}));
        short[] into = new short[4];
        assertEquals(1, source.read(into, 0, 4));
        assertEquals(0, source.read(into, 0, 4));
    }

    @Test
    void an_empty_sequence_is_at_its_end() {
        assertEquals(-1, Sources.sequence().read(new short[1], 0, 1));
    }
}
