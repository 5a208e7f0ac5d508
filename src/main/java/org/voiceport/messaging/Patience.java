package org.voiceport.messaging;

import java.time.Duration;

/**
 * How long a script waits for what should happen soon, so that none waits for ever.
 *
 * @param answer from answering to being connected
 * @param play beyond the length of what is played
 * @param stop until a recording has stopped
 */
record Patience(Duration answer, Duration play, Duration stop) {
    static final Patience USUAL = new Patience(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(5));
}
