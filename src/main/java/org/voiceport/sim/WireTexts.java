package org.voiceport.sim;

import java.nio.charset.StandardCharsets;

/** Lengths of texts as they stand on the wire. */
final class WireTexts {
    private WireTexts() {}

    static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
