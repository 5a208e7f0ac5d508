package org.voiceport.audio;

/**
 * Where audio comes from: linear 16-bit samples, mono, 8,000 a second. Read from a media tick, so it must not block; one
 * reader at a time.
 */
public interface Source {
    /** Samples per second everywhere in this program. */
    int RATE = 8000;

    /**
     * Fills {@code into} from {@code offset} with up to {@code count} samples.
     *
     * @return how many were written, 0 if none are ready yet, -1 at the end
     */
    int read(short[] into, int offset, int count);
}
