package org.voiceport.audio;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Prints the processor time of coding, concealing and noise for 20 ms of speech; not a test, run by hand. */
final class AudioTimes {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int FRAME = 160;
    private static final int ROUNDS = 31;
    private static final int REPEATS = 20;

    private AudioTimes() {}

    /** Works on the frame at that place of the speech. */
    @FunctionalInterface
    private interface Work {
        void frame(int at);
    }

    public static void main(String[] args) throws IOException {
        short[] speech = Prompt.ALICE.samples();
        short[] samples = new short[speech.length];
        for (Codec codec : Codec.values()) {
            byte[] octets = new byte[speech.length];
            Codec.Encoder encoder = codec.encoder();
            Codec.Decoder decoder = codec.decoder();
            print(codec + " encode", speech.length, at -> encoder.encode(speech, at, octets, at, FRAME));
            print(codec + " decode", speech.length, at -> decoder.decode(octets, at, samples, at, FRAME));
        }
        ToneDetector tones = new ToneDetector(key -> {});
        print("tone detector, speech", speech.length, at -> tones.hear(speech, at, FRAME));
        short[] quiet = new short[speech.length];
        print("tone detector, silence", speech.length, at -> tones.hear(quiet, at, FRAME));
        short[] heard = speech.clone();
        Concealment concealment = new Concealment();
        print("concealment, good", speech.length, at -> concealment.good(heard, at, FRAME));
        print("concealment, every second lost", speech.length, at -> {
            if (at / FRAME % 2 == 0) {
                concealment.good(heard, at, FRAME);
            } else {
                concealment.conceal(samples, at, FRAME);
            }
        });
        ComfortNoise white = new ComfortNoise(new SplittableRandom(1));
        white.describe(new byte[] {50}, 0, 1);
        print("comfort noise, level only", speech.length, at -> white.fill(samples, at, FRAME));
        ComfortNoise shaped = new ComfortNoise(new SplittableRandom(1));
        shaped.describe(
                new byte[] {50, 20, 120, (byte) 130, 120, (byte) 130, 120, (byte) 130, 120, (byte) 130, 120}, 0, 11);
        print("comfort noise, 10 coefficients", speech.length, at -> shaped.fill(samples, at, FRAME));
    }

    private static void print(String what, int length, Work work) {
        long[] times = new long[ROUNDS];
        int frames = length / FRAME;
        for (int round = 0; round < 2 * ROUNDS; round++) {
            long start = THREADS.getCurrentThreadCpuTime();
            for (int repeat = 0; repeat < REPEATS; repeat++) {
                for (int frame = 0; frame < frames; frame++) {
                    work.frame(frame * FRAME);
                }
            }
            times[round % ROUNDS] = (THREADS.getCurrentThreadCpuTime() - start) / ((long) REPEATS * frames);
        }
        Arrays.sort(times);
        System.out.printf("%-32s %6d ns%n", what, times[ROUNDS / 2]);
    }
}
