package org.voiceport.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Against the tables of ITU-T G.711, rebuilt here from their segments: the decision values, and what lies between two. */
class G711Test {
    /** Table 2, on its scale of 8159: one step of 1, 15 of 2, then 16 of 4, of 8, ... */
    private static final int[] MU_DECISIONS = decisions(1, 15, new int[] {4, 8, 16, 32, 64, 128, 256});
    /** Table 1, on its scale of 4096: 32 steps of 2, then 16 of 4, of 8, ... */
    private static final int[] A_DECISIONS = decisions(2, 31, new int[] {4, 8, 16, 32, 64, 128});

    private static int[] decisions(int first, int stepsOfTwo, int[] widths) {
        int[] decisions = new int[129];
        decisions[1] = first;
        int n = 2;
        for (int i = 0; i < stepsOfTwo; i++, n++) {
            decisions[n] = decisions[n - 1] + 2;
        }
        for (int width : widths) {
            for (int i = 0; i < 16; i++, n++) {
                decisions[n] = decisions[n - 1] + width;
            }
        }
        return decisions;
    }

    /** The number of the interval that holds a sample; what is louder than the last decision value is in the last one. */
    private static int interval(int[] decisions, int scale, int sample) {
        int magnitude = sample < 0 ? -sample - 1 : sample;
        int n = 0;
        while (n < 127 && magnitude >= decisions[n + 1] * scale) {
            n++;
        }
        return n;
    }

    @Test
    void mu_law_codes_every_sample_by_the_interval_of_table_2() {
        assertEquals(8159, MU_DECISIONS[128]);
        for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
            int n = interval(MU_DECISIONS, 4, sample);
            int expected = (sample < 0 ? 0x7F : 0xFF) - n;
            assertEquals((byte) expected, G711.MU_LAW.encode((short) sample), "sample " + sample);
        }
    }

    @Test
    void a_law_codes_every_sample_by_the_interval_of_table_1() {
        assertEquals(4096, A_DECISIONS[128]);
        for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
            int n = interval(A_DECISIONS, 8, sample);
            int expected = ((sample < 0 ? 0 : 0x80) | n) ^ 0x55;
            assertEquals((byte) expected, G711.A_LAW.encode((short) sample), "sample " + sample);
        }
    }

    @Test
    void mu_law_decodes_every_code_to_the_middle_of_its_interval() {
        for (int n = 0; n < 128; n++) {
            int middle = n == 0 ? 0 : (MU_DECISIONS[n] + MU_DECISIONS[n + 1]) / 2 * 4;
            assertEquals(middle, G711.MU_LAW.decode((byte) (0xFF - n)));
            assertEquals(-middle, G711.MU_LAW.decode((byte) (0x7F - n)));
        }
    }

    @Test
    void a_law_decodes_every_code_to_the_middle_of_its_interval() {
        for (int n = 0; n < 128; n++) {
            int middle = (A_DECISIONS[n] + A_DECISIONS[n + 1]) / 2 * 8;
            assertEquals(middle, G711.A_LAW.decode((byte) ((0x80 | n) ^ 0x55)));
            assertEquals(-middle, G711.A_LAW.decode((byte) (n ^ 0x55)));
        }
    }

    @Test
    void every_a_law_code_survives_the_way_thereAndBack() {
        for (int code = 0; code < 256; code++) {
            assertEquals((byte) code, G711.A_LAW.encode(G711.A_LAW.decode((byte) code)));
        }
    }

    /** Its negative zero decodes to 0 as the positive one does, and 0 is coded as the positive one. */
    @Test
    void every_mu_law_code_but_negative_zero_survives_the_way_thereAndBack() {
        for (int code = 0; code < 256; code++) {
            int expected = code == 0x7F ? 0xFF : code;
            assertEquals((byte) expected, G711.MU_LAW.encode(G711.MU_LAW.decode((byte) code)));
        }
    }

    @Test
    void the_extremes_are_the_known_ones() {
        assertEquals(32124, G711.MU_LAW.decode((byte) 0x80));
        assertEquals(-32124, G711.MU_LAW.decode((byte) 0x00));
        assertEquals(32256, G711.A_LAW.decode((byte) 0xAA));
        assertEquals(-32256, G711.A_LAW.decode((byte) 0x2A));
    }

    /** G.711 tables 5 and 6: these eight codes, repeated, are 1 kHz at 0 dBm0; a full sine is at 3.17 and 3.14 dBm0. */
    @Test
    void the_standard_sequences_measure_0_dbm0() {
        assertEquals(-3.01 - 3.17, levelOf(G711.MU_LAW, "1e0b0b1e9e8b8b9e"), 0.05);
        assertEquals(-3.01 - 3.14, levelOf(G711.A_LAW, "34212134b4a1a1b4"), 0.05);
    }

    private static double levelOf(G711 law, String codes) {
        short[] samples = new short[8];
        law.decode(HexFormat.of().parseHex(codes), 0, samples, 0, 8);
        return Level.dbov(samples, 0, 8);
    }

    @Test
    void a_range_is_coded_at_its_place_and_nothing_else_is_touched() {
        byte[] codes = {1, 1, 1, 1};
        G711.MU_LAW.encode(new short[] {99, 0, 32124}, 1, codes, 1, 2);
        assertArrayEquals(new byte[] {1, (byte) 0xFF, (byte) 0x80, 1}, codes);
    }

    @Test
    void a_range_is_decoded_at_its_place_and_nothing_else_is_touched() {
        short[] samples = {1, 1, 1, 1};
        G711.A_LAW.decode(new byte[] {0, (byte) 0xD5, (byte) 0x55}, 1, samples, 1, 2);
        assertArrayEquals(new short[] {1, 8, -8, 1}, samples);
    }

    @Test
    void coding_allocates_nothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        short[] samples = new short[160];
        byte[] codes = new byte[160];
        thereAndBack(samples, codes);
        long before = threads.getCurrentThreadAllocatedBytes();
        thereAndBack(samples, codes);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 2000, () -> "1000 packets there and back allocated " + allocated + " bytes");
    }

    private static void thereAndBack(short[] samples, byte[] codes) {
        for (int i = 0; i < 1000; i++) {
            G711.MU_LAW.encode(samples, 0, codes, 0, 160);
            G711.MU_LAW.decode(codes, 0, samples, 0, 160);
        }
    }
}
