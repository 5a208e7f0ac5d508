package org.voiceport.trust;

import java.nio.charset.StandardCharsets;

/** One tag-length-value element where it stands in the file. Numbers are big-endian, unsigned. */
final class Tlv {
    /** Tag byte and two length bytes. */
    static final int HEAD = 3;

    private final byte[] file;
    private final int tag;
    private final int offset;
    private final int length;
    private final String field;

    Tlv(byte[] file, int tag, int offset, int length, String field) {
        this.file = file;
        this.tag = tag;
        this.offset = offset;
        this.length = length;
        this.field = field;
    }

    int tag() {
        return tag;
    }

    /** Offset of the tag byte. */
    int offset() {
        return offset;
    }

    /** Offset of the first value byte. */
    int valueOffset() {
        return offset + HEAD;
    }

    /** Offset after the last value byte. */
    int end() {
        return offset + HEAD + length;
    }

    int length() {
        return length;
    }

    String field() {
        return field;
    }

    long number(int width) throws CtlException {
        if (length != width) {
            throw malformed("length " + length + ", " + width + " expected");
        }
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = value << 8 | (file[valueOffset() + i] & 0xFF);
        }
        return value;
    }

    int u8() throws CtlException {
        return (int) number(1);
    }

    int u16() throws CtlException {
        return (int) number(2);
    }

    Octets octets() {
        return Octets.of(file, valueOffset(), end());
    }

    /**
     * Text with its one trailing NUL taken off; no bytes at all is the empty text. Control characters are refused: a
     * NUL inside a name makes two programs read two different names.
     */
    String text() throws CtlException {
        if (length == 0) {
            return "";
        }
        if (file[end() - 1] != 0) {
            throw malformed("the text doesn't end with a NUL byte");
        }
        for (int i = valueOffset(); i < end() - 1; i++) {
            int b = file[i] & 0xFF;
            if (b < 0x20 || b == 0x7F) {
                throw malformed(String.format("control character 0x%02x inside the text at offset %d", b, i));
            }
        }
        return new String(file, valueOffset(), length - 1, StandardCharsets.UTF_8);
    }

    CtlException malformed(String reason) {
        return new CtlException(CtlException.Kind.MALFORMED, offset, field, reason);
    }
}
