package org.voiceport.audio;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Sound files (RIFF/WAVE). Reads 8- and 16-bit PCM and both laws of G.711, mono or stereo, at the rates that
 * {@link Resampler} takes, and gives mono samples at 8,000 a second. Writes mono 16-bit PCM at 8,000 a second; for a
 * recording whose length isn't known yet there is {@link WavWriter}.
 *
 * <p>Reading is strict: a file that is cut short, contradicts itself or is too long is refused by a {@link WavException},
 * never guessed at. The whole file is held in memory while it is read. All methods may run on any thread; they block.
 */
public final class Wav {
    /** The longest file that is read: 64 MiB. */
    public static final int MAX_BYTES = 64 << 20;

    /** The longest sound that is read: an hour. */
    public static final int MAX_SECONDS = 3600;

    private Wav() {}

    /** The sound of {@code file}; errors begin with its name. */
    public static short[] read(Path file) throws IOException {
        if (Files.readAttributes(file, BasicFileAttributes.class).isOther()) {
            // Opening a pipe waits for somebody who writes, for ever if nobody does.
            throw new FileSystemException(file.toString(), null, "is a pipe or a device, no file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return read(in);
        } catch (WavException e) {
            throw e.in(file.toString());
        }
    }

    /** The sound of the file that {@code in} gives up to its end; doesn't close it. */
    public static short[] read(InputStream in) throws IOException {
        byte[] file = in.readNBytes(MAX_BYTES + 1);
        if (file.length > MAX_BYTES) {
            throw new WavException(MAX_BYTES, "the file is longer than 64 MiB; make it shorter");
        }
        return WavReader.read(ByteBuffer.wrap(file));
    }

    /** Writes a whole file of {@code samples} (mono, 8,000 a second); doesn't close {@code out}. */
    public static void write(short[] samples, OutputStream out) throws IOException {
        WritableByteChannel channel = Channels.newChannel(out);
        WavWriter.put(WavWriter.header(2L * samples.length), channel);
        WavWriter.put(samples, 0, samples.length, WavWriter.part(), channel);
    }
}
