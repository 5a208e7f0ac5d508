package org.voiceport.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Finds the two chunks that matter in a RIFF file, whatever stands around them and in whichever order:
 *
 * <pre>
 *  RIFF  length of the rest  WAVE  { id (4)  length (4, little-endian)  body  a zero if the length is odd }…
 * </pre>
 *
 * Every length is checked against the file before it is used. What follows the RIFF chunk is ignored.
 */
final class WavReader {
    private static final int RIFF = id("RIFF");
    private static final int WAVE = id("WAVE");
    private static final int FMT = id("fmt ");
    private static final int DATA = id("data");

    /** Where a chunk's body lies. */
    private record Chunk(int at, int length) {
        private static final Chunk ABSENT = new Chunk(0, -1);

        private boolean absent() {
            return length < 0;
        }
    }

    private final ByteBuffer file;
    private Chunk fmt = Chunk.ABSENT;
    private Chunk data = Chunk.ABSENT;

    private WavReader(ByteBuffer file) {
        this.file = file;
    }

    static short[] read(ByteBuffer bytes) throws WavException {
        WavReader reader = new WavReader(bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
        reader.findChunks(reader.end());
        return reader.samples();
    }

    /** Checks the RIFF header; returns where the last chunk ends. */
    private int end() throws WavException {
        if (file.limit() < 12 || file.getInt(0) != RIFF || file.getInt(8) != WAVE) {
            throw new WavException(0, "this is no WAV file; give one that begins with RIFF and WAVE");
        }
        long end = 8 + Integer.toUnsignedLong(file.getInt(4));
        // Some writers count the zero after an odd chunk, but don't write it.
        if (end > file.limit() + 1L) {
            throw new WavException(
                    4, "the file should have " + end + " bytes and has " + file.limit() + "; copy or export it again");
        }
        return (int) Math.min(end, file.limit());
    }

    private void findChunks(int end) throws WavException {
        int at = 12;
        while (end - at >= 8) {
            int id = file.getInt(at);
            long length = Integer.toUnsignedLong(file.getInt(at + 4));
            if (length > end - at - 8) {
                throw new WavException(
                        at + 4L,
                        "a chunk of " + length + " bytes where " + (end - at - 8)
                                + " are left; copy or export the file again");
            }
            Chunk chunk = new Chunk(at + 8, (int) length);
            if (id == FMT) {
                fmt = only(fmt, chunk, "fmt");
            } else if (id == DATA) {
                data = only(data, chunk, "data");
            }
            at = (int) Math.min(end, at + 8 + length + (length & 1));
        }
        if (at != end) {
            throw new WavException(at, (end - at) + " bytes are no chunk; copy or export the file again");
        }
    }

    private static Chunk only(Chunk before, Chunk found, String name) throws WavException {
        if (!before.absent()) {
            throw new WavException(found.at - 8L, "a second " + name + " chunk; export the file again");
        }
        return found;
    }

    private short[] samples() throws WavException {
        if (fmt.absent() || data.absent()) {
            String missing = fmt.absent() ? "fmt" : "data";
            throw new WavException(file.limit(), "there is no " + missing + " chunk; export the file again");
        }
        WavFormat format = WavFormat.read(file, fmt.at, fmt.length);
        if (data.length % format.frameBytes() != 0) {
            throw new WavException(
                    data.at - 4L,
                    data.length + " bytes of data are no whole number of frames of " + format.frameBytes()
                            + " bytes; export the file again");
        }
        int frames = data.length / format.frameBytes();
        if (frames > (long) Wav.MAX_SECONDS * format.rate()) {
            throw new WavException(data.at - 4L, "the sound is longer than an hour; make it shorter");
        }
        short[] samples = format.mono(file, data.at, frames);
        return format.rate() == Source.RATE ? samples : Resampler.toTelephone(samples, format.rate());
    }

    /** The four letters as the little-endian number that the file's buffer reads. */
    private static int id(String letters) {
        return ByteBuffer.wrap(letters.getBytes(StandardCharsets.US_ASCII))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
    }
}
