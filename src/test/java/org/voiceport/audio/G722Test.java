package org.voiceport.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against two other programs; the README beside the files says how they were made. */
class G722Test {
    private static final int MANY = 200_000;
    /** The other's filters delay sound by no whole number of our samples, so that no lag fits quite. */
    private static final double FILTERED = 0.98;

    private final Random random = new Random(722);

    @Test
    void speech_is_coded_bit_by_bit_as_spandsp_codes_it() throws IOException {
        assertArrayEquals(file("alice.g722"), encoded(Prompt.ALICE.samples()));
    }

    @Test
    void speech_is_decoded_bit_by_bit_as_spandsp_decodes_it() throws Exception {
        assertEquals(
                "7db10ffda149a3c7a6b18fb08a32579a587146625750fcec4653eb2c13df5d5a",
                digest(bytes(decoded(file("alice.g722")))));
    }

    /** Noise whose level jumps between nothing and full scale. */
    @Test
    void whatever_sound_is_coded_bit_by_bit_as_spandsp_codes_it() throws Exception {
        short[] samples = new short[MANY];
        int quieter = 0;
        for (int i = 0; i < MANY; i++) {
            if (i % 500 == 0) {
                quieter = random.nextInt(16);
            }
            samples[i] = (short) (random.nextInt() >> (16 + quieter));
        }
        assertEquals("1e6b7afec1b2cc237238452a3f9c1aba769a27497cacdb3eae608471546fefd4", digest(encoded(samples)));
    }

    /** With codes that no encoder sends, and what they drive to its limits. */
    @Test
    void whatever_octets_are_decoded_bit_by_bit_as_spandsp_decodes_them() throws Exception {
        byte[] octets = new byte[MANY];
        random.nextBytes(octets);
        assertEquals(
                "90cf322c75fb22715f403190dff1a8218d4ee14da70a68df6ae029d1a6558ecd", digest(bytes(decoded(octets))));
    }

    @Test
    void what_ffmpeg_made_of_wideband_sound_is_heard_as_it_was_said() throws IOException {
        short[] said = Prompt.ALICE.samples();
        short[] heard = decoded(file("alice-wideband.g722"));
        assertTrue(Similarity.compare(said, heard).score() > FILTERED);
        assertEquals(Level.dbov(said, 0, said.length), Level.dbov(heard, 0, heard.length), 0.3);
    }

    @Test
    void ffmpeg_hears_what_was_said() throws IOException {
        short[] said = Arrays.copyOf(Prompt.ALICE.samples(), 8000);
        short[] heard = Wav.read(new ByteArrayInputStream(file("alice-by-ffmpeg.wav")));
        assertTrue(Similarity.compare(said, heard).score() > FILTERED);
        assertEquals(Level.dbov(said, 0, said.length), Level.dbov(heard, 0, heard.length), 0.3);
    }

    /**
     * The other's filter, which joins the bands, lets through some of the mirror image of what is close to 4 kHz; above it
     * there is nothing at all.
     */
    @Test
    void the_upper_band_that_ffmpeg_hears_is_silent() throws IOException {
        short[] wideband = wideband();
        double said = 0;
        double mirrored = 0;
        double above = 0;
        for (int at = 0; at + 320 <= wideband.length; at += 320) {
            said += power(wideband, at, 100, 4000);
            mirrored += power(wideband, at, 4050, 5200);
            above += power(wideband, at, 5600, 8000);
        }
        assertTrue(mirrored < said / 300, mirrored / said + " of the power");
        assertTrue(above < said / 1_000_000, above / said + " of the power");
    }

    /** In 20 ms from {@code at} on, in steps of 50 Hz, through a Hann window. */
    private static double power(short[] wideband, int at, int fromHz, int toHz) {
        short[] windowed = new short[320];
        for (int i = 0; i < windowed.length; i++) {
            double rise = Math.sin(Math.PI * i / windowed.length);
            windowed[i] = (short) Math.round(wideband[at + i] * rise * rise);
        }
        double sum = 0;
        for (int hz = fromHz; hz < toHz; hz += 50) {
            // Twice as many samples a second as the meter thinks, so it hears half the frequency.
            sum += ToneMeter.power(windowed, 0, windowed.length, hz / 2.0);
        }
        return sum;
    }

    /** As it lies in the file, 16,000 samples a second. */
    private static short[] wideband() throws IOException {
        ByteBuffer data = ByteBuffer.wrap(file("alice-by-ffmpeg.wav")).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(16000, data.getInt(24));
        short[] samples = new short[(data.limit() - 44) / 2];
        data.position(44).slice().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        return samples;
    }

