package org.voiceport.audio;

import java.io.IOException;

/** A sound file that can't be used. The message says at which byte, what is wrong, and what to do. */
public final class WavException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long offset;
    private final String reason;

    WavException(long offset, String reason) {
        super("byte " + offset + ": " + reason);
        this.offset = offset;
        this.reason = reason;
    }

    private WavException(String file, WavException cause) {
        super(file + ": byte " + cause.offset + ": " + cause.reason, cause);
        this.offset = cause.offset;
        this.reason = cause.reason;
    }

    /** The same fault, with the name of the file in front. */
    WavException in(String file) {
        return new WavException(file, this);
    }

    /** Where in the file the fault lies, counted from 0. */
    public long offset() {
        return offset;
    }
}
