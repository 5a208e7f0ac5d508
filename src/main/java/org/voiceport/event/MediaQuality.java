package org.voiceport.event;

/**
 * How well the sound of a call came through.
 *
 * @param late packets that came when they were waited for no longer; not among the lost ones
 * @param duplicates packets that came once more
 * @param reordered packets that came behind a newer one, and still in time
 * @param concealedMillis time in what was recorded that was made up in place of lost packets
 * @param jitterMillis interarrival jitter (RFC 3550 section 6.4.1) of the source heard last
 * @param roundTripMillis to the far end and back by its latest RTCP report, {@link #UNKNOWN} if there was none
 * @param lostAtFarEnd packets of ours that the far end reports as lost, 0 if it doesn't report
 */
public record MediaQuality(
        long late,
        long duplicates,
        long reordered,
        long concealedMillis,
        int jitterMillis,
        int roundTripMillis,
        long lostAtFarEnd) {
    /** {@link #roundTripMillis()}: the far end has not reported. */
    public static final int UNKNOWN = -1;

    /** Nothing has come. */
    public static final MediaQuality NONE = new MediaQuality(0, 0, 0, 0, 0, UNKNOWN, 0);
}
