package org.voiceport.audio;

/**
 * All sums of products of two stretches of sound over a range of lags, by one fast Fourier transform there and one back:
 * both are real, so they travel as the real and the imaginary part of one complex sequence.
 */
final class Correlation {
    private final double[] re;
    private final double[] im;

    private Correlation(int size) {
        re = new double[size];
        im = new double[size];
    }

    /** At index n, the sum over i of {@code said[i] * heard[i + firstLag + n]}; samples beyond the arrays are zero. */
    static double[] of(short[] said, short[] heard, int firstLag, int lastLag) {
        int lags = lastLag - firstLag + 1;
        int size = powerOfTwo(said.length + lags - 1);
        Correlation both = new Correlation(size);
        for (int i = 0; i < said.length; i++) {
            both.re[i] = said[i];
        }
        // What is beside said[0] at the first lag comes first, so that sum n of the circular correlation is lag n.
        int end = Math.min(said.length + lags - 1, heard.length - firstLag);
        for (int i = Math.max(0, -firstLag); i < end; i++) {
            both.im[i] = heard[i + firstLag];
        }
        both.transform();
        both.multiplyParts();
        both.transform();
        double[] sums = new double[lags];
        for (int n = 0; n < lags; n++) {
            sums[n] = both.re[n] / size;
        }
        return sums;
    }

    private static int powerOfTwo(int atLeast) {
        return atLeast <= 1 ? 1 : Integer.highestOneBit(atLeast - 1) << 1;
    }

    /**
     * From Z = S + jH, the transforms of both parts, makes the conjugate of conj(S) H. Its forward transform is then the
     * conjugate of the inverse one, whose values are real. S(k) = (Z(k) + conj Z(-k)) / 2, H(k) = (Z(k) - conj Z(-k)) / 2j.
     */
    private void multiplyParts() {
        int size = re.length;
        for (int k = 0; k <= size / 2; k++) {
            int mirror = (size - k) & (size - 1);
            double saidRe = (re[k] + re[mirror]) / 2;
            double saidIm = (im[k] - im[mirror]) / 2;
            double heardRe = (im[k] + im[mirror]) / 2;
            double heardIm = (re[mirror] - re[k]) / 2;
            double productRe = saidRe * heardRe + saidIm * heardIm;
            double productIm = saidRe * heardIm - saidIm * heardRe;
            re[k] = productRe;
            im[k] = -productIm;
            re[mirror] = productRe;
            im[mirror] = productIm;
        }
    }

    /** The forward transform in place: bit reversal, then butterflies of growing width. */
    private void transform() {
        int size = re.length;
        reverseBits();
        double[] cos = new double[size / 2];
        double[] sin = new double[size / 2];
        for (int i = 0; i < size / 2; i++) {
            cos[i] = Math.cos(2 * Math.PI * i / size);
            sin[i] = -Math.sin(2 * Math.PI * i / size);
        }
        for (int half = 1; half < size; half *= 2) {
            int stride = size / (2 * half);
            for (int start = 0; start < size; start += 2 * half) {
                for (int i = 0; i < half; i++) {
                    butterfly(start + i, start + i + half, cos[i * stride], sin[i * stride]);
                }
            }
        }
    }

    private void butterfly(int upper, int lower, double cos, double sin) {
        double turnedRe = re[lower] * cos - im[lower] * sin;
        double turnedIm = re[lower] * sin + im[lower] * cos;
        re[lower] = re[upper] - turnedRe;
        im[lower] = im[upper] - turnedIm;
        re[upper] += turnedRe;
        im[upper] += turnedIm;
    }

    private void reverseBits() {
        int bits = Integer.numberOfTrailingZeros(re.length);
        for (int i = 0; i < re.length; i++) {
            int reversed = bits == 0 ? 0 : Integer.reverse(i) >>> (32 - bits);
            if (reversed > i) {
                double keep = re[i];
                re[i] = re[reversed];
                re[reversed] = keep;
                keep = im[i];
                im[i] = im[reversed];
                im[reversed] = keep;
            }
        }
    }
}
