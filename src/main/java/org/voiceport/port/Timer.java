package org.voiceport.port;

/** A wait of a port: its kind, and the call that it belongs to (0 for the registration). */
record Timer(Kind kind, int call) {
    enum Kind {
        RETRY,
        REGISTER_ACK,
        DIALOGUE_ANSWER,
        KEEPALIVE,
        GOOD_SERVICE,
        UNREGISTER_ACK,
        CALL_INFO,
        ANSWERED,
        MEDIA_START,
        CALL_END,
        /** A key that was told in one way may still be told in the other one. */
        KEY_TWIN
    }

    /** True if it belongs to a call. The kind says so, as a call manager may give a call the reference 0. */
    boolean isOfCall() {
        return switch (kind) {
            case CALL_INFO, ANSWERED, MEDIA_START, CALL_END, KEY_TWIN -> true;
            case RETRY, REGISTER_ACK, DIALOGUE_ANSWER, KEEPALIVE, GOOD_SERVICE, UNREGISTER_ACK -> false;
        };
    }

    static Timer of(Kind kind) {
        return new Timer(kind, 0);
    }
}
