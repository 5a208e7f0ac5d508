package org.voiceport.audio;

import java.util.Arrays;

/** The ordinary sources: samples from memory, silence, one after the other. Each can be read once. */
public final class Sources {
    private Sources() {}

    /** Gives {@code samples}, then ends. Reads the array itself, not a copy, so it may be shared but not changed. */
    public static Source of(short[] samples) {
        return new Samples(samples);
    }

    /** Gives digital silence of {@code millis} milliseconds, then ends. */
    public static Source silence(long millis) {
        if (millis < 0) {
            throw new IllegalArgumentException("silence of " + millis + " ms: give 0 or more");
        }
        return new Silence(Math.multiplyExact(millis, Source.RATE / 1000));
    }

    /** Gives each source after the other without a gap, then ends. A source that isn't ready holds up those after it. */
    public static Source sequence(Source... sources) {
        return new Sequence(sources.clone());
    }

    private static final class Samples implements Source {
        private final short[] samples;
        private int next;

        private Samples(short[] samples) {
            this.samples = samples;
        }

        @Override
        public int read(short[] into, int offset, int count) {
            if (next == samples.length) {
                return -1;
            }
            int given = Math.min(count, samples.length - next);
            System.arraycopy(samples, next, into, offset, given);
            next += given;
            return given;
        }
    }

    private static final class Silence implements Source {
        private long left;

        private Silence(long left) {
            this.left = left;
        }

        @Override
        public int read(short[] into, int offset, int count) {
            if (left == 0) {
                return -1;
            }
            int given = (int) Math.min(count, left);
            Arrays.fill(into, offset, offset + given, (short) 0);
            left -= given;
            return given;
        }
    }

    private static final class Sequence implements Source {
        private final Source[] sources;
        private int current;

        private Sequence(Source[] sources) {
            this.sources = sources;
        }

        /** Fills across the border of two sources, so that a packet is whole where one ends and the next begins. */
        @Override
        public int read(short[] into, int offset, int count) {
            int given = 0;
            while (current < sources.length) {
                int more = sources[current].read(into, offset + given, count - given);
                if (more < 0) {
                    current++;
                } else {
                    given += more;
                    if (more == 0 || given == count) {
                        return given;
                    }
                }
            }
            return given == 0 ? -1 : given;
        }
    }
}
