package org.voiceport.trust;

/**
 * A CTL file can't be read or doesn't verify. The message is one line: offset, field, reason.
 */
public final class CtlException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What kind of refusal it is. */
    public enum Kind {
        /** The bytes aren't a CTL file. */
        MALFORMED,
        /** No record with role SAST belongs to the signer that the header names. */
        NO_SIGNER,
        /** The signature isn't the signer's over these bytes. */
        BAD_SIGNATURE,
        /** The digest or the key is too weak to be accepted. */
        TOO_WEAK,
        /** The file verifies, but its signer isn't one of those that are trusted. */
        NOT_AUTHENTIC
    }

    private final Kind kind;
    private final int offset;
    private final String field;
    private final String reason;

    CtlException(Kind kind, int offset, String field, String reason) {
        super("offset " + offset + ", " + field + ": " + reason);
        this.kind = kind;
        this.offset = offset;
        this.field = field;
        this.reason = reason;
    }

    public Kind kind() {
        return kind;
    }

    /** Offset in bytes from the start of the file of the field that is wrong. */
    public int offset() {
        return offset;
    }

    /** Where it is wrong, such as {@code header SIGNATURE} or {@code record 3 CERTIFICATE}. */
    public String field() {
        return field;
    }

    /** What is wrong. */
    public String reason() {
        return reason;
    }
}
