package org.voiceport.srtp;

import org.jspecify.annotations.Nullable;

/**
 * What a context remembers of each source (RFC 3711 §3.2.1): at most {@value #LIMIT}, so that a peer can't make it grow.
 * All entries exist from the start; a source that has none yet works on the next free one, which becomes its own only
 * when its first packet has passed.
 */
final class Streams {
    /** Sources per context: a call has one per direction, and may change it a few times under one key. */
    static final int LIMIT = 4;

    private final Stream[] streams = new Stream[LIMIT];
    private int count;

    Streams() {
        for (int i = 0; i < LIMIT; i++) {
            streams[i] = new Stream();
        }
    }

    /** The entry of a source, or a blank one to try it on, or null if all are taken. */
    @Nullable
    Stream of(int ssrc) {
        for (int i = 0; i < count; i++) {
            if (streams[i].ssrc == ssrc) {
                return streams[i];
            }
        }
        if (count == LIMIT) {
            return null;
        }
        streams[count].ssrc = ssrc;
        return streams[count];
    }

    /** Makes a blank entry that {@link #of} gave the source's own; does nothing if it is already. */
    void keep(Stream stream) {
        if (count < LIMIT && streams[count] == stream) {
            count++;
        }
    }

    /** How many sources have an entry. */
    int count() {
        return count;
    }

    /** Indexes that have passed from one source. */
    static final class Stream {
        final ReplayWindow packets = new ReplayWindow();
        final ReplayWindow control = new ReplayWindow();
        private int ssrc;
    }
}
