package org.voiceport.media;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.voiceport.audio.Codec;
import org.voiceport.audio.Sink;

/**
 * Lays what is received on the time line of a recording. Two clocks rule it:
 *
 * <ul>
 *   <li>While packets come, the sender's: each packet lies where its RTP timestamp says, seen from the one before, and a
 *       gap between two is silence. So neither jitter nor a clock that runs a little fast or slow cuts or stretches
 *       speech.
 *   <li>While none come, ours: after {@link #QUIET} each tick writes silence, up to that long ago. So long, because
 *       packets that were only held up, by the network or a busy machine, still find the place where they belong. What has been written so is taken off the next gap. If there is no such gap, because packets were only held up
 *       on their way, nothing of them is dropped; the silence written too much is saved at the gaps that follow.
 * </ul>
 *
 * The first packet of a source, and one whose timestamp differs from our clock by more than {@link #MAX_JUMP}, is laid
 * by our clock. A sender whose sound comes faster than time by more than {@link #MAX_AHEAD} loses packets: it must not
 * fill a recording at the rate of its line.
 */
final class Recording implements ReorderBuffer.Output {
    /** Samples of which 3 s are made. */
    static final long MAX_JUMP = 3 * 8000;
    /** Samples of which 5 s are made. */
    static final long MAX_AHEAD = 5 * 8000;

    /** Nanoseconds without a packet after which our clock takes over. */
    static final long QUIET = 2_000_000_000;

    private final short[] scratch;
    private final Consumer<RuntimeException> defects;
    private Codec codec = Codec.G711U;
    private Codec.Decoder decoder = codec.decoder();
    private @Nullable Sink sink;
    private long began;
    /** Samples in the sink. */
    private long written;
    /** Of these, silence by our clock since the latest packet. */
    private long filled;
    /** Of these, silence by our clock for time that packets covered as well. */
    private long twice;

    private boolean mapped;
    private int nextTimestamp;
    private long placedAt;
    private long heardAt;
    private long overruns;

    /**
     * @param scratch room for the samples of a packet
     * @param defects told when a sink throws; it gets nothing more then
     */
    Recording(short[] scratch, Consumer<RuntimeException> defects) {
        this.scratch = scratch;
        this.defects = defects;
    }

    /** What packets are coded in from now on. */
    void codec(Codec codec) {
        this.codec = codec;
        decoder = codec.decoder();
    }

    void start(Sink to, long now) {
        sink = to;
        began = now;
        written = 0;
        filled = 0;
        twice = 0;
        // A source that pauses as we begin comes back by our clock: its gap began before the recording.
        mapped = mapped && now - heardAt < ReorderBuffer.HOLD;
        heardAt = now;
    }

    /** Writes what is missing up to now if it is quiet, then no more. */
    void stop(long now) {
        if (sink != null && now - heardAt >= ReorderBuffer.HOLD) {
            fillTo(clock(now));
        }
        sink = null;
    }

    /** Sound has arrived, though it may have to wait for its turn. */
    void heard(long now) {
        heardAt = now;
    }

    /** The next packet is of another source: its timestamps and its coding have nothing to do with those before. */
    void remap() {
        mapped = false;
        decoder = codec.decoder();
    }

    void tick(long now) {
        if (quiet(now)) {
            fillTo(clock(now) - RtpClock.samples(QUIET));
        }
    }

    /** A packet of no length has no sound and no say on time: a telephone event. */
    @Override
    public void packet(int timestamp, byte[] buffer, int offset, int length, long now) {
        if (length == 0) {
            return;
        }
        long silence = mapped ? silenceBefore(timestamp, length, now) : clock(now) - length - written;
        boolean tooFast = written + Math.max(silence, 0) + length - clock(now) > MAX_AHEAD;
        mapped = true;
        nextTimestamp = timestamp + length;
        placedAt = now;
        filled = 0;
        if (sink == null) {
            return;
        }
        if (tooFast) {
            overruns++;
            return;
        }
        writeSilence(silence);
        decoder.decode(buffer, offset, scratch, 0, length);
        write(length);
    }

    private long silenceBefore(int timestamp, int length, long now) {
        int gap = timestamp - nextTimestamp; // wraps as timestamps do
        long passed = RtpClock.samples(now - placedAt);
        if (Math.abs(gap - passed) > MAX_JUMP) {
            return clock(now) - length - written;
        }
        long missing = Math.max(gap, 0) - filled;
        if (missing < 0) {
            twice -= missing;
            return 0;
        }
        long ahead = written + missing + length - clock(now);
        long saved = Math.max(0, Math.min(ahead, Math.min(twice, missing)));
        twice -= saved;
        return missing - saved;
    }

    private boolean quiet(long now) {
        return sink != null && now - heardAt >= QUIET;
    }

    private void fillTo(long position) {
        long silence = position - written;
        if (silence > 0) {
            filled += silence;
            writeSilence(silence);
        }
    }

    private void writeSilence(long count) {
        for (long left = count; left > 0; left -= scratch.length) {
            int part = (int) Math.min(left, scratch.length);
            Arrays.fill(scratch, 0, part, (short) 0);
            write(part);
        }
    }

    private void write(int count) {
        if (sink == null) {
            return;
        }
        written += count;
        try {
            sink.write(scratch, 0, count);
        } catch (RuntimeException e) {
            sink = null;
            defects.accept(e);
        }
    }

    /** Where our clock stands, in samples since the recording began. */
    private long clock(long now) {
        return RtpClock.samples(now - began);
    }

    /** Packets dropped because they came faster than time. */
    long overruns() {
        return overruns;
    }
}
