package org.voiceport.messaging;

import java.time.Duration;

/**
 * What a caller may leave.
 *
 * @param maxMessage longest recording, up to an hour
 * @param silence a recording ends after this long without sound, 100 ms or more
 * @param minMessage a shorter recording isn't kept; shorter than {@code maxMessage}
 * @param minFree bytes that must be free where the store is, or no recording is begun; 0 for no such limit
 * @param quota bytes in a mailbox without a quota of its own from which on no recording is begun; 0 for no limit
 */
public record VoicemailSettings(Duration maxMessage, Duration silence, Duration minMessage, long minFree, long quota) {
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
        if (minFree < 0 || quota < 0) {
            throw new IllegalArgumentException("minFree or quota is negative: give 0 or more");
        }
    }

    /** Limits of time, and none of space. */
    static VoicemailSettings ofTimes(Duration maxMessage, Duration silence, Duration minMessage) {
        return new VoicemailSettings(maxMessage, silence, minMessage, 0, 0);
    }

    /** The same with other limits of space. */
    VoicemailSettings with(long otherMinFree, long otherQuota) {
        return new VoicemailSettings(maxMessage, silence, minMessage, otherMinFree, otherQuota);
    }

    /** What holds for that mailbox, 0 for no limit. */
    long quotaOf(Mailbox mailbox) {
        return mailbox.quota().orElse(quota);
    }
}
