package org.voiceport.media;

import java.util.Arrays;
import org.voiceport.audio.Codec;
import org.voiceport.audio.Sink;

/** Sound that is never silent, so that silence in a recording stands out; and the sink that hears it. */
final class Speech {
    private Speech() {}

    /** µ-law codes of {@code count} samples from sample {@code from} on; none of them is the code of 0. */
    static byte[] codes(int from, int count) {
        byte[] codes = new byte[count];
        for (int i = 0; i < count; i++) {
            codes[i] = (byte) ((from + i) * 31 % 127);
        }
        return codes;
    }

    /** The same as samples. */
    static short[] samples(int from, int count) {
        short[] samples = new short[count];
        Codec.G711U.decoder().decode(codes(from, count), 0, samples, 0, count);
        return samples;
    }

    static short[] silence(int count) {
        return new short[count];
    }

    static short[] join(short[]... parts) {
        int length = 0;
        for (short[] part : parts) {
            length += part.length;
        }
        short[] all = new short[length];
        int at = 0;
        for (short[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /** Collects what it gets. */
    static final class Recorder implements Sink {
        private short[] samples = new short[16000];
        private int count;

        @Override
        public synchronized void write(short[] from, int offset, int length) {
            while (count + length > samples.length) {
                samples = Arrays.copyOf(samples, samples.length * 2);
            }
            System.arraycopy(from, offset, samples, count, length);
            count += length;
        }

        synchronized short[] all() {
            return Arrays.copyOf(samples, count);
        }

        synchronized int count() {
            return count;
        }

        /** Without the silence at both ends, whose length the wall clock decides. */
        synchronized short[] speech() {
            int from = 0;
            int to = count;
            while (from < to && samples[from] == 0) {
                from++;
            }
            while (to > from && samples[to - 1] == 0) {
                to--;
            }
            return Arrays.copyOfRange(samples, from, to);
        }
    }
}
