package org.voiceport.media;

import org.voiceport.srtp.SrtpStatus;

/** Why a packet that came to the port of a call doesn't belong to the call. */
enum Refusal {
    /** No RTP or RTCP of version 2, cut short, or longer than any packet that is taken. */
    MALFORMED(0, "malformed"),
    /** Neither the codec of the call, nor its telephone events, nor comfort noise. */
    PAYLOAD_TYPE(1, "of another payload type"),
    /** In clear, and not from the far end's address. */
    STRANGER(2, "from a stranger"),
    /** The tag is wrong: forged, damaged, or of another key. */
    FORGED(3, "not authentic"),
    /** A copy, or older than the replay window. */
    REPLAYED(4, "replayed"),
    /** No key may be used for it any more, or it is of one source too many. */
    NOT_COVERED(5, "not covered by the key"),
    /** Its number is far from all others; a second one in sequence would be followed. */
    STRAY(6, "out of sequence");

    private static final Refusal[] ALL = values();

    private final int index;
    private final String words;

    Refusal(int index, String words) {
        this.index = index;
        this.words = words;
    }

    /** How a log line says it, after the number of packets. */
    String words() {
        return words;
    }

    /** 0 and up, in the order in which they stand here. */
    int index() {
        return index;
    }

    /** Negative, so that it can stand in place of a length. */
    int verdict() {
        return -1 - index;
    }

    static Refusal of(int verdict) {
        return ALL[-1 - verdict];
    }

    static Refusal ofSrtp(int status) {
        return switch (status) {
            case SrtpStatus.AUTH_FAILED -> FORGED;
            case SrtpStatus.REPLAYED, SrtpStatus.TOO_OLD -> REPLAYED;
            case SrtpStatus.KEY_EXPIRED, SrtpStatus.TOO_MANY_SSRCS -> NOT_COVERED;
            default -> MALFORMED;
        };
    }
}
