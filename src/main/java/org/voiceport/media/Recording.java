package org.voiceport.media;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.voiceport.audio.Codec;
import org.voiceport.audio.Sink;

/**
 * Lays what is received on the time line of a recording. Two clocks rule it:
 *
 * <ul>
 *   <li>While packets come, the sender's: each packet lies where its RTP timestamp says, seen from the one before, and a
 *       gap between two is filled by {@link GapFiller}. So neither jitter nor a clock that runs a little fast or slow cuts or stretches
 *       speech.
 *   <li>While none come, ours: after {@link #QUIET} each tick writes a pause, up to that long ago. So long, because
 *       packets that were only held up, by the network or a busy machine, still find the place where they belong. What
 *       has been written so is taken off the next gap. If there is no such gap, because packets were only held up on
 *       their way, nothing of them is dropped; the pause written too much is saved at the gaps that follow.
 * </ul>
 *
 * The first packet of a source, and one whose timestamp differs from our clock by more than {@link #MAX_JUMP}, is laid
 * by our clock. A sender whose sound comes faster than time by more than {@link #MAX_AHEAD} loses packets: it must not
 * fill a recording at the rate of its line.
 */
final class Recording implements JitterBuffer.Output {
    /** Samples of which 3 s are made. */
    static final long MAX_JUMP = 3 * 8000;
    /** Samples of which 5 s are made. */
    static final long MAX_AHEAD = 5 * 8000;

    /** Nanoseconds without a packet after which our clock takes over. */
    static final long QUIET = 2_000_000_000;

    /** Nanoseconds without a packet after which a far end may have paused on purpose. */
    private static final long PAUSE = 100_000_000;

    private final short[] scratch;
    private final Consumer<RuntimeException> defects;
    private final GapFiller gaps;
    private final ToneReader tones;
    private Codec codec = Codec.G711U;
    private Codec.Decoder decoder = codec.decoder();
    private @Nullable Sink sink;
    private long began;
    /** Samples in the sink. */
    private long written;
    /** Of these, pauses by our clock since the latest packet. */
    private long filled;
    /** Of these, pauses by our clock for time that packets covered as well. */
    private long twice;

    private boolean mapped;
    private int nextTimestamp;
    private long placedAt;
    private long heardAt;
    private long overruns;
    /** Packets that were given up since the latest one with a say on time, and how long that was. */
    private long missing;

    private int lastLength;

    /**
     * @param scratch room for the samples of a packet
     * @param random for the noise in pauses
     * @param tones gets what is decoded, recorded or not
     * @param defects told when a sink throws; it gets nothing more then
     */
    Recording(short[] scratch, RandomGenerator random, ToneReader tones, Consumer<RuntimeException> defects) {
        this.scratch = scratch;
        this.gaps = new GapFiller(random);
        this.tones = tones;
        this.defects = defects;
    }

    /** What packets are coded in from now on. */
    void codec(Codec codec) {
        this.codec = codec;
        decoder = codec.decoder();
        tones.begin();
    }

    void start(Sink to, long now) {
        sink = to;
        began = now;
        written = 0;
        filled = 0;
        twice = 0;
        // A source that pauses as we begin comes back by our clock: its gap began before the recording.
        mapped = mapped && now - heardAt < PAUSE;
        heardAt = now;
        gaps.forget();
    }

    /** Writes what is missing up to now if it is quiet, then no more. */
    void stop(long now) {
        if (sink != null && now - heardAt >= PAUSE) {
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
        missing = 0;
        decoder = codec.decoder();
        gaps.forgetNoise();
        tones.forget();
    }

    void tick(long now) {
        if (quiet(now)) {
            fillTo(clock(now) - RtpClock.samples(QUIET));
        }
    }

    @Override
    public void packet(PacketKind kind, int timestamp, int before, byte[] buffer, int offset, int length, long now) {
        missing += before;
        if (kind == PacketKind.EVENT) {
            return;
        }
        int samples = kind == PacketKind.SOUND ? length : 0;
        long gap = mapped ? gapBefore(timestamp, samples, now) : clock(now) - samples - written;
        boolean tooFast = written + Math.max(gap, 0) + samples - clock(now) > MAX_AHEAD;
        long lost = mapped && filled == 0 ? missing * lastLength : 0;
        follow(kind, timestamp, samples, now);
        boolean recorded = sink != null && !tooFast;
        overruns += sink != null && tooFast ? 1 : 0;
        if (recorded) {
            fill(gap, lost);
        }
        if (kind == PacketKind.NOISE) {
            gaps.noise(buffer, offset, length);
            tones.forget();
            return;
        }
        gaps.forgetNoise();
        if (recorded || tones.listens()) {
            decoder.decode(buffer, offset, scratch, 0, length);
            tones.sound(scratch, length, timestamp);
        }
        if (recorded) {
            gaps.sound(scratch, length);
            write(length);
        }
    }

    private void follow(PacketKind kind, int timestamp, int samples, long now) {
        // A pause may be told with the time of the sound before it: that takes nothing back.
        if (!mapped || kind == PacketKind.SOUND || timestamp - nextTimestamp > 0) {
            nextTimestamp = timestamp + samples;
        }
        if (kind == PacketKind.SOUND) {
            lastLength = samples;
        }
        mapped = true;
        missing = 0;
        placedAt = now;
        filled = 0;
    }

    private long gapBefore(int timestamp, int length, long now) {
        int gap = timestamp - nextTimestamp; // wraps as timestamps do
        long passed = RtpClock.samples(now - placedAt);
        if (Math.abs(gap - passed) > MAX_JUMP) {
            return clock(now) - length - written;
        }
        long open = Math.max(gap, 0) - filled;
        if (open < 0) {
            twice -= open;
            return 0;
        }
        long ahead = written + open + length - clock(now);
        long saved = Math.max(0, Math.min(ahead, Math.min(twice, open)));
        twice -= saved;
        return open - saved;
    }

    private boolean quiet(long now) {
        return sink != null && now - heardAt >= QUIET;
    }

    private void fillTo(long position) {
        long pause = position - written;
        if (pause > 0) {
            filled += pause;
            fill(pause, 0);
        }
    }

    /** Writes so many samples, of which the first {@code lost} were in packets that are missing. */
    private void fill(long count, long lost) {
        int guessed = gaps.guessed(count, lost);
        if (guessed > 0) {
            gaps.guess(scratch, guessed);
            write(guessed);
        }
        for (long left = count - guessed; left > 0; left -= scratch.length) {
            int part = (int) Math.min(left, scratch.length);
            gaps.pause(scratch, part);
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

    /** Samples that were guessed where packets were lost. */
    long concealed() {
        return gaps.concealed();
    }

    /** Packets dropped because they came faster than time. */
    long overruns() {
        return overruns;
    }
}
