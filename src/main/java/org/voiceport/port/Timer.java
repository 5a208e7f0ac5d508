package org.voiceport.port;

import java.util.List;

/** A wait of a port: its kind, and the call that it belongs to (0 for the registration). */
record Timer(Kind kind, int call) {
    enum Kind {
        RETRY,
        REGISTER_ACK,
        DIALOGUE_ANSWER,
        KEEPALIVE,
        GOOD_SERVICE,
        /** What was found out of call managers' versions counts until then. */
        VERSIONS,
        UNREGISTER_ACK,
        /** A preferred call manager is looked for. */
        PREFERRED,
        /** A preferred call manager owes an answer. */
        TOKEN,
        CALL_INFO,
        ANSWERED,
        MEDIA_START,
        SEIZE,
        DIGIT,
        NO_ANSWER,
        TRANSFER,
        CALL_END,
        PRESERVED,
        /** A key that was told in one way may still be told in the other one. */
        KEY_TWIN
    }

    /** What may run for a call that has a reference. */
    static final List<Kind> OF_A_CALL = List.of(
            Kind.CALL_INFO,
            Kind.ANSWERED,
            Kind.MEDIA_START,
            Kind.DIGIT,
            Kind.NO_ANSWER,
            Kind.TRANSFER,
            Kind.CALL_END,
            Kind.KEY_TWIN);

    /** True if it belongs to a call. The kind says so, as a call manager may give a call the reference 0. */
    boolean isOfCall() {
        return switch (kind) {
            case CALL_INFO, ANSWERED, MEDIA_START, SEIZE, DIGIT, NO_ANSWER, TRANSFER, CALL_END, PRESERVED, KEY_TWIN ->
                true;
            case RETRY,
                    REGISTER_ACK,
                    DIALOGUE_ANSWER,
                    KEEPALIVE,
                    GOOD_SERVICE,
                    VERSIONS,
                    UNREGISTER_ACK,
                    PREFERRED,
                    TOKEN -> false;
        };
    }

    static Timer of(Kind kind) {
        return new Timer(kind, 0);
    }
}
