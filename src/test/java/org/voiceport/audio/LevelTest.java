package org.voiceport.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LevelTest {
    @Test
    void the_loudest_square_wave_is_0_dbov() {
        assertEquals(0, Level.dbov(new short[] {Short.MIN_VALUE, Short.MIN_VALUE}, 0, 2), 1e-9);
    }

    @Test
    void half_the_amplitude_is_6_db_less() {
        assertEquals(-6.02, Level.dbov(new short[] {16384, -16384}, 0, 2), 0.01);
    }

    @Test
    void silence_is_the_floor() {
        assertEquals(Level.FLOOR, Level.dbov(new short[160], 0, 160));
    }

    @Test
    void no_samples_are_the_floor() {
        assertEquals(Level.FLOOR, Level.dbov(new short[] {1000}, 1, 0));
    }

    @Test
    void only_the_range_counts() {
        assertEquals(-6.02, Level.dbov(new short[] {1, 16384, -16384, 1}, 1, 2), 0.01);
    }
}
