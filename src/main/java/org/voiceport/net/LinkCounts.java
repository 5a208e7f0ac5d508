package org.voiceport.net;

/**
 * What has gone over all links of a port since it was made.
 *
 * @param sent messages
 * @param received messages that could be read, unknown ones among them
 * @param unknown messages received whose id isn't in the catalogue
 * @param malformed messages that couldn't be read
 * @param shortened messages received whose body was shorter than its layout
 * @param missingBytes bytes that they lacked in all
 * @param lengthened messages received whose body was longer than its layout and padding
 * @param surplusBytes bytes that they had too much in all
 */
public record LinkCounts(
        long sent,
        long received,
        long unknown,
        long malformed,
        long shortened,
        long missingBytes,
        long lengthened,
        long surplusBytes) {}
