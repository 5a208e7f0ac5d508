package org.voiceport.audio;

/**
 * ITU-T G.722 at 64 kbit/s for sound of 8,000 samples a second: the lower of its two sub-bands, which is what lies below
 * 4 kHz, sampled 8,000 times a second and coded by adaptive differences (ADPCM).
 *
 * <pre>
 *  an octet:  upper sub-band, 2 bits | lower sub-band, 6 bits     one for two samples of wideband sound
 * </pre>
 *
 * The upper sub-band is sent as silence, and ignored on receipt. What is left out is the pair of filters (QMF) that splits
 * and joins the bands; a wideband far end has them and hears telephone sound, without knowing. So there is neither their
 * delay nor a conversion between sampling rates. RTP calls this clock 8,000 Hz although wideband sound has 16,000 samples
 * a second (RFC 3551 §4.5.2), so an octet is a sample here as in G.711.
 *
 * <p>Names of the blocks are those of G.722 §6.2.1, where each is defined bit by bit. They are written so that no sample
 * decides about a jump, since a processor guesses wrong every second time what sound will do next.
 */
final class G722 {
    /** In the upper sub-band: a small positive difference, which at the smallest scale is 0 and keeps it there. */
    private static final int UPPER_SILENCE = 0xC0;

    /** Where the magnitude of a difference passes to the next of 30 intervals, for a scale of 4096 (table 5). */
    private static final int[] DECISIONS = {
        35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940, 1023, 1121, 1219, 1339,
        1458, 1612, 1765, 1980, 2195, 2557, 2919
    };

    /** What the intervals stand for if all 6 bits are taken: one for each of 30, of 32768 (table 7). */
    private static final int[] LEVELS_OF_SIX_BITS = {
        136, 432, 728, 1040, 1360, 1688, 2032, 2400, 2776, 3168, 3576, 4008, 4464, 4944, 5456, 6000, 6576, 7192, 7856,
        8576, 9360, 10232, 11192, 12280, 13512, 14984, 16704, 19008, 21904, 24808
    };

    /** The same if only the first 4 bits are; the prediction goes by these, as the last 2 may be lost on the way. */
    private static final int[] LEVELS_OF_FOUR_BITS = {0, 1200, 2584, 4240, 6288, 8968, 12896, 20456};

    /** How the logarithm of the scale grows, by the same steps. */
    private static final int[] GROWTH = {-60, -30, 58, 172, 334, 538, 1198, 3042};

    private static final int MAX_LOG_SCALE = 18432;

    /** By the upper bits of its logarithm, a scale: 32 steps to the next power of two. */
    private static final int[] SCALES = new int[(MAX_LOG_SCALE >> 6) + 1];

    /** A magnitude in parts of the scale, 4096 of it, above which nothing changes. */
    private static final int LARGEST = DECISIONS[DECISIONS.length - 1];

    /** By that magnitude, the code of a positive difference; and from LARGEST + 1 on, of a negative one. */
    private static final byte[] CODES = new byte[2 * (LARGEST + 1)];

    /** By code, the level of all 64 codes of 6 bits. */
    private static final int[] SIX_BITS = new int[64];
    /** By code, the level and the growth of all 16 codes of 4 bits. */
    private static final int[] FOUR_BITS = new int[16];

    private static final int[] GROWTH_OF_CODE = new int[16];

    static {
        for (int i = 0; i < SCALES.length; i++) {
            int power = (int) Math.round(2048 * Math.pow(2, i % 32 / 32.0));
            int exponent = i / 32 - 8;
            SCALES[i] = (exponent < 0 ? power >> -exponent : power << exponent) << 2;
        }
        for (int magnitude = 0, interval = 0; magnitude <= LARGEST; magnitude++) {
            if (magnitude == DECISIONS[interval]) {
                interval = Math.min(interval + 1, DECISIONS.length - 1);
            }
            int past = magnitude == LARGEST ? DECISIONS.length : interval;
            CODES[magnitude] = (byte) codeOf(past, false);
            CODES[LARGEST + 1 + magnitude] = (byte) codeOf(past, true);
        }
        // The codes that no encoder sends, 0 to 3, mean the smallest negative difference.
        for (int code = 0; code < 4; code++) {
            SIX_BITS[code] = -LEVELS_OF_SIX_BITS[0];
        }
        for (int interval = 0; interval < LEVELS_OF_SIX_BITS.length; interval++) {
            SIX_BITS[codeOf(interval, false)] = LEVELS_OF_SIX_BITS[interval];
            SIX_BITS[codeOf(interval, true)] = -LEVELS_OF_SIX_BITS[interval];
        }
        for (int code = 0; code < FOUR_BITS.length; code++) {
            // 1 to 7 are negative differences, the largest first, then 8 to 14 the positive ones; 0 and 15 are none.
            int step = code == 15 ? 0 : code < 8 ? (8 - code) % 8 : 15 - code;
            FOUR_BITS[code] = code < 8 ? -LEVELS_OF_FOUR_BITS[step] : LEVELS_OF_FOUR_BITS[step];
            GROWTH_OF_CODE[code] = GROWTH[step];
        }
    }

    private G722() {}

    /** The code of an interval (table 6): the two smallest negative ones have the highest codes. */
    private static int codeOf(int interval, boolean negative) {
        if (!negative) {
            return 61 - interval;
        }
        return interval < 2 ? 63 - interval : 33 - interval;
    }

