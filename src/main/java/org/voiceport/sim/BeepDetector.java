package org.voiceport.sim;

import org.voiceport.audio.Source;

/**
 * Hears the tone after which a caller is recorded: 1 kHz for 0.3 s. In blocks of 20 ms, Goertzel's algorithm tells which
 * part of the power is at 1 kHz; 13 blocks in a row of nearly nothing else are the beep. One object for each stream.
 */
final class BeepDetector {
    private static final int BLOCK = Source.RATE / 50;
    private static final int BLOCKS = 13;
    private static final double COEFFICIENT = 2 * Math.cos(2 * Math.PI * 1000 / Source.RATE);
    private static final double PURITY = 0.85;
    /** Mean square of a tone at -45 dBov: what is softer is no beep. */
    private static final double SOFTEST = Math.pow(32768 * Math.pow(10, -45 / 20.0), 2);

    private int inBlock;
    private int inRow;
    private double before;
    private double beforeThat;
    private double energy;

    /** True if the beep was complete with these samples; once for each beep. */
    boolean hears(short[] samples, int count) {
        boolean heard = false;
        for (int i = 0; i < count; i++) {
            double sample = samples[i];
            double next = sample + COEFFICIENT * before - beforeThat;
            beforeThat = before;
            before = next;
            energy += sample * sample;
            if (++inBlock == BLOCK) {
                inRow = isTone() ? inRow + 1 : 0;
                heard |= inRow == BLOCKS;
                startBlock();
            }
        }
        return heard;
    }

    private boolean isTone() {
        double power = before * before + beforeThat * beforeThat - COEFFICIENT * before * beforeThat;
        // A sine with amplitude A has power (A·N/2)² and energy A²·N/2.
        return energy / BLOCK > SOFTEST && power > PURITY * energy * BLOCK / 2;
    }

    private void startBlock() {
        inBlock = 0;
        before = 0;
        beforeThat = 0;
        energy = 0;
    }
}
