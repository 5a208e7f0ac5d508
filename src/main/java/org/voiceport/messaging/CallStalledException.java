package org.voiceport.messaging;

/** Something that had to happen in a call didn't in its time. */
final class CallStalledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CallStalledException(String what) {
        super(what);
    }
}
