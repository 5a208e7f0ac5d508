package org.voiceport.srtp;

/** Why a packet was not transformed: the negative results of {@link SrtpSender} and {@link SrtpReceiver}. */
public final class SrtpStatus {
    /** Not an RTP or RTCP packet of version 2, too short, or not within its array; an SRTCP packet not encrypted. */
    public static final int MALFORMED = -1;
    /** The tag is wrong: forged, damaged, another key, or more than 32768 packets lost in a row. */
    public static final int AUTH_FAILED = -2;
    /** A packet with this index has passed already; the sender refuses it because its keystream would be used twice. */
    public static final int REPLAYED = -3;
    /** The packet lies behind the replay window, so nobody can tell whether it has passed already. */
    public static final int TOO_OLD = -4;
    /** The key has protected all the packets that it may (RFC 3711 §9.2), or the context is closed. */
    public static final int KEY_EXPIRED = -5;
    /** The array has no room behind the packet for what protection adds. */
    public static final int NO_ROOM = -6;
    /** The packet is of one source more than a context keeps state for. */
    public static final int TOO_MANY_SSRCS = -7;

    private SrtpStatus() {}

    /** A few words for a log line, for any result: {@code ok} for a length. */
    public static String words(int status) {
        return switch (status) {
            case MALFORMED -> "malformed";
            case AUTH_FAILED -> "authentication failed";
            case REPLAYED -> "replayed";
            case TOO_OLD -> "too old";
            case KEY_EXPIRED -> "key expired";
            case NO_ROOM -> "no room for the tag";
            case TOO_MANY_SSRCS -> "too many sources";
            default -> status >= 0 ? "ok" : "unknown status " + status;
        };
    }
}
