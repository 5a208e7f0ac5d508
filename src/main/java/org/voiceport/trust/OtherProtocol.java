package org.voiceport.trust;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Guesses from its first bytes what somebody speaks who doesn't speak TLS. */
final class OtherProtocol {
    private static final int SCCP_HEADER = 12;
    private static final int MOST_SCCP = 4096;
    private static final int NEWEST_SCCP = 22;
    private static final int MOST_IDS = 0xFFFF;
    private static final int QUOTED = 24;
    /** Fewer characters may be chance. */
    private static final int LEAST_TEXT = 4;

    private OtherProtocol() {}

    /** {@code : it speaks SCCP in clear} and the like, to be appended; empty if nothing can be told. */
    static String words(String hex) {
        int digits = Math.min(hex.length() / 2, Math.max(SCCP_HEADER, QUOTED)) * 2;
        byte[] first = HexFormat.of().parseHex(hex.substring(0, digits));
        if (isSccp(first)) {
            return ": it speaks SCCP in clear";
        }
        String text = text(first);
        if (text.startsWith("HTTP/")) {
            return ": it speaks HTTP";
        }
        return text.length() < LEAST_TEXT ? "" : ": it says '" + text + "'";
    }

    /** Length, version and message id, as little-endian words. */
    private static boolean isSccp(byte[] first) {
        if (first.length < SCCP_HEADER) {
            return false;
        }
        ByteBuffer header = ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN);
        int length = header.getInt();
        int version = header.getInt();
        int id = header.getInt();
        return length >= 4
                && length <= MOST_SCCP
                && version >= 0
                && version <= NEWEST_SCCP
                && id >= 0
                && id <= MOST_IDS;
    }

    /** The printable ASCII that it begins with. */
    private static String text(byte[] first) {
        int end = 0;
        while (end < first.length && first[end] >= ' ' && first[end] <= '~') {
            end++;
        }
        return new String(first, 0, end, StandardCharsets.US_ASCII).strip();
    }
}
