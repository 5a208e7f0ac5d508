package org.voiceport.srtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PacketIndexTest {
    @Test
    void the_first_packet_is_in_cycle_0_whatever_its_sequence_number() {
        assertEquals(65_535, PacketIndex.estimate(ReplayWindow.NONE, 65_535));
    }

    @Test
    void a_wrap_begins_the_next_cycle() {
        assertEquals(0x1_0000, PacketIndex.estimate(0xFFFF, 0));
    }

    @Test
    void a_late_packet_from_before_the_wrap_belongs_to_the_cycle_before() {
        assertEquals(0xFFFE, PacketIndex.estimate(0x1_0003, 0xFFFE));
    }

    @Test
    void in_cycle_0_nothing_belongs_to_the_cycle_before() {
        assertEquals(0xFFFE, PacketIndex.estimate(3, 0xFFFE));
    }

    @Test
    void the_highest_index_of_all_is_2_to_the_48_minus_1() {
        assertEquals((1L << 48) - 1, PacketIndex.estimate((1L << 48) - 2, 0xFFFF));
    }

    @Test
    void a_wrap_of_the_rollover_counter_exhausts_the_key() {
        assertEquals(PacketIndex.EXHAUSTED, PacketIndex.estimate((1L << 48) - 1, 0));
    }

    @Test
    void the_rollover_counter_is_the_upper_32_bits() {
        assertEquals(0xFFFF_FFFE, PacketIndex.rolloverCounter(0xFFFF_FFFE_1234L));
    }

    @Test
    void agrees_with_the_pseudocode_of_rfc_3711_appendix_a() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 200_000; i++) {
            long cycle = 1L + random.nextInt(1000);
            int highest = edge(random);
            int sequence = edge(random);
            long near = (cycle << 16) + highest;
            assertEquals(
                    (pseudocode(cycle, highest, sequence) << 16) + sequence,
                    PacketIndex.estimate(near, sequence),
                    "cycle " + cycle + ", highest " + highest + ", sequence " + sequence + ", seed " + seed);
        }
    }

    private static int edge(Random random) {
        return random.nextBoolean()
                ? random.nextInt(1 << 16)
                : (random.nextInt(4) * 0x4000 + random.nextInt(5)) & 0xFFFF;
    }

    /** RFC 3711 appendix A: the cycle of a packet, from that of the highest index so far. */
    private static long pseudocode(long cycle, int highest, int sequence) {
        if (highest < 32_768) {
            return sequence - highest > 32_768 ? cycle - 1 : cycle;
        }
        return highest - 32_768 > sequence ? cycle + 1 : cycle;
    }
}
