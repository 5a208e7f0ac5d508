package org.voiceport.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WavTest {
    /** fmt bodies: format, channels, rate, bytes per second, frame, bits. */
    private static final String PCM16 = "0100 0100 401f0000 803e0000 0200 1000";

    private static final String PCM16_STEREO = "0100 0200 401f0000 007d0000 0400 1000";
    private static final String PCM8 = "0100 0100 401f0000 401f0000 0100 0800";
    private static final String EXTENSIBLE_MU_LAW =
            "feff 0100 401f0000 401f0000 0100 0800 1600 0800 04000000 0700 000000001000800000aa00389b71";

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    private static byte[] chunk(String id, byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(id.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(new byte[] {(byte) body.length, (byte) (body.length >> 8), (byte) (body.length >> 16), 0});
        out.writeBytes(body);
        if (body.length % 2 == 1) {
            out.write(0);
        }
        return out.toByteArray();
    }

    private static byte[] riff(byte[]... chunks) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(hex("57415645"));
        for (byte[] chunk : chunks) {
            body.writeBytes(chunk);
        }
        return chunk("RIFF", body.toByteArray());
    }

    private static byte[] wav(String fmt, String data) {
        return riff(chunk("fmt ", hex(fmt)), chunk("data", hex(data)));
    }

    private static short[] read(byte[] file) throws IOException {
        return Wav.read(new ByteArrayInputStream(file));
    }

    private static WavException refusal(byte[] file) {
        return assertThrows(WavException.class, () -> read(file));
    }

    @Test
    void reads_16_bit_samples() throws IOException {
        assertArrayEquals(new short[] {1, -2, 0x7fff}, read(wav(PCM16, "0100 feff ff7f")));
    }

    @Test
    void reads_8_bit_samples_as_unsigned() throws IOException {
        assertArrayEquals(new short[] {-32768, 0, 32512}, read(wav(PCM8, "00 80 ff")));
    }

    @Test
    void mixes_two_channels_down_to_their_mean() throws IOException {
        assertArrayEquals(new short[] {200, -32768}, read(wav(PCM16_STEREO, "6400 2c01 0080 0080")));
    }

    @Test
    void reads_the_extensible_form() throws IOException {
        assertArrayEquals(new short[] {0, 32124}, read(wav(EXTENSIBLE_MU_LAW, "ff 80")));
    }

    @Test
    void reads_no_samples() throws IOException {
        assertEquals(0, read(wav(PCM16, "")).length);
    }

    @Test
    void skips_foreign_chunks_of_odd_length_in_any_order() throws IOException {
        byte[] list = chunk("LIST", new byte[5]);
        byte[] file = riff(list, chunk("data", hex("0700")), list, chunk("fmt ", hex(PCM16)), list);
        assertArrayEquals(new short[] {7}, read(file));
    }

    @Test
    void ignores_what_follows_the_riff_chunk() throws IOException {
        byte[] file = wav(PCM16, "0700");
        assertArrayEquals(new short[] {7}, read(Arrays.copyOf(file, file.length + 3)));
    }

    @Test
    void does_without_the_last_padding() throws IOException {
        byte[] file = wav(PCM8, "80");
        assertArrayEquals(new short[] {0}, read(Arrays.copyOf(file, file.length - 1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-law.wav", "mu-law.wav", "pcm8-11k.wav"})
    void reads_files_of_another_program(String name) throws IOException {
        short[] samples = resource(name);
        assertEquals(2400, samples.length);
        assertEquals(-9.03, ToneMeter.dbov(samples, 80, 2320, 1000), 0.05);
    }

    @Test
    void reads_a_stereo_file_of_another_program() throws IOException {
        short[] samples = resource("stereo-44k.wav");
        assertEquals(2400, samples.length);
        assertEquals(-9.03 - 6.02, ToneMeter.dbov(samples, 80, 2320, 1000), 0.05);
    }

    @Test
    void refuses_24_bits_and_says_how_to_convert_them() {
        WavException refusal = assertThrows(WavException.class, () -> resource("pcm24-48k.wav"));
        assertEquals(
                "byte 34: 24 bits per sample; 8 are understood, 16 if they are PCM;"
                        + " convert it: sox IN.wav -r 8000 -c 1 -b 16 OUT.wav",
                refusal.getMessage());
    }

    private static short[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(WavTest.class.getResourceAsStream(name), name)) {
            return Wav.read(in);
        }
    }

    @Test
    void refuses_every_file_that_is_cut_short() {
        byte[] file = riff(chunk("LIST", new byte[6]), chunk("fmt ", hex(PCM16)), chunk("data", hex("01000200")));
        for (int length = 0; length < file.length - 1; length++) {
            refusal(Arrays.copyOf(file, length));
        }
    }

    @Test
    void survives_every_damaged_byte() {
        Random random = new Random(16);
        byte[] file =
                riff(chunk("LIST", new byte[5]), chunk("fmt ", hex(EXTENSIBLE_MU_LAW)), chunk("data", new byte[9]));
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = file.clone();
            for (int n = 0; n < 3; n++) {
                damaged[random.nextInt(file.length)] = (byte) random.nextInt();
            }
            try {
                assertTrue(read(damaged).length <= 9);
            } catch (IOException e) {
                assertEquals(WavException.class, e.getClass());
            }
        }
    }

    @Test
    void refuses_what_is_no_wav() {
        WavException refusal = refusal("This is a letter, not a recording.".getBytes(StandardCharsets.US_ASCII));
        assertEquals("byte 0: this is no WAV file; give one that begins with RIFF and WAVE", refusal.getMessage());
    }

    @Test
    void refuses_a_chunk_that_is_longer_than_the_file() {
        byte[] file = wav(PCM16, "0700");
        file[43] = (byte) 0xFF;
        WavException refusal = refusal(file);
        assertEquals(40, refusal.offset());
        assertEquals(
                "byte 40: a chunk of 4278190082 bytes where 2 are left; copy or export the file again",
                refusal.getMessage());
    }

    @Test
    void refuses_an_unknown_format_with_its_place() {
        byte[] file = wav(PCM16.replaceFirst("0100", "0200"), "0700");
        assertEquals(20, refusal(file).offset());
    }

    @Test
    void refuses_a_foreign_guid() {
        byte[] file = wav(EXTENSIBLE_MU_LAW.replace("aa", "ab"), "ff");
        assertEquals(20 + 24 + 11, refusal(file).offset());
    }

    @Test
    void refuses_an_extensible_format_that_is_too_short() {
        assertEquals(
                16,
                refusal(wav("feff 0100 401f0000 401f0000 0100 0800 0000", "ff")).offset());
    }

    @Test
    void refuses_three_channels() {
        assertEquals(
                22, refusal(wav("0100 0300 401f0000 00000000 0600 1000", "")).offset());
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000", "41 1f 00 00", "ffffffff"})
    void refuses_an_unusual_rate(String rate) {
        assertEquals(24, refusal(wav(PCM16.replace("401f0000", rate), "")).offset());
    }

    @Test
    void refuses_a_frame_that_contradicts_the_bits() {
        assertEquals(
                32, refusal(wav("0100 0100 401f0000 803e0000 0300 1000", "")).offset());
    }

    @Test
    void refuses_half_a_sample() {
        assertEquals(40, refusal(wav(PCM16, "010203")).offset());
    }

    @Test
    void refuses_a_second_data_chunk() {
        byte[] data = chunk("data", hex("0700"));
        assertEquals(46, refusal(riff(chunk("fmt ", hex(PCM16)), data, data)).offset());
    }

    @Test
    void refuses_a_file_without_format_or_data() {
        assertTrue(String.valueOf(refusal(riff(chunk("data", hex("0700")))).getMessage())
                .contains("no fmt chunk"));
        assertTrue(String.valueOf(refusal(riff(chunk("fmt ", hex(PCM16)))).getMessage())
                .contains("no data chunk"));
    }

    @Test
    void refuses_more_than_an_hour() {
        byte[] header = riff(chunk("fmt ", hex(PCM8)), chunk("data", new byte[0]));
        int length = 3600 * 8000 + 1;
        byte[] file = Arrays.copyOf(header, header.length + length);
        putLength(file, 4, file.length - 8);
        putLength(file, 40, length);
        assertTrue(String.valueOf(refusal(file).getMessage()).contains("longer than an hour"));
    }

    private static void putLength(byte[] file, int at, int length) {
        for (int i = 0; i < 4; i++) {
            file[at + i] = (byte) (length >> (8 * i));
        }
    }

    @Test
    void stops_reading_after_64_mebibytes() {
        long[] given = {0};
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                given[0]++;
                return 0;
            }

            @Override
            public int read(byte[] into, int offset, int count) {
                given[0] += count;
                return count;
            }
        };
        assertThrows(WavException.class, () -> Wav.read(endless));
        assertEquals(Wav.MAX_BYTES + 1, given[0]);
    }

    @Test
    void a_fault_in_a_file_begins_with_its_name(@TempDir Path directory) throws IOException {
        Path file = Files.write(directory.resolve("greeting.wav"), new byte[3]);
        WavException refusal = assertThrows(WavException.class, () -> Wav.read(file));
        assertEquals(
                file + ": byte 0: this is no WAV file; give one that begins with RIFF and WAVE", refusal.getMessage());
    }

    @Test
    void writes_what_it_reads() throws IOException {
        short[] samples = new short[10_001];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (i * 7919);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Wav.write(samples, out);
        assertArrayEquals(samples, read(out.toByteArray()));
    }

    @Test
    void writes_the_plain_form_of_44_bytes_before_the_samples() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Wav.write(new short[] {1, -2}, out);
        assertArrayEquals(wav(PCM16, "0100 feff"), out.toByteArray());
    }
}
