package org.voiceport.trust;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads CTL files strictly: every length must add up, no field may come twice, texts end with one NUL and hold no
 * control characters, certificates are DER. Header and record tags without a known meaning are ignored and reported;
 * they are under the signature.
 *
 * <pre>
 * file   = header record*
 * header = 1 VERSION, 2 HEADERLENGTH, [28 SIGNER_VERSION], 3 SIGNERID {4 name, 5 serial, 6 issuer},
 *          7 SIGNATUREINFO {8 digest, 9 {10 algorithm, 11 modulus}}, 12 SIGNATURE, 14 FILENAME, 15 TIMESTAMP, 0x0D*
 * record = 1 RECORDLENGTH, then the fields of {@link CtlRecord} in any order
 * </pre>
 */
public final class CtlReader {
    /** Longest file that is looked at. */
    public static final int MAX_FILE_LENGTH = 1024 * 1024;

    /** Most records in one file. */
    public static final int MAX_RECORDS = 1000;

    private static final int MAX_PADDING = 3;
    private static final int KNOWN_MAJOR = 1;

    private final byte[] file;
    private final Map<Integer, Tlv> header = new HashMap<>();
    private final List<Integer> unknown = new ArrayList<>();

    private CtlReader(byte[] file) {
        this.file = file;
    }

    /**
     * The CTL in these bytes.
     *
     * @throws CtlException if they aren't one, with offset, field and reason
     */
    public static Ctl read(byte[] file) throws CtlException {
        if (file.length > MAX_FILE_LENGTH) {
            throw new CtlException(
                    CtlException.Kind.MALFORMED,
                    MAX_FILE_LENGTH,
                    "file",
                    file.length + " bytes, more than " + MAX_FILE_LENGTH);
        }
        return new CtlReader(file.clone()).ctl();
    }

    private Ctl ctl() throws CtlException {
        int headerLength = walkHeader();
        int numbers = required(CtlTags.VERSION).u16();
        if (numbers >> 8 != KNOWN_MAJOR) {
            throw required(CtlTags.VERSION)
                    .malformed("version " + dotted(numbers) + ", only " + KNOWN_MAJOR + ".x is known");
        }
        Tlv signature = required(CtlTags.SIGNATURE);
        if (signature.length() == 0) {
            throw signature.malformed("empty");
        }
        Optional<String> signerVersion = Optional.empty();
        Tlv signerVersionField = header.get(CtlTags.SIGNER_VERSION);
        if (signerVersionField != null) {
            signerVersion = Optional.of(dotted(signerVersionField.u16()));
        }
        return new Ctl(
                numbers >> 8,
                numbers & 0xFF,
                signerVersion,
                signer(),
                digest(),
                required(CtlTags.FILENAME).text(),
                Instant.ofEpochSecond(required(CtlTags.TIMESTAMP).number(4)),
                records(headerLength),
                headerLength,
                unknown,
                Octets.of(file),
                new Ctl.SignatureField(signature.offset(), signature.end()));
    }

    /** Collects the header's fields and returns its length. */
    private int walkHeader() throws CtlException {
        TlvCursor start = new TlvCursor(file, 0, file.length, "header", CtlTags::headerName);
        header.put(CtlTags.VERSION, start.next(CtlTags.VERSION));
        Tlv lengthField = start.next(CtlTags.HEADERLENGTH);
        header.put(CtlTags.HEADERLENGTH, lengthField);
        int length = lengthField.u16();
        if (length > file.length) {
            throw lengthField.malformed("header of " + length + " bytes in a file of " + file.length);
        }
        if (length < lengthField.end()) {
            throw lengthField.malformed("header of " + length + " bytes can't hold its own first fields");
        }
        TlvCursor fields = start.upTo(length);
        while (fields.more() && fields.peek() != CtlTags.PADDING) {
            collect(fields, fields.next(), 0);
        }
        int paddingStart = fields.offset();
        while (fields.more()) {
            if (fields.peek() != CtlTags.PADDING || fields.offset() - paddingStart >= MAX_PADDING) {
                throw fields.malformed("header PADDING", "only up to 3 bytes 0x0d may follow the last field");
            }
            fields.skipByte();
        }
        return length;
    }

