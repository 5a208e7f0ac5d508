package org.voiceport.messaging;

import java.time.Duration;

/**
 * What a caller may leave.
 *
 * @param maxMessage longest recording, up to an hour
 * @param silence a recording ends after this long without sound, 100 ms or more
 * @param minMessage a shorter recording isn't kept; shorter than {@code maxMessage}
 */
public record VoicemailSettings(Duration maxMessage, Duration silence, Duration minMessage) {
    public static final VoicemailSettings DEFAULTS =
            new VoicemailSettings(Duration.ofMinutes(5), Duration.ofSeconds(10), Duration.ofSeconds(1));

    public VoicemailSettings {
        if (maxMessage.isNegative() || maxMessage.isZero() || maxMessage.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("maxMessage of " + maxMessage + ": give more than 0, at most 1h");
        }
        if (silence.compareTo(Duration.ofMillis(100)) < 0) {
            throw new IllegalArgumentException("silence of " + silence + ": give 100ms or more");
        }
        if (minMessage.isNegative() || minMessage.compareTo(maxMessage) >= 0) {
            throw new IllegalArgumentException("minMessage of " + minMessage + ": give less than maxMessage");
        }
    }
}
