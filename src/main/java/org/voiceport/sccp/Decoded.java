package org.voiceport.sccp;

/**
 * A message that was read.
 *
 * @param headerVersion version in the header, 0 if none
 * @param missing bytes by which the body was shorter than its layout; those fields are zero or empty
 * @param surplus bytes behind the last known field, padding included; they were ignored
 */
public record Decoded(Message message, int headerVersion, int missing, int surplus) {}
