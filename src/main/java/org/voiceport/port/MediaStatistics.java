package org.voiceport.port;

import org.voiceport.event.MediaQuality;

/**
 * Counts of one call's media (RFC 3550 section 6.4.1).
 *
 * @param packetsSent media packets that left
 * @param octetsSent payload octets in them
 * @param packetsReceived media packets that were accepted
 * @param octetsReceived payload octets in them
 * @param packetsLost packets that were sent, by the numbers seen, and did not come at all
 * @param packetsRefused dropped: not RTP, wrong payload, wrong source, failed authentication, replayed
 * @param quality what else is known of the way
 */
public record MediaStatistics(
        long packetsSent,
        long octetsSent,
        long packetsReceived,
        long octetsReceived,
        long packetsLost,
        long packetsRefused,
        MediaQuality quality) {
    /** Nothing happened yet. */
    public static final MediaStatistics NONE = new MediaStatistics(0, 0, 0, 0, 0, 0, MediaQuality.NONE);
}
