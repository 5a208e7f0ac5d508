package org.voiceport.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToneDetectorTest {
    private static final String KEYS = "123A456B789C*0#D";
    private static final int[] LOW = {697, 770, 852, 941};
    private static final int[] HIGH = {1209, 1336, 1477, 1633};
    private static final int MILLI = 8;

    private final Random random = new Random(4733);
    private final StringBuilder heard = new StringBuilder();
    private final ToneDetector detector = new ToneDetector(key -> heard.append(key.symbol()));

    /** How the keys are pressed: each one starts at another place between two looks. */
    private double lowDbov = -15;

    private double highDbov = -15;
    private double lowTimes = 1;
    private double highTimes = 1;
    private double lowOffset;
    private double highOffset;
    private int millis = 50;
    private int pause = 50;

    @Test
    void hears_all_sixteen_keys() {
        assertHeard(KEYS, sound());
    }

    @ParameterizedTest
    @CsvSource({"1.5, 1.5", "-1.5, -1.5", "1.5, -1.5", "-1.5, 1.5"})
    void hears_keys_that_are_a_little_out_of_tune(double low, double high) {
        lowTimes = 1 + low / 100;
        highTimes = 1 + high / 100;
        lowOffset = 2 * Math.signum(low);
        highOffset = 2 * Math.signum(high);
        assertHeard(KEYS, sound());
    }

    @ParameterizedTest
    @CsvSource({"3.5, 0", "-3.5, 0", "0, 3.5", "0, -3.5", "3.5, 3.5", "-3.5, -3.5"})
    void tones_that_are_out_of_tune_are_no_keys(double low, double high) {
        millis = 100;
        lowTimes = 1 + low / 100;
        highTimes = 1 + high / 100;
        assertHeard("", sound());
    }

    @ParameterizedTest
    @CsvSource({"-15, -11", "-15, -23"})
    void hears_keys_with_twist(double low, double high) {
        lowDbov = low;
        highDbov = high;
        assertHeard(KEYS, sound());
    }

    @ParameterizedTest
    @CsvSource({"-20, -12", "-12, -24"})
    void too_much_twist_is_no_key(double low, double high) {
        lowDbov = low;
        highDbov = high;
        assertHeard("", sound());
    }

    @ParameterizedTest
    @ValueSource(doubles = {-9.1, -12, -20, -30, -38, -42})
    void hears_keys_of_any_usual_level(double dbov) {
        lowDbov = dbov;
        highDbov = dbov;
        assertHeard(KEYS, sound());
    }

    @Test
    void what_is_as_quiet_as_crosstalk_is_no_key() {
        lowDbov = -48;
        highDbov = -48;
        assertHeard("", sound());
    }

    @Test
    void hears_short_presses_with_short_pauses() {
        millis = 40;
        pause = 40;
        assertHeard(KEYS, sound());
    }

    @Test
    void what_is_shorter_than_any_press_is_none() {
        millis = 23;
        assertHeard("", sound());
    }

    @Test
    void the_same_key_twice_is_two_presses() {
        assertHeard("77", sound("77"));
    }

    @Test
    void a_long_press_is_one() {
        millis = 20_000;
        assertHeard("5", sound("5"));
    }

    @Test
    void a_short_interruption_is_part_of_a_press() {
        for (int start = 0; start < 64; start++) {
            millis = 200;
            short[] sound = sound("8");
            int from = 100 * MILLI + start;
            Arrays.fill(sound, from, from + 10 * MILLI, (short) 0);
            heard.setLength(0);
            assertHeard("8", sound);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 20, 30})
    void hears_keys_in_noise(int signalToNoise) {
        short[] sound = sound();
        double deviation = Level.rms(lowDbov + 3 - signalToNoise);
        for (int i = 0; i < sound.length; i++) {
            sound[i] += (short) Math.round(deviation * random.nextGaussian());
        }
        assertHeard(KEYS, sound);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void hears_keys_through_g711(boolean muLaw) {
        G711 law = muLaw ? G711.MU_LAW : G711.A_LAW;
        short[] sound = sound();
        byte[] coded = new byte[sound.length];
        law.encode(sound, 0, coded, 0, sound.length);
        law.decode(coded, 0, sound, 0, sound.length);
        assertHeard(KEYS, sound);
    }

    /** What is made up in place of a lost packet neither makes one press two nor makes a press of what is none. */
    @Test
    void a_concealed_packet_leaves_one_press_one() {
        millis = 200;
        short[] sound = sound();
        Concealment concealment = new Concealment();
        int packet = 20 * MILLI;
        for (int at = 0; at + packet <= sound.length; at += packet) {
            if (at / packet % 5 == 4) {
                concealment.conceal(sound, at, packet);
            } else {
                concealment.good(sound, at, packet);
            }
        }
        assertHeard(KEYS, sound);
    }

    /** Tones of the network (dial, busy, ringing), of fax and modem, of answering machines, and parts of keys; 0 is none. */
    @ParameterizedTest
    @CsvSource({
        "350, 440",
        "480, 620",
        "440, 480",
        "425, 0",
        "400, 450",
        "1100, 0",
        "2100, 0",
        "1300, 0",
        "1650, 1850",
        "980, 1180",
        "1000, 0",
        "697, 0",
        "1336, 0",
        "697, 770",
        "1209, 1477",
        "523, 1046"
    })
    void other_tones_are_no_keys(double one, double other) {
        short[] sound = new short[16_000];
        for (int i = 0; i < sound.length; i++) {
            // Half a second each, as the tones of the network come and go.
            sound[i] = (short) (i / 4000 % 2 * 5000 * (wave(one, i) + wave(other, i)));
        }
        assertHeard("", sound);
    }

    @ParameterizedTest
    @EnumSource(Prompt.class)
    void the_speech_of_the_demo_is_no_key(Prompt prompt) throws IOException {
        assertHeard("", prompt.samples());
    }

    /** The hardest of what a synthesiser said: see its README. */
    @ParameterizedTest
    @ValueSource(strings = {"01", "02", "03", "04", "05", "06", "07", "08", "09", "10"})
    void speech_that_sounds_like_keys_is_none(String number) throws IOException {
        assertHeard("", recorded(number));
    }

    /** With speech 12 dB below it one press in 20 is missed, with speech as loud as it half of them are. */
    @ParameterizedTest
    @EnumSource(Prompt.class)
    void hears_keys_over_speech_that_is_much_quieter(Prompt prompt) throws IOException {
        assertEquals(KEYS, heardOver(prompt.samples(), -20));
    }

    /** A telephone mutes its microphone while a key is down; what is left is the echo of what we play. */
    @ParameterizedTest
    @EnumSource(Prompt.class)
    void hears_keys_over_the_echo_of_what_is_played_through_g711(Prompt prompt) throws IOException {
        short[] echo = prompt.samples();
        byte[] coded = new byte[echo.length];
        G711.A_LAW.encode(echo, 0, coded, 0, echo.length);
        G711.A_LAW.decode(coded, 0, echo, 0, echo.length);
        assertEquals(KEYS, heardOver(echo, -24));
    }

    /** Each key at another place of the speech, whose level is so many decibels above that of the key. */
    private String heardOver(short[] speech, double decibels) {
        millis = 100;
        double gain = Level.rms(lowDbov + 3 + decibels - Level.dbov(speech, 0, speech.length));
        gain /= Level.rms(0);
        for (int k = 0; k < KEYS.length(); k++) {
            short[] key = sound(KEYS.substring(k, k + 1));
            short[] sound = new short[speech.length];
            int at = random.nextInt(speech.length - key.length);
            for (int i = 0; i < sound.length; i++) {
                int pressed = i >= at && i < at + key.length ? key[i - at] : 0;
                sound[i] = (short) Math.round(gain * speech[i] + pressed);
            }
            detector.hear(sound, 0, sound.length);
            detector.forget();
        }
        return heard.toString();
    }

    private static short[] recorded(String number) throws IOException {
        String path = "/speech/speech-" + number + ".wav";
        try (InputStream in = Objects.requireNonNull(ToneDetectorTest.class.getResourceAsStream(path), path)) {
            return Wav.read(in);
        }
    }

    @Test
    void noise_is_no_key() {
        short[] sound = new short[80_000];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = (short) random.nextInt();
        }
        assertHeard("", sound);
    }

    @Test
    void tells_which_key_is_down() {
        short[] sound = sound("9");
        detector.hear(sound, 0, (50 + 45) * MILLI);
        assertEquals(Dtmf.of('9'), detector.down());
        detector.hear(new short[60 * MILLI], 0, 60 * MILLI);
        assertNull(detector.down());
    }

    @Test
    void listening_allocates_nothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ToneDetector quiet = new ToneDetector(key -> {});
        short[] sound = sound();
        quiet.hear(sound, 0, sound.length);
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 20; i++) {
            quiet.hear(sound, 0, sound.length);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 2000, () -> "32 s of sound allocated " + allocated + " bytes");
    }

    /** In pieces of any length, as packets may be. */
    private void assertHeard(String keys, short[] sound) {
        for (int at = 0; at < sound.length; ) {
            int some = Math.min(sound.length - at, 1 + random.nextInt(300));
            detector.hear(sound, at, some);
            at += some;
        }
        detector.forget();
        assertEquals(keys, heard.toString());
    }

    private short[] sound() {
        return sound(KEYS);
    }

    private short[] sound(String keys) {
        int tone = millis * MILLI;
        int period = tone + pause * MILLI + 5;
        short[] sound = new short[keys.length() * period + pause * MILLI];
        double lowPeak = Level.rms(lowDbov) * Math.sqrt(2);
        double highPeak = Level.rms(highDbov) * Math.sqrt(2);
        for (int k = 0; k < keys.length(); k++) {
            int key = KEYS.indexOf(keys.charAt(k));
            double low = LOW[key / 4] * lowTimes + lowOffset;
            double high = HIGH[key % 4] * highTimes + highOffset;
            int from = pause * MILLI + k * period;
            for (int i = 0; i < tone; i++) {
                sound[from + i] = (short) Math.round(lowPeak * wave(low, i) + highPeak * wave(high, i));
            }
        }
        return sound;
    }

    private static double wave(double hertz, int sample) {
        return Math.sin(2 * Math.PI * hertz * sample / Source.RATE);
    }
}
