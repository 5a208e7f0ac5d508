package org.voiceport.media;

/** What a packet that was admitted carries, by its payload type. */
enum PacketKind {
    /** Sound in the codec of the call. */
    SOUND,
    /** The beginning of a pause, and the noise in it (RFC 3389). It lasts no time by itself. */
    NOISE,
    /** A keypress (RFC 4733): it has no sound and no say on time, for its timestamp stands still. */
    EVENT
}
