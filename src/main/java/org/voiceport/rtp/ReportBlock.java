package org.voiceport.rtp;

/**
 * What one side tells the other about the stream that it receives: one report block of an RTCP SR or RR (RFC 3550
 * §6.4.1).
 *
 * @param ssrc the source that is reported on
 * @param fractionLost share of packets lost since the previous report, 0 to 255, in 256ths
 * @param lost packets lost since the start, -8388608 to 8388607
 * @param highestSequence highest sequence number received, cycles in front, 32 bits unsigned
 * @param jitter interarrival jitter in timestamp units, 32 bits unsigned
 * @param lastSenderReport middle 32 bits of the NTP timestamp of the last SR from that source, 0 if none
 * @param delaySinceLastSenderReport time since that SR arrived, in 65536ths of a second, 32 bits unsigned
 */
public record ReportBlock(
        int ssrc,
        int fractionLost,
        int lost,
        long highestSequence,
        long jitter,
        int lastSenderReport,
        long delaySinceLastSenderReport) {

    /**
     * The block for the interval that ends now.
     *
     * @param statistics of the stream; its {@link ReceptionStatistics#fractionLost() interval} begins anew
     */
    public static ReportBlock of(
            int ssrc, ReceptionStatistics statistics, int lastSenderReport, long delaySinceLastSenderReport) {
        return new ReportBlock(
                ssrc,
                statistics.fractionLost(),
                statistics.lost(),
                statistics.extendedHighestSequence(),
                statistics.jitter(),
                lastSenderReport,
                delaySinceLastSenderReport);
    }
}
