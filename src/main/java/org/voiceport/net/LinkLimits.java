package org.voiceport.net;

import org.voiceport.sccp.FrameCutter;

/** Bounds of one connection, in bytes, whatever the call manager sends. {@link NettyDialer} tells what they mean. */
final class LinkLimits {
    static final int BYTES_PER_READ = 4 * 1024;
    /** In one turn of the event loop. */
    static final int READS_PER_TURN = 8;

    /** A read, and an unfinished message. */
    static final int MOST_HELD_CLEAR = BYTES_PER_READ + FrameCutter.DEFAULT_LIMIT;
    /**
     * Beside that, the ciphertext of a TLS record and of what one turn reads, in a buffer that doubles as it grows, and the
     * plaintext of the record; measured with a flood: 148 KiB.
     */
    static final int MOST_HELD_TLS = 192 * 1024;

    /** Bytes that the call manager hasn't taken; messages are small, so it has long stopped reading. */
    static final int MOST_UNTAKEN = 256 * 1024;
    /**
     * Above this many bytes that it hasn't taken, nothing more is read from it. Low enough for the answers to all requests
     * of one read in clear to stay below the other bound, with what Netty adds to each message.
     */
    static final int PAUSE_READING = 16 * 1024;

    private LinkLimits() {}
}
