package org.voiceport.threats;

/** What an attack waits for didn't come, so nothing can be said. */
final class NothingHappened extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NothingHappened(String what) {
        super(what);
    }
}
