package org.voiceport.sccp;

/**
 * A message that was read.
 *
 * @param headerVersion version in the header, 0 if none
 * @param missing bytes by which the body was shorter than its layout; those fields are zero or empty
 * @param surplus bytes behind the last known field, padding included; they were ignored
 */
public record Decoded(Message message, int headerVersion, int missing, int surplus) {
    /** Messages are padded to a multiple of 4. */
    private static final int LARGEST_PADDING = 3;

    /** {@code surplus} if it is more than padding can be, else 0. */
    public int surplusBehindPadding() {
        return surplus > LARGEST_PADDING ? surplus : 0;
    }
}
