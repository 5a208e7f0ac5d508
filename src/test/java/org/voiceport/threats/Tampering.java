package org.voiceport.threats;

import java.util.List;

/** What the attacker makes of what passes through his hands: one {@link Cut} of a signalling stream, or a media packet. */
@FunctionalInterface
interface Tampering {
    /** He only looks on. */
    Tampering NONE = (direction, bytes) -> List.of(bytes);

    /** What is passed on instead, in order; nothing if the list is empty. */
    List<byte[]> pass(Direction direction, byte[] bytes);
}
