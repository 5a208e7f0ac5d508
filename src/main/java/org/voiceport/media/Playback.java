package org.voiceport.media;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.voiceport.audio.Codec;
import org.voiceport.audio.Source;

/** What plays on a stream, cut into packets. It outlives a direction that is opened again. */
final class Playback {
    private final Consumer<RuntimeException> defects;
    private @Nullable Source source;

    /** @param defects told when a source throws; it counts as ended then */
    Playback(Consumer<RuntimeException> defects) {
        this.defects = defects;
    }

    void play(Source next) {
        source = next;
    }

    void stop() {
        source = null;
    }

    /**
     * Fills the payload of one packet, with silence where the source has nothing.
     *
     * @param samples scratch, at least {@code count} long
     * @return the source if its end was found, so that it has been played once this packet is sent; else null
     */
    @Nullable
    Source fill(Codec.Encoder encoder, short[] samples, byte[] payload, int offset, int count) {
        Source playing = source;
        if (playing == null) {
            encode(encoder, samples, 0, payload, offset, count);
            return null;
        }
        int filled = 0;
        int more = 1;
        while (filled < count && more > 0) {
            more = Math.min(read(playing, samples, filled, count - filled), count - filled);
            filled += Math.max(more, 0);
        }
        encode(encoder, samples, filled, payload, offset, count);
        // A source may have been replaced by what it did itself.
        if (more < 0 && source == playing) {
            source = null;
            return playing;
        }
        return null;
    }

    /** Codes {@code filled} samples and silence behind them: as one, since an encoder needs all samples in their order. */
    private static void encode(
            Codec.Encoder encoder, short[] samples, int filled, byte[] payload, int offset, int count) {
        Arrays.fill(samples, filled, count, (short) 0);
        encoder.encode(samples, 0, payload, offset, count);
    }

    private int read(Source playing, short[] samples, int offset, int count) {
        try {
            return playing.read(samples, offset, count);
        } catch (RuntimeException e) {
            defects.accept(e);
            return -1;
        }
    }
}
