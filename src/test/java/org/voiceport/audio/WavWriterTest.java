package org.voiceport.audio;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WavWriterTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("recording.wav");
    }

    private FileChannel create() throws IOException {
        return FileChannel.open(file, CREATE_NEW, WRITE);
    }

    @Test
    void what_is_written_in_parts_is_read_as_one() throws IOException {
        short[] samples = new short[9000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (i * 31);
        }
        try (WavWriter writer = new WavWriter(create())) {
            writer.write(samples, 0, 160);
            writer.write(samples, 160, 0);
            writer.write(samples, 160, samples.length - 160);
            assertEquals(9000, writer.samples());
        }
        assertArrayEquals(samples, Wav.read(file));
    }

    @Test
    void a_recording_without_samples_is_a_file_without_samples() throws IOException {
        new WavWriter(create()).close();
        assertEquals(0, Wav.read(file).length);
    }

    @Test
    void a_recording_that_was_never_closed_reads_as_cut_short() throws IOException {
        try (SeekableByteChannel channel = create()) {
            WavWriter writer = new WavWriter(channel);
            writer.write(new short[160], 0, 160);
            assertThrows(WavException.class, () -> Wav.read(file));
            writer.close();
        }
    }

    @Test
    void the_file_begins_where_the_channel_stood() throws IOException {
        FileChannel channel = create();
        channel.write(ByteBuffer.wrap(new byte[10]));
        try (WavWriter writer = new WavWriter(channel)) {
            writer.write(new short[] {7}, 0, 1);
        }
        byte[] bytes = Files.readAllBytes(file);
        assertEquals(10 + 44 + 2, bytes.length);
        assertEquals('R', bytes[10]);
    }

    @Test
    void closes_its_channel_and_only_once() throws IOException {
        FileChannel channel = create();
        WavWriter writer = new WavWriter(channel);
        writer.close();
        writer.close();
        assertFalse(channel.isOpen());
    }

    @Test
    void refuses_samples_after_the_close() throws IOException {
        WavWriter writer = new WavWriter(create());
        writer.close();
        assertThrows(IOException.class, () -> writer.write(new short[1], 0, 1));
    }
}
