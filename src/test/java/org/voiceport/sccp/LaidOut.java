package org.voiceport.sccp;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A body put together from an offset table and random values, byte by byte, without the code under test. */
final class LaidOut {
    private final Random random;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final Map<String, String> values = new TreeMap<>();
    private final Map<String, Integer> counts = new TreeMap<>();

    private LaidOut(Random random) {
        this.random = random;
    }

    /** A body in {@code form}. */
    static LaidOut in(Layouts.Form form, Random random) {
        LaidOut laidOut = new LaidOut(random);
        for (Layouts.Field field : form.fields()) {
            laidOut.pad(field.offset());
            laidOut.field(field);
        }
        if (form.size() >= 0) {
            laidOut.pad(form.size());
        }
        return laidOut;
    }

    /** The whole message, padded to a multiple of 4. */
    byte[] frame(int headerVersion, int id) {
        return frame(headerVersion, id, body.size());
    }

    /** The message with its body cut off at {@code length}. */
    byte[] frame(int headerVersion, int id, int length) {
        int padded = (length + 3) & ~3;
        byte[] frame = new byte[12 + padded];
        number(frame, 0, 4 + padded);
        number(frame, 4, headerVersion);
        number(frame, 8, id);
        System.arraycopy(body.toByteArray(), 0, frame, 12, length);
        return frame;
    }

    /** What stands where: paths of the record's components and their values. */
    Map<String, String> values() {
        return values;
    }

    int length() {
        return body.size();
    }

    private static void number(byte[] to, int at, int value) {
        for (int i = 0; i < 4; i++) {
            to[at + i] = (byte) (value >>> (8 * i));
        }
    }

    private void pad(int offset) {
        if (offset >= 0 && body.size() > offset) {
            throw new AssertionError("a field at " + offset + " overlaps with the one before");
        }
        while (body.size() < offset) {
            body.write(0);
        }
    }

    private void field(Layouts.Field field) {
        switch (field.kind()) {
            case "u8" -> integer(field, random.nextInt() & 0xFF, 1);
            case "u16" -> integer(field, random.nextInt() & 0xFFFF, 2);
            case "u32" -> integer(field, random.nextInt(), 4);
            case "small" -> integer(field, random.nextInt(1, 256), 4);
            case "port" -> integer(field, random.nextInt(1024, 65536), 4);
            case "ipv4" -> address(field, 4, 4);
            case "address" -> taggedAddress(field);
            case "text" -> fixed(field, text(random.nextInt(field.number(1) + 1), 1, 256));
            case "filled" -> fixed(field, text(random.nextInt(1, field.number(1) + 1), 1, 256));
            case "cstr" -> terminated(field, text(random.nextInt(field.number(1)), 1, 256));
            case "name" -> terminated(field, text(random.nextInt(1, field.number(1)), 1, 256));
            case "dial" -> terminated(field, text(random.nextInt(1, field.number(1)), '0', '9' + 1));
            case "bytes" -> hex(field, field.number(1));
            case "part" -> part(field);
            case "rest" -> hex(field, 4 * random.nextInt(9));
            case "stale" -> body.writeBytes(bytes(field.number(1)));
            case "count" -> count(field);
            case "sized" -> sized(field);
            case "slots" -> slots(field);
            default -> throw new AssertionError("no way to lay out " + field);
        }
    }

    private void write(int value, int size) {
        for (int i = 0; i < size; i++) {
            body.write(value >>> (8 * i));
        }
    }

    private void integer(Layouts.Field field, int value, int size) {
        write(value, size);
        int before = Integer.parseUnsignedInt(values.getOrDefault(field.component(), "0"));
        values.put(field.component(), Integer.toUnsignedString(before | (value << field.shift())));
    }

    private void address(Layouts.Field field, int size, int place) {
        byte[] bytes = bytes(size);
        bytes[0] |= 1;
        body.writeBytes(Arrays.copyOf(bytes, place));
        values.put(field.path(), Addresses.of(bytes).getHostAddress());
    }

    private void taggedAddress(Layouts.Field field) {
        boolean wide = random.nextBoolean();
        write(wide ? 1 : 0, 4);
        address(field, wide ? 16 : 4, 16);
    }

    private String text(int length, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) random.nextInt(from, to));
        }
        return text.toString();
    }

    private static byte[] latin(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private void fixed(Layouts.Field field, String text) {
        body.writeBytes(Arrays.copyOf(latin(text), field.number(1)));
        values.put(field.path(), text);
    }

    private void terminated(Layouts.Field field, String text) {
        body.writeBytes(latin(text));
        body.write(0);
        values.put(field.path(), text);
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private void hex(Layouts.Field field, int size) {
        byte[] bytes = bytes(size);
        body.writeBytes(bytes);
        values.put(field.path(), HexFormat.of().formatHex(bytes));
    }

    /** The beginning of a field whose rest is missing. */
    private void part(Layouts.Field field) {
        byte[] bytes = bytes(field.number(1));
        body.writeBytes(bytes);
        values.put(field.path(), HexFormat.of().formatHex(Arrays.copyOf(bytes, field.number(2))));
    }

    /** Small enough for the array that it counts, which comes later. */
    private void count(Layouts.Field field) {
        int count = random.nextInt(17);
        counts.put(field.path(), count);
        write(count, 4);
    }

    private int counted(Layouts.Field field) {
        return java.util.Objects.requireNonNull(counts.get(field.path()), field.path());
    }

    private void sized(Layouts.Field field) {
        String text = text(counted(field), 0, 256);
        body.writeBytes(latin(text));
        values.put(field.path(), text);
    }

    private void slots(Layouts.Field field) {
        int used = counted(field);
        values.put(field.path() + ".size", String.valueOf(used));
        int start = body.size();
        for (int i = 0; i < used; i++) {
            for (Layouts.Field inner : field.inSlot()) {
                pad(start + i * field.number(2) + inner.offset());
                field(new Layouts.Field(
                        -1,
                        inner.type(),
                        field.path() + "[" + i + "]." + inner.path(),
                        inner.reference(),
                        inner.inSlot()));
            }
        }
        byte[] filler = HexFormat.of().parseHex(field.type().split(":", -1)[3].replaceAll("^0$", "0000"));
        while (body.size() < start + field.number(1) * field.number(2)) {
            // Written as a big-endian word, laid out as a little-endian one.
            body.write(filler[1 - (body.size() - start) % 2]);
        }
    }
}
