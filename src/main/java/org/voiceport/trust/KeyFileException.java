package org.voiceport.trust;

import java.nio.file.Path;

/** A file with a key and certificates can't be used: which, why, and how the reason is called in a table. */
final class KeyFileException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why, as far as it decides what helps. */
    enum Kind {
        MISSING,
        KEY_MISSING,
        NO_PASSWORD,
        WRONG_PASSWORD,
        DENIED,
        DAMAGED,
        TWICE
    }

    private final Kind kind;
    private final transient Path file;

    /**
     * Trouble with a file.
     *
     * @param reason a clause that goes after the name of the file, such as {@code it is damaged}
     */
    KeyFileException(Kind kind, Path file, String reason) {
        super(reason);
        this.kind = kind;
        this.file = file;
    }

    KeyFileException(Kind kind, Path file, String reason, Throwable cause) {
        super(reason, cause);
        this.kind = kind;
        this.file = file;
    }

    Kind kind() {
        return kind;
    }

    Path file() {
        return file;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
