package org.voiceport.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.voiceport.audio.Level;

/** The time line of a recording, with a clock that the test moves. Packets have 160 samples, 20 ms. */
class RecordingTest {
    private static final long MILLI = 1_000_000;

    private final List<RuntimeException> defects = new ArrayList<>();
    private final Recording recording = new Recording(
            new short[PacketBuffers.MAX_PAYLOAD],
            new SplittableRandom(1),
            new ToneReader(true, key -> {}),
            defects::add);
    private final Speech.Recorder sink = new Speech.Recorder();
    /** Below zero, as nanoTime may be. */
    private long now = -70 * MILLI;

    @Test
    void packets_in_order_are_laid_one_after_the_other() {
        recording.start(sink, now);
        talk(0, 50);
        assertArrayEquals(Speech.samples(0, 50 * 160), sink.all());
    }

    @Test
    void a_lost_packet_is_concealed_and_fades_into_what_follows() {
        recording.start(sink, now);
        talk(0, 3);
        pass(20);
        packet(4, 1);
        short[] heard = sink.all();
        assertEquals(5 * 160, heard.length);
        assertArrayEquals(Speech.samples(0, 480), Arrays.copyOf(heard, 480));
        assertTrue(Level.dbov(heard, 480, 160) > Level.dbov(heard, 0, 480) - 6, "too quiet for 20 ms");
        assertArrayEquals(Speech.samples(640 + 80, 80), Arrays.copyOfRange(heard, 640 + 80, 800));
        assertEquals(160, recording.concealed());
    }

    @Test
    void a_long_loss_fades_to_silence_within_60_ms() {
        recording.start(sink, now);
        talk(0, 3);
        pass(200);
        packet(13, 10);
        short[] heard = sink.all();
        assertEquals(14 * 160, heard.length);
        assertTrue(Level.dbov(heard, 480, 80) > -40);
        assertTrue(Level.dbov(heard, 480, 80) > Level.dbov(heard, 480 + 400, 80) + 6, "does not fade");
        assertArrayEquals(Speech.silence(1120), Arrays.copyOfRange(heard, 480 + 480, 13 * 160));
        assertEquals(480, recording.concealed());
    }

    @Test
    void a_pause_behind_a_lost_packet_is_silence_but_for_the_packet() {
        recording.start(sink, now);
        talk(0, 3);
        pass(1000);
        packet(53, 1);
        short[] heard = sink.all();
        assertEquals(160, recording.concealed());
        assertArrayEquals(Speech.silence(49 * 160 - 160), Arrays.copyOfRange(heard, 800, 53 * 160));
    }

    @Test
    void a_pause_without_loss_is_silence() {
        recording.start(sink, now);
        talk(0, 3);
        pass(60);
        talk(6, 7);
        assertArrayEquals(
                Speech.join(Speech.samples(0, 480), Speech.silence(480), Speech.samples(960, 160)), sink.all());
        assertEquals(0, recording.concealed());
    }

    @Test
    void a_described_pause_is_noise_of_the_told_level_until_speech_goes_on() {
        recording.start(sink, now);
        talk(0, 10);
        noise(10, 45);
        pass(2000);
        talk(110, 120);
        noise(120, 60);
        pass(1000);
        recording.stop(now);
        short[] heard = sink.all();
        assertEquals(-45, Level.dbov(heard, 1600, 16_000), 0.5);
        assertArrayEquals(Speech.samples(17_600, 1600), Arrays.copyOfRange(heard, 17_600, 19_200));
        assertEquals(-60, Level.dbov(heard, 19_200, heard.length - 19_200), 1);
        assertEquals((now + 70 * MILLI) / RtpClock.NANOS_PER_SAMPLE, heard.length);
    }

