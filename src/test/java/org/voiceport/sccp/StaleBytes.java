package org.voiceport.sccp;

import java.util.List;
import java.util.Map;

/**
 * The bytes of a body that carry nothing, though real call managers leave old memory in them: what stands behind the
 * first NUL of a text field, and slots beyond the count. Known by offset from the wire reference, independently of the
 * reader under test.
 */
final class StaleBytes {
    private StaleBytes() {}

    private sealed interface Field {
        /** {@code size} bytes of text at {@code offset}. */
        record Text(int offset, int size) implements Field {}

        /**
         * {@code slots} places of {@code size} bytes at {@code offset}, of which as many are used as the u32 at {@code
         * count} says; the first {@code text} bytes of each are text.
         */
        record Slots(int count, int offset, int slots, int size, int text) implements Field {}
    }

    private static final Map<Integer, List<Field>> FIELDS = Map.of(
            0x0092, List.of(new Field.Text(4, 24), new Field.Text(28, 40), new Field.Text(68, 40)),
            0x0093, List.of(new Field.Text(0, 16), new Field.Text(24, 40), new Field.Text(64, 40)),
            0x0097, List.of(new Field.Slots(4, 12, 42, 2, 0)),
            0x0108, List.of(new Field.Slots(4, 12, 32, 20, 16)),
            0x0109, List.of(new Field.Slots(4, 12, 16, 48, 0)),
            0x0112, List.of(new Field.Text(4, 32)),
            0x011F, List.of(new Field.Text(8, 40)),
            0x0120, List.of(new Field.Text(8, 32)));

    /** A copy of the message {@code like} itself, with the bytes set to zero that are stale in {@code original}. */
    static byte[] zeroed(byte[] like, byte[] original, int id) {
        byte[] zeroed = like.clone();
        for (Field field : FIELDS.getOrDefault(id, List.of())) {
            if (field instanceof Field.Text text) {
                text(zeroed, original, FrameCutter.HEADER + text.offset, text.size);
            } else if (field instanceof Field.Slots slots) {
                slots(zeroed, original, slots);
            }
        }
        return zeroed;
    }

    private static void slots(byte[] zeroed, byte[] original, Field.Slots slots) {
        int used = original[FrameCutter.HEADER + slots.count] & 0xFF;
        for (int i = 0; i < slots.slots; i++) {
            int at = FrameCutter.HEADER + slots.offset + i * slots.size;
            if (i < used) {
                text(zeroed, original, at, slots.text);
            } else {
                zero(zeroed, at, slots.size);
            }
        }
    }

    private static void text(byte[] zeroed, byte[] original, int offset, int size) {
        for (int i = offset; i < offset + size && i < original.length; i++) {
            if (original[i] == 0) {
                zero(zeroed, i, offset + size - i);
                return;
            }
        }
    }

    private static void zero(byte[] bytes, int from, int count) {
        for (int i = from; i < from + count && i < bytes.length; i++) {
            bytes[i] = 0;
        }
    }
}