    private static int saturated(int value) {
        return Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value));
    }

    /** {@code value} where {@code mask} is 0, its negative where it is -1. */
    private static int signed(int value, int mask) {
        return (value ^ mask) - mask;
    }

    static final class Encoder implements Codec.Encoder {
        private final LowerBand band = new LowerBand();

        @Override
        public void encode(short[] from, int fromOffset, byte[] to, int toOffset, int count) {
            for (int i = 0; i < count; i++) {
                int code = code(saturated((from[fromOffset + i] >> 1) - band.predicted));
                band.adapt(code >> 2);
                to[toOffset + i] = (byte) (UPPER_SILENCE | code);
            }
        }

        /**
         * QUANTL: a magnitude lies above each decision value d with {@code magnitude >= d * scale >> 12}, which is the same
         * as {@code d <= ((magnitude + 1) * 4096 - 1) / scale}.
         */
        private int code(int difference) {
            int negative = difference >> 31;
            int magnitude = difference ^ negative;
            int parts = Math.min((((magnitude + 1) << 12) - 1) / band.scale, LARGEST);
            return CODES[parts + (negative & (LARGEST + 1))];
        }
    }

    static final class Decoder implements Codec.Decoder {
        /** Sound in the lower sub-band has 15 bits. */
        private static final int LOUDEST = (1 << 14) - 1;

        private final LowerBand band = new LowerBand();

        @Override
        public void decode(byte[] from, int fromOffset, short[] to, int toOffset, int count) {
            for (int i = 0; i < count; i++) {
                int code = from[fromOffset + i] & 0x3F;
                int sample = band.predicted + ((band.scale * SIX_BITS[code]) >> 15);
                band.adapt(code >> 2);
                to[toOffset + i] = (short) (Math.max(-LOUDEST - 1, Math.min(LOUDEST, sample)) << 1);
            }
        }
    }

    /**
     * What both ends know of the sound so far: how large the next difference may be, and what it is a difference to. The
     * standard saturates more often; what is left out here can't exceed 16 bits.
     */
    private static final class LowerBand {
        private int scale = SCALES[0];
        private int predicted;
        private int logScale;

        /** The two latest samples as the predictor sees them, doubled, and what each counts for. */
        private int latest;

        private int beforeLatest;
        private int latestWeight;
        private int beforeWeight;
        /** Of the two latest sums of a difference and {@link #zeroPart}: -1 if negative, else 0. */
        private int latestSign;

        private int beforeSign;

        /** The six latest differences, doubled, the newest first, and what each counts for. */
        private int d1;

        private int d2;
        private int d3;
        private int d4;
        private int d5;
        private int d6;
        private int w1;
        private int w2;
        private int w3;
        private int w4;
        private int w5;
        private int w6;
        private int zeroPart;

        /** Takes the first 4 bits of a code. */
        void adapt(int code) {
            int difference = (scale * FOUR_BITS[code]) >> 15;
            adaptScale(code);
            adaptPoles((zeroPart + difference) >> 31);
            adaptZeros(2 * difference);
            beforeLatest = latest;
            latest = saturated(2 * saturated(predicted + difference));
            predict();
        }

        /** LOGSCL and SCALEL: forgets 1/128 of its logarithm at each step. */
        private void adaptScale(int code) {
            int grown = ((logScale * 127) >> 7) + GROWTH_OF_CODE[code];
            logScale = Math.max(0, Math.min(MAX_LOG_SCALE, grown));
            scale = SCALES[logScale >> 6];
        }

        /** UPPOL2 and UPPOL1: two weights that keep within what is stable. */
        private void adaptPoles(int sign) {
            int other = sign ^ latestSign;
            int push = Math.min(signed(saturated(latestWeight << 2), ~other), Short.MAX_VALUE);
            int second = signed(128, sign ^ beforeSign) + (push >> 7) + ((beforeWeight * 127) >> 7);
            beforeWeight = Math.max(-12288, Math.min(12288, second));
            int first = signed(192, other) + ((latestWeight * 255) >> 8);
            int most = 15360 - beforeWeight;
            latestWeight = Math.max(-most, Math.min(most, first));
            beforeSign = latestSign;
            latestSign = sign;
        }

        /** UPZERO and DELAYA: a weight grows where its difference has the sign of the newest. */
        private void adaptZeros(int newest) {
            int step = newest == 0 ? 0 : 128;
            w1 = adapted(w1, d1, newest, step);
            w2 = adapted(w2, d2, newest, step);
            w3 = adapted(w3, d3, newest, step);
            w4 = adapted(w4, d4, newest, step);
            w5 = adapted(w5, d5, newest, step);
            w6 = adapted(w6, d6, newest, step);
            d6 = d5;
            d5 = d4;
            d4 = d3;
            d3 = d2;
            d2 = d1;
            d1 = newest;
        }

        private static int adapted(int weight, int difference, int newest, int step) {
            return ((weight * 255) >> 8) + signed(step, (difference ^ newest) >> 31);
        }

        /** FILTEP, FILTEZ and PREDIC. */
        private void predict() {
            int polePart = saturated(((latestWeight * latest) >> 15) + ((beforeWeight * beforeLatest) >> 15));
            zeroPart = saturated(((w1 * d1) >> 15)
                    + ((w2 * d2) >> 15)
                    + ((w3 * d3) >> 15)
                    + ((w4 * d4) >> 15)
                    + ((w5 * d5) >> 15)
                    + ((w6 * d6) >> 15));
            predicted = saturated(polePart + zeroPart);
        }
    }
}