    private void collect(TlvCursor cursor, Tlv field, int container) throws CtlException {
        int tag = field.tag();
        if (tag >= CtlTags.ENCRYPTION_FIRST && tag <= CtlTags.ENCRYPTION_LAST) {
            throw field.malformed("belongs to an encrypted configuration file, not to a CTL");
        }
        if (CtlTags.containerOf(tag) != container && isKnown(tag)) {
            throw field.malformed("in the wrong place");
        }
        if (header.putIfAbsent(tag, field) != null) {
            throw field.malformed("a second time");
        }
        if (!isKnown(tag)) {
            unknown.add(tag);
        }
        if (CtlTags.isContainer(tag)) {
            TlvCursor inside = cursor.inside(field);
            while (inside.more()) {
                collect(inside, inside.next(), tag);
            }
        }
    }

    private static boolean isKnown(int tag) {
        return (tag >= CtlTags.VERSION && tag <= CtlTags.TIMESTAMP) || tag == CtlTags.SIGNER_VERSION;
    }

    private Ctl.Signer signer() throws CtlException {
        required(CtlTags.SIGNERID);
        Tlv serial = required(CtlTags.SIGNER_SERIAL);
        if (serial.length() == 0) {
            throw serial.malformed("empty");
        }
        return new Ctl.Signer(
                required(CtlTags.SIGNERNAME).text(),
                serial.octets(),
                required(CtlTags.CANAME).text());
    }

    private CtlDigest digest() throws CtlException {
        Tlv algorithm = required(CtlTags.SIGNATUREALGORITHM);
        if (algorithm.u8() != 0) {
            throw algorithm.malformed("signature algorithm " + algorithm.u8() + ", only 0 (RSA) is known");
        }
        // SIGNATUREMODULUS has no code for 3072 bits: the size is taken from the certificate, the field only measured.
        required(CtlTags.SIGNATUREMODULUS).u8();
        Tlv digest = required(CtlTags.DIGESTALGORITHM);
        int code = digest.u8();
        return CtlDigest.of(code)
                .orElseThrow(() ->
                        digest.malformed("digest " + code + ", only 1 (SHA-1), 2 (SHA-256), 3 (SHA-512) are known"));
    }

    private Tlv required(int tag) throws CtlException {
        Tlv field = header.get(tag);
        if (field == null) {
            throw new CtlException(CtlException.Kind.MALFORMED, 0, "header " + CtlTags.headerName(tag), "missing");
        }
        return field;
    }

    private List<CtlRecord> records(int headerLength) throws CtlException {
        List<CtlRecord> records = new ArrayList<>();
        int at = headerLength;
        while (at < file.length) {
            int index = records.size() + 1;
            if (index > MAX_RECORDS) {
                throw new CtlException(
                        CtlException.Kind.MALFORMED, at, "record " + index, "more than " + MAX_RECORDS + " records");
            }
            TlvCursor rest = new TlvCursor(file, at, file.length, "record " + index, CtlTags::recordName);
            Tlv lengthField = rest.next(CtlTags.RECORDLENGTH);
            int length = lengthField.u16();
            if (length < lengthField.end() - at) {
                throw lengthField.malformed("record of " + length + " bytes can't hold its own length");
            }
            if (length > file.length - at) {
                throw lengthField.malformed(
                        "record of " + length + " bytes, " + (file.length - at) + " left in the file");
            }
            records.add(CtlRecordReader.read(index, at, rest.upTo(at + length)));
            at += length;
        }
        return records;
    }

    private static String dotted(int numbers) {
        return (numbers >> 8) + "." + (numbers & 0xFF);
    }
}
