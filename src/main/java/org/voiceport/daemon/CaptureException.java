package org.voiceport.daemon;

import java.io.IOException;

/** A capture file can't be read on. The text says where and what is wrong with it. */
final class CaptureException extends IOException {
    private static final long serialVersionUID = 1L;

    CaptureException(long offset, String what) {
        super("offset " + offset + ": " + what);
    }
}
