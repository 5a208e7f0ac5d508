package org.voiceport.audio;

import java.util.function.IntUnaryOperator;

/**
 * One of the two companding laws of ITU-T G.711, by table. A sample is linear with 16 bits; µ-law looks at its upper 14
 * bits (G.711 table 2), A-law at its upper 12 (table 1 without the lowest of its 13, which no decision value needs). A
 * negative sample is coded as the mirror image of its one's complement, so that both halves have cells of the same size.
 * Immutable, so one serves all streams and threads; coding allocates nothing.
 */
final class G711 implements Codec.Encoder, Codec.Decoder {
    static final G711 MU_LAW = new G711(2, G711::muLawCode, G711::muLawSample);
    static final G711 A_LAW = new G711(4, G711::aLawCode, G711::aLawSample);

    /** Added to a magnitude before µ-law looks for its segment: it makes the segment borders powers of two. */
    private static final int MU_BIAS = 33;
    /** The largest biased magnitude of µ-law: 8158 + 33, what is louder is clipped. */
    private static final int MU_TOP = 8191;

    private final int shift;
    private final int mask;
    private final byte[] codes;
    private final short[] samples = new short[256];

    private G711(int shift, IntUnaryOperator codeOf, IntUnaryOperator sampleOf) {
        this.shift = shift;
        this.mask = (1 << (16 - shift)) - 1;
        this.codes = new byte[mask + 1];
        for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample += 1 << shift) {
            codes[(sample >> shift) & mask] = (byte) codeOf.applyAsInt(sample);
        }
        for (int code = 0; code < 256; code++) {
            samples[code] = (short) sampleOf.applyAsInt(code);
        }
    }

    byte encode(short sample) {
        return codes[(sample >> shift) & mask];
    }

    short decode(byte code) {
        return samples[code & 0xFF];
    }

    @Override
    public void encode(short[] from, int fromOffset, byte[] to, int toOffset, int count) {
        for (int i = 0; i < count; i++) {
            to[toOffset + i] = codes[(from[fromOffset + i] >> shift) & mask];
        }
    }

    @Override
    public void decode(byte[] from, int fromOffset, short[] to, int toOffset, int count) {
        for (int i = 0; i < count; i++) {
            to[toOffset + i] = samples[from[fromOffset + i] & 0xFF];
        }
    }

    /** Sign, segment (3 bits), step (4 bits), all bits inverted. */
    private static int muLawCode(int sample) {
        int biased = Math.min((magnitude(sample) >> 2) + MU_BIAS, MU_TOP);
        int segment = 26 - Integer.numberOfLeadingZeros(biased);
        int step = (biased >> (segment + 1)) & 0x0F;
        int sign = sample < 0 ? 0x80 : 0;
        return ~(sign | segment << 4 | step) & 0xFF;
    }

    private static int muLawSample(int code) {
        int bits = ~code & 0xFF;
        int segment = (bits >> 4) & 0x07;
        int magnitude = (((bits & 0x0F) * 2 + MU_BIAS) << segment) - MU_BIAS;
        return ((bits & 0x80) != 0 ? -magnitude : magnitude) * 4;
    }

    /** Sign (1 is positive), segment, step, every second bit inverted. */
    private static int aLawCode(int sample) {
        int steps = magnitude(sample) >> 4;
        int segment = Math.max(0, 28 - Integer.numberOfLeadingZeros(steps));
        int step = (segment == 0 ? steps : steps >> (segment - 1)) & 0x0F;
        int sign = sample < 0 ? 0 : 0x80;
        return (sign | segment << 4 | step) ^ 0x55;
    }

    /** The middle of the cell; the two lowest segments have cells of the same size. */
    private static int aLawSample(int code) {
        int bits = code ^ 0x55;
        int segment = (bits >> 4) & 0x07;
        int steps = (bits & 0x0F) * 2 + (segment == 0 ? 1 : 33);
        int magnitude = (steps << Math.max(0, segment - 1)) * 8;
        return (bits & 0x80) == 0 ? -magnitude : magnitude;
    }

    private static int magnitude(int sample) {
        return sample < 0 ? ~sample : sample;
    }
}
