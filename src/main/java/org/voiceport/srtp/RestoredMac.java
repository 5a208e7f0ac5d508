package org.voiceport.srtp;

import java.util.Arrays;
import java.util.Objects;

/**
 * HMAC-SHA1 whose key is compressed once: a packet starts from the kept inner state, and its result goes through the kept
 * outer one, so that only compressions of the packet itself are left, and one for the result.
 *
 * <pre>
 *   inner key | packet, whole blocks | rest, ROC, padding, length       outer key | result, padding, length
 *   kept      | compressed in place  | compressed from a copy           kept      | compressed
 * </pre>
 *
 * Only where {@link JdkSha1#UNAVAILABLE} is empty.
 */
final class RestoredMac implements PacketMac {
    private static final int BLOCK = JdkSha1.BLOCK;
    /** Where in the last block the length of all stands, in bits (FIPS 180-4 §5.1.1). */
    private static final int LENGTH_AT = BLOCK - 8;

    private static final int INNER = 0;
    private static final int OUTER = JdkSha1.WORDS;

    /** The inner state, then the outer one, in one piece of memory. */
    private final int[] kept = new int[2 * JdkSha1.WORDS];

    /** Copies the key, which has at most 64 octets. */
    RestoredMac(byte[] key) {
        Blocks blocks = blocks(Scratch.ofThread());
        blocks.keep(key, 0x36, kept, INNER);
        blocks.keep(key, 0x5C, kept, OUTER);
    }

    @Override
    public void compute(Scratch scratch, byte[] buffer, int offset, int length) {
        Blocks blocks = blocks(scratch);
        int rest = blocks.begin(kept, buffer, offset, length);
        blocks.finish(kept, rest, length);
    }

    @Override
    public void compute(Scratch scratch, byte[] buffer, int offset, int length, int last) {
        Blocks blocks = blocks(scratch);
        int rest = blocks.begin(kept, buffer, offset, length);
        BigEndian.putInt(blocks.tail, rest, last);
        blocks.finish(kept, rest + 4, length + 4);
    }

    @Override
    public void write(Scratch scratch, byte[] buffer, int offset, int length) {
        Blocks blocks = blocks(scratch);
        int i = 0;
        for (; i + 4 <= length; i += 4) {
            BigEndian.putInt(buffer, offset + i, blocks.state[i >> 2]);
        }
        for (; i < length; i++) {
            buffer[offset + i] = blocks.octet(i);
        }
    }

    @Override
    public boolean matches(Scratch scratch, byte[] buffer, int offset, int length) {
        Blocks blocks = blocks(scratch);
        int difference = 0;
        int i = 0;
        for (; i + 4 <= length; i += 4) {
            difference |= BigEndian.intAt(buffer, offset + i) ^ blocks.state[i >> 2];
        }
        for (; i < length; i++) {
            difference |= buffer[offset + i] ^ blocks.octet(i);
        }
        return difference == 0;
    }

    private static Blocks blocks(Scratch scratch) {
        return Objects.requireNonNull(scratch.blocks);
    }

    @Override
    public void wipe() {
        Arrays.fill(kept, 0);
    }

    /** The blocks that are compressed from a copy, and the state, of one thread. */
    static final class Blocks {
        private final JdkSha1 sha1 = new JdkSha1();
        private final int[] state = sha1.state();
        private final byte[] tail = new byte[2 * BLOCK];
        private final byte[] last = new byte[BLOCK];
        /** How long the octets were that the padding in {@link #tail} is for. */
        private int paddedFor = -1;
        /** Where in {@link #tail} that padding begins: not the same for RTP, whose ROC is no part of the packet, and RTCP. */
        private int paddedFrom = -1;

        Blocks() {
            last[LENGTH] = (byte) 0x80;
            BigEndian.putLong(last, LENGTH_AT, 8L * (BLOCK + LENGTH));
        }

        private void keep(byte[] key, int pad, int[] kept, int from) {
            byte[] block = Arrays.copyOf(key, BLOCK);
            for (int i = 0; i < BLOCK; i++) {
                block[i] ^= (byte) pad;
            }
            state[0] = 0x67452301; // the initial state, FIPS 180-4 §5.3.1
            state[1] = 0xEFCDAB89;
            state[2] = 0x98BADCFE;
            state[3] = 0x10325476;
            state[4] = 0xC3D2E1F0;
            sha1.compress(block, 0);
            System.arraycopy(state, 0, kept, from, JdkSha1.WORDS);
            Arrays.fill(block, (byte) 0);
        }

        /** Takes whole blocks where they are, copies what is left to the tail, and returns its length. */
        private int begin(int[] kept, byte[] buffer, int offset, int length) {
            restore(kept, INNER);
            int blocks = length / BLOCK;
            int rest = length % BLOCK;
            if (blocks > 0) {
                sha1.compress(buffer, offset, blocks);
            }
            System.arraycopy(buffer, offset + length - rest, tail, 0, rest);
            return rest;
        }

        private void finish(int[] kept, int used, int length) {
            int end = used < LENGTH_AT ? BLOCK : 2 * BLOCK;
            if (length != paddedFor || used != paddedFrom) { // packets are mostly of one length
                tail[used] = (byte) 0x80;
                Arrays.fill(tail, used + 1, end - 8, (byte) 0);
                BigEndian.putLong(tail, end - 8, 8L * (BLOCK + length));
                paddedFor = length;
                paddedFrom = used;
            }
            sha1.compress(tail, 0);
            if (end > BLOCK) {
                sha1.compress(tail, BLOCK);
            }
            for (int i = 0; i < JdkSha1.WORDS; i++) {
                BigEndian.putInt(last, 4 * i, state[i]);
            }
            restore(kept, OUTER);
            sha1.compress(last, 0);
        }

        private void restore(int[] kept, int from) {
            for (int i = 0; i < JdkSha1.WORDS; i++) {
                state[i] = kept[from + i];
            }
        }

        private byte octet(int index) {
            return (byte) (state[index >> 2] >> (24 - 8 * (index & 3)));
        }

        void wipe() {
            Arrays.fill(state, 0);
            Arrays.fill(tail, (byte) 0);
            Arrays.fill(last, 0, LENGTH, (byte) 0);
            paddedFor = -1;
        }
    }
}