    @Test
    void noise_that_is_described_anew_in_a_pause_keeps_its_time() {
        recording.start(sink, now);
        talk(0, 10);
        for (int place = 10; place < 60; place += 10) {
            noise(place, 40);
            pass(200);
        }
        talk(60, 61);
        assertEquals(61 * 160, sink.count());
        assertArrayEquals(Speech.samples(9600, 160), Arrays.copyOfRange(sink.all(), 9600, 9760));
    }

    @Test
    void telephone_events_take_no_time_and_hide_no_loss() {
        recording.start(sink, now);
        talk(0, 3);
        pass(20);
        recording.packet(PacketKind.EVENT, 480, 1, new byte[4], 0, 4, now);
        packet(4, 0);
        assertEquals(5 * 160, sink.count());
        assertEquals(160, recording.concealed(), "the packet lost before the event");
    }

    @Test
    void a_far_end_that_sends_nothing_in_pauses_keeps_its_time() {
        recording.start(sink, now);
        talk(0, 10);
        pass(2000);
        talk(110, 120);
        assertArrayEquals(
                Speech.join(Speech.samples(0, 1600), Speech.silence(16000), Speech.samples(17600, 1600)), sink.all());
    }

    @Test
    void a_pause_of_a_minute_is_no_jump() {
        recording.start(sink, now);
        talk(0, 10);
        pass(60_000);
        talk(3010, 3011);
        assertArrayEquals(
                Speech.join(Speech.samples(0, 1600), Speech.silence(480_000), Speech.samples(3010 * 160, 160)),
                sink.all());
    }

    @Test
    void silence_is_written_while_nothing_comes() {
        recording.start(sink, now);
        pass(3000);
        assertEquals(8000, sink.count(), "up to 2 s ago");
    }

    @Test
    void a_late_start_is_preceded_by_the_time_waited() {
        recording.start(sink, now);
        pass(300);
        packet(0);
        assertArrayEquals(Speech.join(Speech.silence(2240), Speech.samples(0, 160)), sink.all());
    }

    @Test
    void a_burst_after_a_stall_lies_where_it_belongs() {
        recording.start(sink, now);
        talk(0, 10);
        pass(1900);
        for (int place = 10; place < 105; place++) {
            packet(place);
        }
        assertArrayEquals(Speech.samples(0, 105 * 160), sink.all());
    }

    @Test
    void a_burst_after_a_long_stall_loses_no_sample() {
        recording.start(sink, now);
        talk(0, 10);
        pass(2500);
        for (int place = 10; place < 135; place++) {
            packet(place);
        }
        assertArrayEquals(
                Speech.join(Speech.samples(0, 1600), Speech.silence(4000), Speech.samples(1600, 125 * 160)),
                sink.all());
    }

    @Test
    void silence_written_in_a_stall_is_saved_at_the_next_pause() {
        recording.start(sink, now);
        talk(0, 10);
        pass(2500);
        for (int place = 10; place < 135; place++) {
            packet(place);
        }
        pass(1000);
        talk(185, 195);
        assertEquals((now + 70 * MILLI) / RtpClock.NANOS_PER_SAMPLE, sink.count(), "time is kept in the end");
    }

    @Test
    void time_goes_on_for_a_far_end_whose_timestamps_stand_still_in_pauses() {
        recording.start(sink, now);
        talk(0, 10);
        pass(2800);
        talk(10, 20);
        assertArrayEquals(
                Speech.join(Speech.samples(0, 1600), Speech.silence(6400), Speech.samples(1600, 1600)), sink.all());
    }

    @Test
    void a_sender_with_a_slow_clock_is_recorded_without_a_seam() {
        recording.start(sink, now);
        for (int place = 0; place < 3000; place++) {
            pass(21); // 5 % slow: after a minute, its clock is 3 s behind ours
            packet(place);
        }
        assertArrayEquals(Speech.samples(0, 3000 * 160), withoutLead(168));
    }

    @Test
    void timestamps_that_jump_are_laid_by_our_clock() {
        recording.start(sink, now);
        talk(0, 10);
        pass(20);
        recording.heard(now);
        recording.packet(PacketKind.SOUND, 0x7FFF_0000, 0, Speech.codes(0, 160), 0, 160, now);
        assertEquals(11 * 160, sink.count());
    }