    @ParameterizedTest
    @EnumSource(Prompt.class)
    void speech_survives_the_way_there_and_back(Prompt prompt) throws IOException {
        short[] said = prompt.samples();
        short[] heard = decoded(encoded(said));
        assertEquals(1, Similarity.compare(said, heard).score(), 0.002);
        assertEquals(Level.dbov(said, 0, said.length), Level.dbov(heard, 0, heard.length), 0.1);
    }

    @Test
    void silence_stays_silent() {
        byte[] octets = encoded(new short[8000]);
        short[] heard = decoded(octets);
        for (short sample : heard) {
            assertTrue(Math.abs(sample) <= 2, () -> "a sample of " + sample);
        }
    }

    @Test
    void pieces_of_any_length_give_the_same() throws IOException {
        short[] bob = Prompt.BOB.samples();
        byte[] whole = encoded(bob);
        byte[] octets = new byte[bob.length];
        short[] heard = new short[bob.length];
        G722.Encoder encoder = new G722.Encoder();
        G722.Decoder decoder = new G722.Decoder();
        for (int at = 0; at < bob.length; ) {
            int count = Math.min(random.nextInt(400), bob.length - at);
            encoder.encode(bob, at, octets, at, count);
            decoder.decode(octets, at, heard, at, count);
            at += count;
        }
        assertArrayEquals(whole, octets);
        assertArrayEquals(decoded(whole), heard);
    }

    @Test
    void only_the_given_range_is_written() {
        byte[] octets = {1, 1, 1, 1};
        new G722.Encoder().encode(new short[] {9, 9, 9}, 1, octets, 1, 2);
        assertEquals(1, octets[0]);
        assertEquals(1, octets[3]);
        short[] samples = {7, 7, 7, 7};
        new G722.Decoder().decode(octets, 1, samples, 1, 2);
        assertEquals(7, samples[0]);
        assertEquals(7, samples[3]);
    }

    /** Both ends forget what they were told wrong; what comes after a loss is soon as it would be without. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10})
    void a_decoder_recovers_from_a_loss(int packets) throws IOException {
        byte[] octets = encoded(Prompt.ALICE.samples());
        short[] whole = decoded(octets);
        int lost = 160 * packets;
        for (int from = 1600; from < 11_200; from += 1600) {
            G722.Decoder decoder = new G722.Decoder();
            decoder.decode(octets, 0, new short[from], 0, from);
            short[] after = new short[3200];
            decoder.decode(octets, from + lost, after, 0, 3200);
            short[] expected = Arrays.copyOfRange(whole, from + lost, from + lost + 3200);
            short[] error = new short[1600];
            for (int i = 0; i < 1600; i++) {
                error[i] = (short) (after[1600 + i] - expected[1600 + i]);
            }
            double relative = Level.dbov(error, 0, 1600) - Level.dbov(expected, 1600, 1600);
            int place = from;
            assertTrue(relative < -20, () -> "200 ms after a loss at " + place + ": an error of " + relative + " dB");
        }
    }

    @Test
    void coding_allocates_nothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        G722.Encoder encoder = new G722.Encoder();
        G722.Decoder decoder = new G722.Decoder();
        short[] samples = Tones.sine(440, 20, -10);
        byte[] octets = new byte[160];
        thereAndBack(encoder, decoder, samples, octets);
        long before = threads.getCurrentThreadAllocatedBytes();
        thereAndBack(encoder, decoder, samples, octets);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 2000, () -> "1000 packets there and back allocated " + allocated + " bytes");
    }

    private static void thereAndBack(G722.Encoder encoder, G722.Decoder decoder, short[] samples, byte[] octets) {
        for (int i = 0; i < 1000; i++) {
            encoder.encode(samples, 0, octets, 0, 160);
            decoder.decode(octets, 0, samples, 0, 160);
        }
    }

    private static byte[] encoded(short[] samples) {
        byte[] octets = new byte[samples.length];
        new G722.Encoder().encode(samples, 0, octets, 0, samples.length);
        return octets;
    }

    private static short[] decoded(byte[] octets) {
        short[] samples = new short[octets.length];
        new G722.Decoder().decode(octets, 0, samples, 0, octets.length);
        return samples;
    }

    private static byte[] bytes(short[] samples) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(samples);
        return bytes.array();
    }

    private static String digest(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] file(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(G722Test.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }
}
