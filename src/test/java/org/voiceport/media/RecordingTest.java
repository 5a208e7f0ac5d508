package org.voiceport.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The time line of a recording, with a clock that the test moves. Packets have 160 samples, 20 ms. */
class RecordingTest {
    private static final long MILLI = 1_000_000;

    private final List<RuntimeException> defects = new ArrayList<>();
    private final Recording recording = new Recording(new short[PacketBuffers.MAX_PAYLOAD], defects::add);
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
    void a_lost_packet_is_silence_of_its_length() {
        recording.start(sink, now);
        talk(0, 3);
        pass(20);
        talk(4, 6);
        assertArrayEquals(
                Speech.join(Speech.samples(0, 480), Speech.silence(160), Speech.samples(640, 320)), sink.all());
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
        recording.heard(now);
        recording.packet(PacketKind.SOUND, place * 160, 0, Speech.codes(place * 160, 160), 0, 160, now);
    }

    private void pass(long millis) {
        for (long i = 0; i < millis; i++) {
            now += MILLI;
            recording.tick(now);
        }
    }

    private short[] withoutLead(int samples) {
        short[] all = sink.all();
        return java.util.Arrays.copyOfRange(all, samples - 160, all.length);
    }
}
