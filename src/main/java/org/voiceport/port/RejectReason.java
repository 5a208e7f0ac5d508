package org.voiceport.port;

import java.util.regex.Pattern;

/**
 * What a refused registration is about, as far as the call manager's own words tell. Their wording is nowhere specified
 * and differs between call managers, so this is a guess that only chooses what an administrator is told to look at.
 */
public enum RejectReason {
    /** Somebody is registered under that name. */
    NAME_TAKEN("already|duplicate|crossover|in use|another (session|device|connection)"),
    /** The name in the certificate isn't the device's. */
    CERTIFICATE_NAME("certificate|x\\.?509"),
    /** The device's security mode. */
    // Not "auth" alone or "mode" anywhere: an unknown device is "No Authority" to chan_skinny, others speak of a model.
    SECURITY("secur|\\bmode\\b|cipher|encrypt|authenticat"),
    /** The protocol, or the version that was announced. */
    PROTOCOL_VERSION("\\bprotocol|\\bversion|malformed ?register"),
    /** There is no such device. */
    UNKNOWN_DEVICE("unknown|not found|no authority|db ?config|no such|not (configured|defined)"),
    OTHER("");

    private final Pattern words;

    RejectReason(String words) {
        this.words = Pattern.compile(words, Pattern.CASE_INSENSITIVE);
    }

    /** The first reason that the call manager's text has a word of. */
    public static RejectReason of(String text) {
        for (RejectReason reason : values()) {
            if (reason.words.matcher(text).find()) {
                return reason;
            }
        }
        return OTHER;
    }
}
