package org.voiceport.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class RecordingTest {
    private static final int SSRC = 7;
    private final Recording recording = new Recording();

    private void write(int ssrc, int timestamp, int... samples) {
        short[] packet = new short[samples.length];
        for (int i = 0; i < samples.length; i++) {
            packet[i] = (short) samples[i];
        }
        recording.write(ssrc, timestamp, packet, packet.length);
    }

    @Test
    void a_gap_is_silence() {
        write(SSRC, 100, 1, 2);
        write(SSRC, 104, 3);

        assertArrayEquals(new short[] {1, 2, 0, 0, 3}, recording.samples());
    }

    @Test
    void a_late_packet_goes_where_it_belongs() {
        write(SSRC, 100, 1);
        write(SSRC, 102, 3);
        write(SSRC, 101, 2);

        assertArrayEquals(new short[] {1, 2, 3}, recording.samples());
    }

    @Test
    void timestamps_wrap() {
        write(SSRC, -1, 1);
        write(SSRC, 0, 2);

        assertArrayEquals(new short[] {1, 2}, recording.samples());
    }

    @Test
    void another_source_follows_the_first() {
        write(SSRC, 100, 1);
        write(SSRC + 1, 5_000_000, 2);
        write(SSRC + 1, 5_000_001, 3);

        assertArrayEquals(new short[] {1, 2, 3}, recording.samples());
    }

    @Test
    void what_is_older_than_the_first_packet_is_dropped() {
        write(SSRC, 100, 1);
        write(SSRC, 90, 9);

        assertArrayEquals(new short[] {1}, recording.samples());
    }
}
