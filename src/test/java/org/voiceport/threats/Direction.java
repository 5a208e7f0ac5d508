package org.voiceport.threats;

/** Which way something goes on a path that the attacker stands in. */
enum Direction {
    TO_PORT,
    /** To the call manager; on the media path, to the phone. */
    FROM_PORT
}
