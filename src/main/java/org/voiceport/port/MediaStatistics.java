package org.voiceport.port;

/**
 * Counts of one call's media (RFC 3550 section 6.4.1).
 *
 * @param packetsSent media packets that left
 * @param octetsSent payload octets in them
 * @param packetsReceived media packets that were accepted
 * @param octetsReceived payload octets in them
 * @param packetsLost expected less received, never negative
 * @param packetsRefused dropped: not RTP, wrong payload, wrong source, failed authentication, replayed
 * @param jitterMillis interarrival jitter
 */
public record MediaStatistics(
        long packetsSent,
        long octetsSent,
        long packetsReceived,
        long octetsReceived,
        long packetsLost,
        long packetsRefused,
        int jitterMillis) {
    /** Nothing happened yet. */
    public static final MediaStatistics NONE = new MediaStatistics(0, 0, 0, 0, 0, 0, 0);
}
