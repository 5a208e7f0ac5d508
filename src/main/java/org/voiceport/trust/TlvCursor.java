package org.voiceport.trust;

import java.util.function.IntFunction;

/** Walks the elements of one container; nothing it returns reaches past the container's end. */
final class TlvCursor {
    private final byte[] file;
    private final int end;
    private final String where;
    private final IntFunction<String> names;
    private int at;

    /**
     * @param where prefix of field names in errors, such as {@code record 3}
     * @param names field name of a tag
     */
    TlvCursor(byte[] file, int from, int end, String where, IntFunction<String> names) {
        this.file = file;
        this.at = from;
        this.end = end;
        this.where = where;
        this.names = names;
    }

    /** The elements inside {@code container}. */
    TlvCursor inside(Tlv container) {
        return new TlvCursor(file, container.valueOffset(), container.end(), where, names);
    }

    /** The elements from here up to the file offset {@code newEnd}, which must lie within this cursor. */
    TlvCursor upTo(int newEnd) {
        return new TlvCursor(file, at, newEnd, where, names);
    }

    boolean more() {
        return at < end;
    }

    int offset() {
        return at;
    }

    int peek() {
        return file[at] & 0xFF;
    }

    void skipByte() {
        at++;
    }

    Tlv next() throws CtlException {
        if (!more()) {
            throw malformed(where, "ends before the fields that it must have");
        }
        int tag = peek();
        String field = where + " " + names.apply(tag);
        if (end - at < Tlv.HEAD) {
            throw malformed(field, "cut short: " + (end - at) + " bytes left, a field starts with 3");
        }
        int length = (file[at + 1] & 0xFF) << 8 | (file[at + 2] & 0xFF);
        if (length > end - at - Tlv.HEAD) {
            throw malformed(field, "length " + length + " reaches past the end, " + (end - at - Tlv.HEAD) + " left");
        }
        Tlv tlv = new Tlv(file, tag, at, length, field);
        at = tlv.end();
        return tlv;
    }

    /** The next element, which must have this tag. */
    Tlv next(int tag) throws CtlException {
        int start = at;
        Tlv tlv = next();
        if (tlv.tag() != tag) {
            throw new CtlException(
                    CtlException.Kind.MALFORMED,
                    start,
                    where + " " + names.apply(tag),
                    "expected here, found " + names.apply(tlv.tag()));
        }
        return tlv;
    }

    CtlException malformed(String field, String reason) {
        return new CtlException(CtlException.Kind.MALFORMED, at, field, reason);
    }
}
