package org.voiceport.event;

import java.util.Optional;

/**
 * How a port protects its signalling, and so what its media may be. A port keeps to the mode that it is configured
 * with; nothing ever picks a weaker one.
 */
public enum SecurityMode {
    /** SCCP in clear over TCP; media RTP. */
    NON_SECURE("non-secure"),
    /** Mutual TLS with an integrity-only (NULL) cipher; media RTP. */
    AUTHENTICATED("authenticated"),
    /** Mutual TLS with encryption; media SRTP when the call manager sends keys. */
    ENCRYPTED("encrypted");

    private final String word;

    SecurityMode(String word) {
        this.word = word;
    }

    /** The mode as it is written in YAML, logs and tables. */
    public String word() {
        return word;
    }

    /** True if signalling runs over TLS. */
    public boolean secure() {
        return this != NON_SECURE;
    }

    /** True if media keys from the call manager may be used. */
    public boolean mayUseMediaKeys() {
        return this == ENCRYPTED;
    }

    /** The mode of that exact word, or empty. */
    public static Optional<SecurityMode> of(String word) {
        for (SecurityMode mode : values()) {
            if (mode.word.equals(word)) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return word;
    }
}
