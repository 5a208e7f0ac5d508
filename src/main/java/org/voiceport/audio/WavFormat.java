package org.voiceport.audio;

import java.nio.ByteBuffer;

/**
 * What the {@code fmt } chunk of a WAV file says, checked: how the bytes of its data are samples.
 *
 * <pre>
 *  0  format    2 bytes   1 PCM, 6 A-law, 7 µ-law, 0xFFFE extensible (then the format stands at 24, as a GUID)
 *  2  channels  2
 *  4  rate      4         samples per second
 *  8  bytes per second, 4: often wrong in the field and not needed, so not looked at
 * 12  frame     2         bytes of one sample of all channels
 * 14  bits      2         per sample
 * </pre>
 */
record WavFormat(int coding, int channels, int rate, int sampleBytes) {
    static final int PCM = 1;
    private static final int A_LAW = 6;
    private static final int MU_LAW = 7;
    private static final int EXTENSIBLE = 0xFFFE;

    private static final String CONVERT = "; convert it: sox IN.wav -r 8000 -c 1 -b 16 OUT.wav";
    /** Bytes 2 to 15 of every GUID that stands for a format number, in the order of the file. */
    private static final int[] GUID_TAIL = {0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71};

    /** Reads the body of a chunk that lies in {@code file} (little-endian) from {@code at}, {@code length} bytes long. */
    static WavFormat read(ByteBuffer file, int at, int length) throws WavException {
        if (length < 16) {
            throw new WavException(at - 4, "the fmt chunk has " + length + " bytes, 16 are needed" + CONVERT);
        }
        int coding = coding(file, at, length);
        int channels = u16(file, at + 2);
        int rate = file.getInt(at + 4);
        int bits = u16(file, at + 14);
        if (channels < 1 || channels > 2) {
            throw new WavException(at + 2, channels + " channels; mono and stereo are understood" + CONVERT);
        }
        if (!Resampler.takes(rate)) {
            throw new WavException(
                    at + 4, Integer.toUnsignedString(rate) + " samples per second are not understood" + CONVERT);
        }
        if (bits != 8 && (bits != 16 || coding != PCM)) {
            throw new WavException(at + 14, bits + " bits per sample; 8 are understood, 16 if they are PCM" + CONVERT);
        }
        if (u16(file, at + 12) != channels * bits / 8) {
            throw new WavException(
                    at + 12,
                    "a frame of " + u16(file, at + 12) + " bytes contradicts " + channels + " channels of " + bits
                            + " bits; export the file again");
        }
        return new WavFormat(coding, channels, rate, bits / 8);
    }

    private static int coding(ByteBuffer file, int at, int length) throws WavException {
        int where = at;
        if (u16(file, at) == EXTENSIBLE) {
            where = at + 24;
            if (length < 40) {
                throw new WavException(
                        at - 4, "an extensible fmt chunk of " + length + " bytes, 40 are needed" + CONVERT);
            }
            for (int i = 0; i < GUID_TAIL.length; i++) {
                if ((file.get(where + 2 + i) & 0xFF) != GUID_TAIL[i]) {
                    throw new WavException(where + 2L + i, "the format is a foreign GUID" + CONVERT);
                }
            }
        }
        int coding = u16(file, where);
        if (coding != PCM && coding != A_LAW && coding != MU_LAW) {
            throw new WavException(
                    where, "format " + coding + "; 1 (PCM), 6 (A-law) and 7 (µ-law) are understood" + CONVERT);
        }
        return coding;
    }

    int frameBytes() {
        return channels * sampleBytes;
    }

    /** The samples of {@code frames} frames from {@code at}, at the file's rate; two channels become their mean. */
    short[] mono(ByteBuffer file, int at, int frames) {
        short[] samples = new short[frames];
        int next = at;
        for (int i = 0; i < frames; i++) {
            int sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                sum += sample(file, next);
                next += sampleBytes;
            }
            samples[i] = (short) (sum / channels);
        }
        return samples;
    }

    private int sample(ByteBuffer file, int at) {
        return switch (coding) {
            case A_LAW -> G711.A_LAW.decode(file.get(at));
            case MU_LAW -> G711.MU_LAW.decode(file.get(at));
            default -> sampleBytes == 2 ? file.getShort(at) : ((file.get(at) & 0xFF) - 128) << 8;
        };
    }

    private static int u16(ByteBuffer file, int at) {
        return file.getShort(at) & 0xFFFF;
    }
}
