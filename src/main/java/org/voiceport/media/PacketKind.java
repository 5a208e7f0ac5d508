package org.voiceport.media;

/** What a packet that was admitted carries, by its payload type. */
enum PacketKind {
    /** Sound in the codec of the call. */
    SOUND,
    /** A keypress (RFC 4733): it has no sound and no say on time, for its timestamp stands still. */
    EVENT
}