    @Test
    void another_source_goes_on_at_our_clock() {
        recording.start(sink, now);
        talk(0, 10);
        pass(60);
        recording.remap();
        packet(40_000);
        assertArrayEquals(
                Speech.join(Speech.samples(0, 1600), Speech.silence(320), Speech.samples(40_000 * 160, 160)),
                sink.all());
    }

    @Test
    void timestamps_wrap_like_any_other() {
        recording.start(sink, now);
        recording.packet(PacketKind.SOUND, -160, 0, Speech.codes(0, 160), 0, 160, now);
        recording.packet(PacketKind.SOUND, 0, 0, Speech.codes(160, 160), 0, 160, now);
        assertArrayEquals(Speech.samples(0, 320), sink.all());
    }

    @Test
    void a_recording_that_begins_in_a_pause_counts_its_own_time_only() {
        recording.start(new Speech.Recorder(), now);
        talk(0, 10);
        pass(2000);
        recording.stop(now);
        recording.start(sink, now);
        pass(500);
        packet(135);
        assertArrayEquals(Speech.join(Speech.silence(3840), Speech.samples(135 * 160, 160)), sink.all());
    }

    @Test
    void a_recording_that_begins_in_speech_begins_with_its_next_packet() {
        talk(0, 10);
        recording.start(sink, now);
        talk(10, 20);
        assertArrayEquals(Speech.samples(1600, 1600), sink.all());
    }

    @Test
    void stopping_in_a_pause_writes_it_to_its_end() {
        recording.start(sink, now);
        pass(1000);
        recording.stop(now);
        assertEquals(8000, sink.count());
    }

    @Test
    void nothing_is_written_after_stopping() {
        recording.start(sink, now);
        recording.stop(now);
        talk(0, 10);
        pass(1000);
        assertEquals(0, sink.count());
    }

    @Test
    void a_sender_faster_than_time_cannot_fill_a_recording() {
        recording.start(sink, now);
        for (int place = 0; place < 10_000; place++) {
            packet(place);
        }
        assertEquals(Recording.MAX_AHEAD, sink.count());
        assertEquals(10_000 - 250, recording.overruns());
    }

    @Test
    void timestamps_that_run_ahead_cannot_fill_a_recording() {
        recording.start(sink, now);
        for (int place = 0; place < 10_000; place++) {
            packet(place * 100);
        }
        assertEquals(true, sink.count() <= Recording.MAX_AHEAD, () -> "samples: " + sink.count());
    }

    @Test
    void a_sink_that_throws_is_told_once_and_left_alone() {
        recording.start(
                (samples, offset, count) -> {
                    throw new IllegalStateException("full");
                },
                now);
        talk(0, 10);
        assertEquals(1, defects.size());
    }

    /** A packet every 20 ms, the first one now. */
    private void talk(int from, int to) {
        for (int place = from; place < to; place++) {
            packet(place);
            pass(20);
        }
    }

    private void packet(int place) {
        packet(place, 0);
    }

    /** The packet at that place, the first one behind so many that are lost. */
    private void packet(int place, int lost) {
        recording.heard(now);
        recording.packet(PacketKind.SOUND, place * 160, lost, Speech.codes(place * 160, 160), 0, 160, now);
    }

    /** A comfort noise packet with that level in -dBov. */
    private void noise(int place, int level) {
        recording.heard(now);
        recording.packet(PacketKind.NOISE, place * 160, 0, new byte[] {(byte) level}, 0, 1, now);
    }

    private void pass(long millis) {
        for (long i = 0; i < millis; i++) {
            now += MILLI;
            recording.tick(now);
        }
    }

    private short[] withoutLead(int samples) {
        short[] all = sink.all();
        return Arrays.copyOfRange(all, samples - 160, all.length);
    }
}
