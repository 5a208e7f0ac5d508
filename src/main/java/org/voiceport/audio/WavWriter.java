package org.voiceport.audio;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * Writes a recording as it grows: mono 16-bit PCM at 8,000 samples a second. The header tells of 4 GiB until
 * {@link #close()} puts the true length there, so that a file whose writer died reads as cut short. Has the shape of a
 * {@link Sink}, but blocks and can fail, so it doesn't belong on a media tick. One thread at a time.
 */
public final class WavWriter implements Closeable {
    /** The most samples that the 32-bit lengths of the format can tell. */
    static final long MAX_SAMPLES = (0xFFFF_FFFFL - 36) / 2;

    private static final int HEADER_BYTES = 44;
    private static final int PART_BYTES = 8192;

    private final SeekableByteChannel channel;
    private final long start;
    private final ByteBuffer part = part();
    private long samples;
    private boolean closed;

    /** Writes the header at the channel's position. The channel is closed together with this writer. */
    public WavWriter(SeekableByteChannel channel) throws IOException {
        this.channel = channel;
        this.start = channel.position();
        put(header(2 * MAX_SAMPLES), channel);
    }

    /** Appends {@code count} samples; the array belongs to the caller again when the call returns. */
    public void write(short[] from, int offset, int count) throws IOException {
        if (closed) {
            throw new IOException("the recording is closed: no more samples can be written");
        }
        if (samples + count > MAX_SAMPLES) {
            throw new IOException("the recording is full: a WAV file holds 4 GiB; begin another one");
        }
        put(from, offset, count, part, channel);
        samples += count;
    }

    /** How many samples were written. */
    public long samples() {
        return samples;
    }

    /** Puts the length into the header and closes the channel; without effect the second time. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (channel) {
            long end = channel.position();
            channel.position(start);
            put(header(2 * samples), channel);
            channel.position(end);
        }
    }

    /** Writes samples by way of {@code part}, so that even a long array needs little memory. */
    static void put(short[] from, int offset, int count, ByteBuffer part, WritableByteChannel to) throws IOException {
        for (int done = 0; done < count; ) {
            int now = Math.min(PART_BYTES / 2, count - done);
            part.clear().asShortBuffer().put(from, offset + done, now);
            put(part.limit(2 * now), to);
            done += now;
        }
    }

    static void put(ByteBuffer bytes, WritableByteChannel to) throws IOException {
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }

    /** The 44 bytes before the samples: RIFF, its length, WAVE; fmt, its length, its 6 fields; data, its length. */
    static ByteBuffer header(long dataBytes) {
        return littleEndian(HEADER_BYTES)
                .put(ascii("RIFF"))
                .putInt((int) (HEADER_BYTES - 8 + dataBytes))
                .put(ascii("WAVE"))
                .put(ascii("fmt "))
                .putInt(16)
                .putShort((short) WavFormat.PCM)
                .putShort((short) 1)
                .putInt(Source.RATE)
                .putInt(2 * Source.RATE)
                .putShort((short) 2)
                .putShort((short) 16)
                .put(ascii("data"))
                .putInt((int) dataBytes)
                .flip();
    }

    /** Room for the next samples on their way out. */
    static ByteBuffer part() {
        return littleEndian(PART_BYTES);
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
