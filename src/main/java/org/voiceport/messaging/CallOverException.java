package org.voiceport.messaging;

/** The call can't go on: it has ended, or the daemon stops. The message says by whom. */
final class CallOverException extends Exception {
    private static final long serialVersionUID = 1L;

    CallOverException(String by) {
        super(by);
    }
}
