package org.voiceport.sim;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voiceport.audio.Codec;
import org.voiceport.audio.Tones;
import org.voiceport.audio.Wav;

class BeepDetectorTest {
    private static boolean hears(short[]... parts) {
        BeepDetector detector = new BeepDetector();
        boolean heard = false;
        for (short[] part : parts) {
            heard |= detector.hears(part, part.length);
        }
        return heard;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 40, 79, 80, 159})
    void hears_the_beep_wherever_its_blocks_begin(int before) {
        assertTrue(hears(new short[before], Tones.beep(), new short[160]));
    }

    @Test
    void hears_the_beep_through_a_codec() {
        short[] beep = Tones.beep();
        byte[] payload = new byte[beep.length];
        Codec.G711A.encoder().encode(beep, 0, payload, 0, beep.length);
        Codec.G711A.decoder().decode(payload, 0, beep, 0, beep.length);

        assertTrue(hears(beep));
    }

    @Test
    void a_shorter_tone_is_no_beep() {
        assertFalse(hears(Tones.sine(1000, 200, -16), new short[1600]));
    }

    @ParameterizedTest
    @ValueSource(doubles = {440, 850, 950, 1050, 1209, 2000})
    void another_tone_is_no_beep(double hz) {
        assertFalse(hears(Tones.sine(hz, 1000, -16)));
    }

    @Test
    void a_tone_that_nobody_hears_is_no_beep() {
        assertFalse(hears(Tones.sine(1000, 300, -60)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"demo/caller-alice.wav", "demo/caller-bob.wav", "demo/caller-carol.wav", "prompts/greeting.wav"})
    void speech_is_no_beep(String file) throws IOException {
        try (InputStream in = Codec.class.getResourceAsStream("/org/voiceport/" + file)) {
            assertFalse(hears(Wav.read(in)));
        }
    }
}
